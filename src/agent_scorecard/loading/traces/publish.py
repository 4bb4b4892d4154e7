"""Gathered traces become stored ones, and the runs they tell anew of another agent leave the one before."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from agent_scorecard.loading.traces.stage import staged_traces
from agent_scorecard.runs.context import RunContext
from agent_scorecard.runs.days import Touched
from agent_scorecard.runs.withdrawn import withdraw
from agent_scorecard.store.tables.traces import traces


def publish(connection: Connection, context: RunContext) -> tuple[int, Touched]:
    """Store what was gathered; return how many traces changed, and the agents and days to count again."""
    staged = staged_traces.c
    changed = int(connection.execute(select(func.count()).select_from(staged_traces)).scalar_one())
    if not changed:
        return 0, set()
    connection.execute(delete(traces).where(traces.c.trace.in_(select(staged.trace))))
    rows = select(staged.trace, staged.agent, staged.spans)
    connection.execute(insert(traces).from_select(["trace", "agent", "spans"], rows))
    moved = select(staged.was, staged.agent, staged.trace).where(staged.was != "", staged.was != staged.agent)
    left = [(was, trace) for was, now, trace in connection.execute(moved) if not _is_one(was, now, context)]
    return changed, withdraw(connection, left, context)


def _is_one(was: str, now: str, context: RunContext) -> bool:
    """Say whether two ids of a log mean one agent, whose run then only changes."""
    before, after = context.agents.get(was), context.agents.get(now)
    return before is not None and after is not None and before.agent == after.agent
