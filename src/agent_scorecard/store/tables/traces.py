"""The spans traces were told with, so that a file which comes later completes the run it belongs to."""

from __future__ import annotations

from sqlalchemy import Column, Table

from agent_scorecard.store.tables.columns import Checked
from agent_scorecard.store.tables.types import TEXT

traces = Table(
    "traces",
    Checked.metadata,
    Column("trace", TEXT, primary_key=True),
    Column("agent", TEXT, nullable=False),
    Column("spans", TEXT, nullable=False),
    sqlite_strict=True,
    comment="agent = id in the trace of the agent its run was told of, '' while none is; spans = JSON, without content",
)
