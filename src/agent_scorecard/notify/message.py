"""A digest as a message: its id, which is the same however often it is sent, its letter and its JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from agent_scorecard.boards.digest.json_shape import digest as shape
from agent_scorecard.boards.digest.shapes import Digest
from agent_scorecard.notify import words
from agent_scorecard.notify.html import html
from agent_scorecard.notify.memory import Reader
from agent_scorecard.notify.plain import plain
from agent_scorecard.notify.settings import Email

ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to one reader: `id` is made of the reader and the news alone."""

    id: str
    reader: Reader
    digest: Digest
    base_url: str

    @property
    def told(self) -> dict[str, str]:
        """The news of it: how each item stands that is told."""
        return {line.item: line.state for line in self.digest.lines if line.is_new}


def message(reader: Reader, digest: Digest, base_url: str) -> Message:
    """Make the message of a digest; whoever gets it twice sees the same id twice."""
    news = sorted((line.item, line.state) for line in digest.lines if line.is_new)
    told = json.dumps([digest.company, reader.reader, base_url, news], ensure_ascii=False)
    name = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
    return Message(name, reader, digest, base_url if base_url.endswith("/") else f"{base_url}/")


def body(sent: Message) -> bytes:
    """Return the JSON a webhook receives and a file holds."""
    told = {"id": sent.id, "type": "digest", **shape(sent.digest, sent.base_url)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=2).encode()


def letter(sent: Message, email: Email, at: datetime) -> EmailMessage:
    """Return the e-mail: plain text with HTML beside it, nothing loaded from anywhere."""
    name, sender = parseaddr(email.sender)
    user, _, domain = sender.rpartition("@")
    made = EmailMessage(policy=SMTP.clone(max_line_length=78))
    made["Subject"] = words.subject(sent.digest)
    made["From"] = Address(words.one_line(name), user, domain)
    made["To"] = Address(addr_spec=sent.reader.address)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<digest-{sent.id}@{domain}>"
    made["List-Id"] = f"<digest.{urlsplit(sent.base_url).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(plain(sent.digest, sent.base_url), cte="quoted-printable")
    made.add_alternative(html(sent.digest, sent.base_url), subtype="html", cte="quoted-printable")
    return made
