"""Runs that are no longer told of the agent they were stored with, because more became known of them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, and_, delete, select

from agent_scorecard.runs.context import RunContext
from agent_scorecard.runs.days import Touched
from agent_scorecard.store.moments import day_of
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.runs import run_contents, runs, unregistered_runs

AGENT_KEYS = METADATA.tables["agent_keys"].c


def withdraw(connection: Connection, pairs: Iterable[tuple[str, str]], context: RunContext) -> Touched:
    """Take out the runs of (agent id as logged, request id); return the agents and days to count again."""
    keys = {row.agent: row.key for row in connection.execute(select(AGENT_KEYS.agent, AGENT_KEYS.key))}
    touched: Touched = set()
    for agent_id, request in pairs:
        known = context.agents.get(agent_id)
        key = keys.get(known.agent) if known else None
        if key is not None:
            own = and_(runs.c.agent == key, runs.c.request == request)
            moments = connection.execute(select(runs.c.at).where(own)).scalars().all()
            touched |= {(key, day_of(at, context.zone).toordinal()) for at in moments}
            connection.execute(delete(runs).where(own))
            contents = and_(run_contents.c.agent == key, run_contents.c.request == request)
            connection.execute(delete(run_contents).where(contents))
        waits = and_(unregistered_runs.c.agent_id == agent_id, unregistered_runs.c.request == request)
        connection.execute(delete(unregistered_runs).where(waits))
    return touched
