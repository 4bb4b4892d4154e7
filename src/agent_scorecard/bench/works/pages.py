"""A person with a page open, inside the process of the server: script, messages and garbage collection count."""

from __future__ import annotations

import asyncio
import os
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent_scorecard.bench.visitor import Visitor
from agent_scorecard.bench.works.timing import timed

WARM = 2
BARE = 'import streamlit as st\n\nst.write("Hello")\n'
BARE_SETTINGS = {"server.headless": True, "server.fileWatcherType": "none", "browser.gatherUsageStats": False}


def rerun(database: str, page: str, times: str) -> dict[str, object]:
    """Open a page of the app and run it again so often, its caches warm."""
    return asyncio.run(_rerun(board(database), page, int(times)))


def rerun_bare(folder: str, times: str) -> dict[str, object]:
    """Peer: the same with a page that says one word."""
    import streamlit

    page = Path(folder) / "bare.py"
    page.write_text(BARE, encoding="utf-8")
    _configure(BARE_SETTINGS)
    return asyncio.run(_rerun(streamlit.App(page), "", int(times)))


def open_cold(known: str, database: str, page: str) -> dict[str, object]:
    """Open a page of a company nobody has looked at yet, in a server that has shown another company before."""
    return asyncio.run(_open_cold(board(known), known, database, page))


async def _rerun(app: Any, page: str, times: int) -> dict[str, object]:
    async with Visitor(app) as visitor:
        for _ in range(WARM):
            await visitor.run(page)
        with timed() as spent:
            for _ in range(times):
                await visitor.run(page)
        return spent | {"bytes": visitor.received}


async def _open_cold(app: Any, known: str, database: str, page: str) -> dict[str, object]:
    from agent_scorecard import where
    from agent_scorecard.bench.works.company import watched

    before, asked = (f"agent={watched(each)[0]}" for each in (known, database))
    async with Visitor(app) as visitor:
        await visitor.run(page, before)
        os.environ[where.DATABASE_VARIABLE] = f"sqlite:///{database}"
        with timed() as spent:
            await visitor.run(page, asked)
        return spent


def board(database: str) -> Any:
    from agent_scorecard import where
    from agent_scorecard.ui import serve

    os.environ[where.DATABASE_VARIABLE] = f"sqlite:///{database}"
    _configure(serve.settings())
    return runpy.run_path(str(where.APP))["app"]


def _configure(settings: Mapping[str, Any]) -> None:
    from streamlit import config

    for name, value in settings.items():
        config.set_option(name, value)
