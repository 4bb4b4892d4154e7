"""Posts the JSON of a digest to an address, signed as Standard Webhooks says, and reads what the answer means."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import ssl
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.error import HTTPError, URLError

from agent_scorecard import __version__
from agent_scorecard.notify.message import Message, body
from agent_scorecard.notify.settings import Secret, Webhook
from agent_scorecard.notify.trouble import ChannelDown, NoAnswer, NotSent, TryLater
from agent_scorecard.notify.words import one_line

SECONDS = 20
LATER = (408, 425, 429)
PREFIX = "whsec_"
SAID = 200


class _Stay(urllib.request.HTTPRedirectHandler):
    """A signed message goes to the address that was set and to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Receiver:
    """A channel that posts each digest to one address."""

    def __init__(self, settings: Webhook, secret: Secret, seconds: float = SECONDS) -> None:
        self._settings, self._secret, self._seconds = settings, secret, seconds

    def send(self, sent: Message, at: datetime) -> None:
        """Post one digest. Raises TryLater or ChannelDown."""
        made = body(sent)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"agent-scorecard/{__version__}",
            **signed(self._secret, sent.id, at, made),
        }
        asked = urllib.request.Request(self._settings.url, made, headers, method="POST")
        try:
            with self._opener().open(asked, timeout=self._seconds) as answer:
                answer.read(SAID)
        except (OSError, http.client.HTTPException, ValueError) as refused:
            raise _meant(refused) from refused

    def close(self) -> None:
        """Nothing stays open between two digests."""

    def _opener(self) -> urllib.request.OpenerDirector:
        trust = ssl.create_default_context(cafile=self._settings.ca_file or None)
        return urllib.request.build_opener(_Stay(), urllib.request.HTTPSHandler(context=trust))


def signed(secret: Secret, message: str, at: datetime, made: bytes) -> Mapping[str, str]:
    """Return the three headers that say which message this is, when it was sent, and that it is ours."""
    stamp = str(int(at.timestamp()))
    content = b".".join((message.encode(), stamp.encode(), made))
    digest = hmac.new(_key(secret), content, hashlib.sha256).digest()
    return {
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _key(secret: Secret) -> bytes:
    """The bytes of a secret: what follows whsec_ is base64, anything else is taken as it stands."""
    told = secret.reveal()
    if told.startswith(PREFIX):
        try:
            return base64.b64decode(told.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            return told.encode()
    return told.encode()


def _meant(refused: Exception) -> NotSent:
    if isinstance(refused, HTTPError):
        return _answered(refused)
    reason = refused.reason if isinstance(refused, URLError) else refused
    if isinstance(reason, ssl.SSLCertVerificationError):
        said = "The webhook shows a certificate that is not trusted: name its authority under webhook.ca_file."
        return ChannelDown(said)
    return NoAnswer(f"The webhook did not answer: {one_line(str(reason))[:SAID] or type(reason).__name__}.")


def _answered(refused: HTTPError) -> NotSent:
    with refused:
        code = refused.code
    if code >= 500 or code in LATER:
        return TryLater(f"The webhook answers {code}: it is tried again.")
    if 300 <= code < 400:
        return ChannelDown(f"The webhook answers {code}, it moved: set webhook.url to where it is now.")
    return ChannelDown(f"The webhook answers {code}: check webhook.url and its secret.")
