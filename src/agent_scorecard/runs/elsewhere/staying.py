"""Days rolled up elsewhere are never counted again from the runs stored here: there may be none, or only some."""

from __future__ import annotations

from sqlalchemy import Connection, Select, and_, delete, exists, select, tuple_

from agent_scorecard.runs.staging import touched_days, touched_months
from agent_scorecard.store.read_rolled import month_of
from agent_scorecard.store.tables.rolled import rolled_days
from agent_scorecard.store.tables.runs import run_days, run_months

AT_ONCE = 500


def leave_out(connection: Connection) -> None:
    """Take rolled-up days, and months with any of them, out of what is to be counted again."""
    mine = and_(rolled_days.c.agent == touched_days.c.agent, rolled_days.c.day == touched_days.c.day)
    connection.execute(delete(touched_days).where(exists().where(mine)))
    near = select(touched_months.c.agent)
    for some in _months(connection, near):
        connection.execute(
            delete(touched_months).where(tuple_(touched_months.c.agent, touched_months.c.month).in_(some))
        )


def forget_counted(connection: Connection) -> None:
    """Forget every figure that can be counted again from stored runs."""
    mine = and_(rolled_days.c.agent == run_days.c.agent, rolled_days.c.day == run_days.c.day)
    connection.execute(delete(run_days).where(~exists().where(mine)))
    kept = {each for some in _months(connection, select(rolled_days.c.agent)) for each in some}
    pair = tuple_(run_months.c.agent, run_months.c.month)
    every = connection.execute(select(run_months.c.agent, run_months.c.month).distinct()).all()
    gone = sorted({(agent, month) for agent, month in every} - kept)
    for start in range(0, len(gone), AT_ONCE):
        connection.execute(delete(run_months).where(pair.in_(gone[start : start + AT_ONCE])))


def _months(connection: Connection, agents: Select[tuple[int]]) -> list[list[tuple[int, int]]]:
    """Return agent and month of every rolled-up day of some agents, a few hundred at a time."""
    chosen = select(rolled_days.c.agent, rolled_days.c.day).where(rolled_days.c.agent.in_(agents))
    found = sorted({(agent, month_of(day)) for agent, day in connection.execute(chosen)})
    return [found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE)]
