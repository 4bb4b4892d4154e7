"""The app as a web server sees it: start-up, health and security headers; what people see begins in ui/router.py."""

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent_scorecard import __version__, where
from agent_scorecard.ui import began, memory, serve, trouble
from agent_scorecard.ui.come_back import ComeBack

HEAVY: Final = ("pandas", "plotly.graph_objects", "pyarrow", "sqlmodel")

HEADERS: Final = {
    "Content-Security-Policy": "; ".join(
        (
            # The hash is Streamlit's one inline script, in its index.html.
            "script-src 'self' blob: 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class SecurityHeaders:
    """Add HEADERS to every HTTP answer and leave websockets alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class OnlyOurNames:
    """Refuse what another site sends here, or sends under another name, before Streamlit looks at it.

    To judge a strange origin Streamlit asks a server on the internet for the address of this machine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or _is_ours(Headers(scope=scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("Not from here.", status_code=403)(scope, receive, send)


def _is_ours(headers: Headers) -> bool:
    names = st.get_option("server.allowedHosts")
    origin = headers.get("origin")
    return _host(f"//{headers.get('host', '')}") in names and (origin is None or _host(origin) in names)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


@asynccontextmanager
async def life(_app: st.App) -> AsyncIterator[None]:
    serve.require_safe(st.get_option("server.address"))
    began.note()
    with memory.kept_for_long():
        for module in HEAVY:
            importlib.import_module(module)
    yield


async def healthz(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok", "version": __version__}, headers={"Cache-Control": "no-store"})


async def home(request: Request) -> RedirectResponse:
    """Answer the name of the first page, which Streamlit knows only as /, and keep what the link asks for."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/")


app = st.App(
    where.ROUTER,
    lifespan=life,
    routes=[Route("/healthz", healthz), Route("/this_month", home)],
    middleware=[Middleware(SecurityHeaders), Middleware(OnlyOurNames), Middleware(ComeBack)],
    on_script_error=trouble.tell,
)

if __name__ == "__main__":
    app.run(config=serve.settings())
