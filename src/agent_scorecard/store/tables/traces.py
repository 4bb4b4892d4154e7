"""The spans traces were told with, so that a file which comes later completes the run it belongs to."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, text

from agent_scorecard.store.tables.columns import Checked
from agent_scorecard.store.tables.types import TEXT

WAITS = "agent = ''"
"""The condition of a trace that tells no run yet; written out, so that its small index serves it."""

traces = Table(
    "traces",
    Checked.metadata,
    Column("trace", TEXT, primary_key=True),
    Column("agent", TEXT, nullable=False),
    Column("spans", TEXT, nullable=False),
    Index("ix_traces_waiting", "trace", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
    sqlite_strict=True,
    comment="agent = id in the trace of the agent its run was told of, '' while none is; spans = JSON, without content",
)
