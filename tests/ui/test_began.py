"""A board that begins without sign-in says so among the events, and begins whatever its database is."""

from __future__ import annotations

import asyncio
import runpy
from pathlib import Path

import pytest
import streamlit as st

from agent_scorecard import __version__, where
from agent_scorecard.store import ledger
from agent_scorecard.store.database import open_database, reader


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(where.DATABASE_VARIABLE, f"sqlite:///{tmp_path / 'board.db'}")
    st.cache_resource.clear()
    return tmp_path / "board.db"


def begin() -> None:
    async def live() -> None:
        async with runpy.run_path(str(where.APP))["life"](None):
            pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "get_option", {"server.address": "127.0.0.1"}.__getitem__)
        asyncio.run(live())


def test_a_start_without_sign_in_is_kept_among_the_events(board: Path) -> None:
    open_database(f"sqlite:///{board}", create_missing=True).dispose()
    begin()
    engine = open_database(f"sqlite:///{board}")
    with reader(engine).begin() as connection:
        last = list(ledger.entries(connection, ledger.Chain.EVENTS))[-1]
    engine.dispose()
    assert (last.what, last.mode, last.verified) == ("started in local mode", "local", False)
    assert last.content == {"version": __version__}


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_database_that_cannot_be_opened_is_told_on_the_page_and_ends_no_start(board: Path, content: bytes) -> None:
    board.write_bytes(content)
    begin()
    assert board.read_bytes() == content
