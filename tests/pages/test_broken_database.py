"""A database that cannot be used: every page says what is wrong and the way out, and nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agent_scorecard import where
from agent_scorecard.store.meta import SCHEMA
from tests.pages.visit import Visit

PAGES = sorted(path.stem for path in where.PAGES.glob("*.py"))


def run(*statements: str):
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return spoil


def drop_triggers(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')


SPOILED = {
    "emptied": (lambda path: path.write_bytes(b""), "is an empty file", "agent-scorecard restore FILE"),
    "text": (lambda path: path.write_text("agent,name\n"), "is not a SQLite database.", "Name the right file"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:20_000]), "is damaged", "agent-scorecard restore FILE"),
    "another program's": (run("PRAGMA application_id = 7"), "is a database of another program.", "nothing was changed"),
    "newer": (
        run(f"PRAGMA user_version = {SCHEMA + 1}"),
        "was written by a newer version",
        "Install the newer version",
    ),
    "unguarded": (drop_triggers, "has lost what keeps its ledger append-only", "agent-scorecard verify"),
}


@pytest.mark.parametrize(("spoil", "problem", "way_out"), SPOILED.values(), ids=SPOILED)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_which_problem_and_the_way_out(board, built, page, spoil, problem, way_out):
    board.write_bytes(built("first").read_bytes())
    spoil(board)
    before = board.read_bytes()
    seen = Visit(page)
    assert seen.title == "This company cannot be opened"
    assert f"{board} {problem}" in seen.text
    assert way_out in seen.text
    assert [element.type for element in seen.elements] == ["html"]
    assert board.read_bytes() == before
