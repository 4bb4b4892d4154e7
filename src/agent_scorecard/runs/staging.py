"""The temporary tables runs are gathered in; they belong to one connection and vanish with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Table

from agent_scorecard.runs.compiled import MARKS
from agent_scorecard.store.tables.runs import runs
from agent_scorecard.store.tables.types import TEXT, WHOLE

TEMPORARY = MetaData()
FACTS = ("context", "reading", "calls", "cost", "duration_ms", "user_key", "approver", "error")


def _key(name: str) -> Column[int]:
    return Column(name, WHOLE, primary_key=True, autoincrement=False)


def _facts() -> tuple[Column[Any], ...]:
    return tuple(Column(name, WHOLE, nullable=runs.c[name].nullable) for name in FACTS)


def _table(name: str, *columns: Column[Any]) -> Table:
    return Table(name, TEMPORARY, *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=False)


staged_runs = _table(
    "staged_runs", _key("local"), _key("at"), Column("request", TEXT, primary_key=True), _key("place"), *_facts()
)
staged_agents = _table("staged_agents", _key("local"), Column("agent", WHOLE, nullable=False))
staged_delta = _table(
    "staged_delta",
    _key("agent"),
    _key("at"),
    Column("request", TEXT, primary_key=True),
    Column("is_new", Integer, nullable=False),
    *_facts(),
)
staged_fresh = _table("staged_fresh", _key("agent"), Column("request", TEXT, primary_key=True))
staged_waiting = _table(
    "staged_waiting",
    Column("agent_id", TEXT, primary_key=True),
    Column("request", TEXT, primary_key=True),
    _key("at"),
    _key("place"),
    Column("record", TEXT, nullable=False),
)
staged_contents = _table(
    "staged_contents",
    _key("local"),
    Column("request", TEXT, primary_key=True),
    _key("place"),
    Column("inputs", TEXT),
    Column("output", TEXT),
)
staged_moved = _table("staged_moved", _key("given"), Column("stored", WHOLE, nullable=False))
staged_places = _table("staged_places", _key("place"))
touched_days = _table("touched_days", _key("agent"), _key("day"), Column("first", WHOLE), Column("last", WHOLE))
touched_months = _table(
    "touched_months",
    _key("month"),
    _key("agent"),
    Column("first", WHOLE),
    Column("last", WHOLE),
    Column("before", WHOLE),
)
reading_marks = _table("reading_marks", _key("reading"), *(Column(name, Integer) for name in MARKS.values()))
STAGED = (
    staged_runs,
    staged_agents,
    staged_waiting,
    staged_delta,
    staged_fresh,
    staged_contents,
    staged_moved,
    staged_places,
)


def fresh(connection: Connection, *tables: Table) -> None:
    """Make these temporary tables anew and empty."""
    TEMPORARY.drop_all(connection, tables=tables)
    TEMPORARY.create_all(connection, tables=tables)
