"""The way back to the page a person asked for, over the sign-in that Streamlit ends on the first page."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent_scorecard.ui.sign_in_file import CALLBACK

LOGIN: Final = "/auth/login"
COOKIE: Final = "agent_scorecard_asked"
SECONDS: Final = 900
"""How long a person may take at the provider."""
LONGEST: Final = 1500
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_AS_WRITTEN: Final = "/?&=%+:@,;~!$'()*-._"


class ComeBack:
    """Keep in a cookie which page a person leaves to sign in, and take them back to it.

    Which page that is, the browser says; nothing but a path on this board is ever followed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")

        async def led(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (302, 307):
                headers = MutableHeaders(scope=message)
                if path.endswith(LOGIN):
                    _keep(Headers(scope=scope), headers)
                elif asked := own_path(unquote(HTTPConnection(scope).cookies.get(COOKIE, ""))):
                    _lead_back(asked, headers)
            await send(message)

        is_concerned = scope["type"] == "http" and path.endswith((LOGIN, CALLBACK))
        await self.app(scope, receive, led if is_concerned else send)


def own_path(asked: str) -> str | None:
    """Return a path with its question as it may follow the name of this board, None for anything else."""
    return quote(asked, safe=_AS_WRITTEN) if len(asked) <= LONGEST and _OWN_PATH.fullmatch(asked) else None


def _keep(request: Headers, answer: MutableHeaders) -> None:
    left = urlsplit(request.get("referer", ""))
    asked = own_path(left._replace(scheme="", netloc="", fragment="").geturl()) if left.netloc else None
    if asked:
        secure = "; Secure" if left.scheme == "https" else ""
        kept = f"{COOKIE}={quote(asked, safe='')}; Path=/; Max-Age={SECONDS}; HttpOnly; SameSite=Lax{secure}"
        answer.append("set-cookie", kept)


def _lead_back(asked: str, answer: MutableHeaders) -> None:
    answer["location"] = asked
    answer.append("set-cookie", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
