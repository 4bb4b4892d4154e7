"""Days whose runs stay where they are: who rolled them up, which days, and the tool calls of each.

Their figures lie in `run_days` and `run_months` beside those of stored runs; what is named here is never counted again
from `runs`. Days are proleptic ordinals in the company zone, as in `tables.runs`.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table

from agent_scorecard.store.tables.columns import Checked
from agent_scorecard.store.tables.types import TEXT, WHOLE

USED = ("ok", "error", "blocked_approval", "not_permitted", "blocked_unclassed", "rolled_back", "over_cap")

roll_ups = Table(
    "roll_ups",
    Checked.metadata,
    Column("load", Integer, ForeignKey("loads.load"), primary_key=True, autoincrement=False),
    Column("engine", TEXT, nullable=False),
    Column("place", TEXT, nullable=False),
    comment="place = where the run logs lie, without what signs in there",
)

rolled_days = Table(
    "rolled_days",
    Checked.metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("agent", Integer, primary_key=True, autoincrement=False),
    Column("load", Integer, ForeignKey("roll_ups.load"), nullable=False),
    Column("runs", WHOLE, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
    comment="runs = how many were counted, with those that started nothing",
)

rolled_calls = Table(
    "rolled_calls",
    Checked.metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("agent", Integer, primary_key=True, autoincrement=False),
    Column("tool", TEXT, primary_key=True),
    *(Column(kind, WHOLE, nullable=False) for kind in (*USED, "without_approval")),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
