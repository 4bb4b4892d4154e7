"""Many people on one page at once: real websockets from another process, timed inside the server."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from random import Random
from time import perf_counter
from typing import Any

from agent_scorecard.bench.talk import PATH, SUBPROTOCOL, Talk
from agent_scorecard.bench.visitor import App, Message
from agent_scorecard.bench.works.pages import board
from agent_scorecard.bench.works.timing import timed

HOST = "127.0.0.1"
SECONDS = 120.0
"""How long a person waits for a page before giving up."""
SEED = 20261031
LONGEST_LAST_WORD = 200
AS_STREAMLIT_DOES: Any = {"ws": "websockets-sansio", "ws_per_message_deflate": False, "log_level": "error"}
ERRORS, RERUNS, SHARES = "errors", "reruns", {"p50": 50, "p95": 95, "max": 100}


def crowd(database: str, page: str, people: str, times: str, pause: str) -> dict[str, object]:
    """Serve the app to so many people on a page, who each ask for it so many times, about `pause` seconds apart.

    p50, p95 and max are microseconds from the wish reaching the server until the last word of the page was sent.
    """
    return asyncio.run(_crowd(board(database), page, people, times, pause))


async def _crowd(app: App, *asked: str) -> dict[str, object]:
    import uvicorn

    watch = Stopwatch(app)
    server = uvicorn.Server(uvicorn.Config(watch, host=HOST, port=0, **AS_STREAMLIT_DOES))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.05)
    port = str(server.servers[0].sockets[0].getsockname()[1])
    with timed() as spent:
        said = await _in_another_process("visit_together", port, *asked)
    server.should_exit = True
    await serving
    took = sorted(watch.took)
    shares = {name: round(nearest_rank(took, percent) * 1e6) for name, percent in SHARES.items()}
    return spent | said | shares | {RERUNS: len(took)}


async def _in_another_process(*work: str) -> dict[str, object]:
    words = (sys.executable, "-m", "agent_scorecard.bench.work", *work)
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    said: dict[str, object] = json.loads((await process.communicate())[0])
    return said


def nearest_rank(ordered: list[float], percent: int) -> float:
    """Return the value whose rank is the percentile, 0 of nothing."""
    return ordered[(len(ordered) * percent + 99) // 100 - 1] if ordered else 0.0


class Stopwatch:
    """Times every run of a page but the first of each session, which opens it; `took` is in seconds."""

    def __init__(self, app: App) -> None:
        self.took: list[float] = []
        self._app = app

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        asked: list[float] = []

        async def hear() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                asked.append(perf_counter())
            return message

        async def say(message: Message) -> None:
            await send(message)
            if len(asked) > 1 and _is_last(message):
                self.took.append(perf_counter() - asked[-1])

        await self._app(scope, hear, say)


def _is_last(message: Message) -> bool:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    content = message.get("bytes") or b""
    return len(content) < LONGEST_LAST_WORD and ForwardMsg.FromString(content).WhichOneof("type") == "script_finished"


def visit_together(port: str, page: str, people: str, times: str, pause: str) -> dict[str, object]:
    """Open so many sessions; when all are there, each asks for the page so many times. `errors` counts who failed."""
    return {ERRORS: asyncio.run(_visit_together(int(port), page, int(people), int(times), float(pause)))}


async def _visit_together(port: int, page: str, people: int, times: int, pause: float) -> int:
    pauses = Random(SEED)
    async with AsyncExitStack() as stack:
        opened = await _all(_open(stack, port, page) for _ in range(people))
        sessions = [session for session in opened if not isinstance(session, BaseException)]
        asked = await _all(
            _ask(wire, talk, page, [pauses.uniform(0, 2 * pause) for _ in range(times)]) for wire, talk in sessions
        )
    return sum(isinstance(outcome, BaseException) for outcome in (*opened, *asked))


async def _all(each: Any) -> list[Any]:
    return await asyncio.gather(*each, return_exceptions=True)


async def _open(stack: AsyncExitStack, port: int, page: str) -> tuple[Any, Talk]:
    from websockets.asyncio.client import connect
    from websockets.typing import Subprotocol

    address = f"ws://{HOST}:{port}{PATH}"
    wire = await stack.enter_async_context(
        connect(address, subprotocols=[Subprotocol(SUBPROTOCOL)], max_size=None, max_queue=None)
    )
    talk = Talk()
    await _ask(wire, talk, page, [0])
    return wire, talk


async def _ask(wire: Any, talk: Talk, page: str, pauses: Iterable[float]) -> None:
    for pause in pauses:
        await asyncio.sleep(pause)
        await wire.send(talk.rerun(page))
        async with asyncio.timeout(SECONDS):
            while not talk.heard(await wire.recv()):
                pass
