"""One browser as the app sees it: a websocket without a network, so that only the server's own work is measured."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from agent_scorecard.bench.talk import PATH, SUBPROTOCOL, Talk

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]
SECONDS = 900.0
ASGI = {"version": "3.0"}


class Visitor:
    """Starts the app, opens one session and runs pages in it."""

    def __init__(self, app: App) -> None:
        self._app, self._talk = app, Talk()
        self._life, self._session = _Wire(), _Wire()
        self._running: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Visitor:
        self._start({"type": "lifespan", "asgi": ASGI, "state": {}}, self._life, "lifespan.startup")
        await self._life.answer()
        scope = {
            "type": "websocket", "asgi": ASGI, "state": {}, "scheme": "ws", "root_path": "", "query_string": b"",
            "path": PATH, "raw_path": PATH.encode(), "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8501),
            "headers": [(b"host", b"127.0.0.1"), (b"sec-websocket-protocol", SUBPROTOCOL.encode())],
            "subprotocols": [SUBPROTOCOL],
        }  # fmt: skip
        self._start(scope, self._session, "websocket.connect")
        await self._session.answer()
        return self

    async def __aexit__(self, *_fault: object) -> None:
        self._session.send({"type": "websocket.disconnect", "code": 1000})
        self._life.send({"type": "lifespan.shutdown"})
        await asyncio.wait(self._running, timeout=5)

    @property
    def received(self) -> int:
        return self._talk.received

    async def run(self, page: str = "", asked: str = "") -> None:
        """Run a page and wait until its script has finished. Raises PageFailed."""
        self._session.send({"type": "websocket.receive", "bytes": self._talk.rerun(page, asked)})
        while not self._talk.heard((await self._session.answer())["bytes"]):
            pass

    def _start(self, scope: Message, wire: _Wire, first: str) -> None:
        wire.send({"type": first})
        self._running.append(asyncio.ensure_future(self._app(scope, wire.receive, wire.take)))


class _Wire:
    """What goes to the app and what comes back."""

    def __init__(self) -> None:
        self._there: asyncio.Queue[Message] = asyncio.Queue()
        self._back: asyncio.Queue[Message] = asyncio.Queue()

    def send(self, message: Message) -> None:
        self._there.put_nowait(message)

    async def receive(self) -> Message:
        return await self._there.get()

    async def take(self, message: Message) -> None:
        self._back.put_nowait(message)

    async def answer(self) -> Message:
        return await asyncio.wait_for(self._back.get(), SECONDS)
