"""What days bring whose runs lie elsewhere: their tool calls, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select

from agent_scorecard.rules.facts import UsedCall
from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.store.tables.rolled import USED, rolled_calls, rolled_days


def calls(connection: Connection, first: date, last: date, agent: int | None = None) -> Iterator[tuple[int, UsedCall]]:
    """Yield agent key and calls of every tool on every rolled-up day of a range."""
    told = rolled_calls.c
    chosen = select(told.agent, told.day, told.tool, *(told[kind] for kind in USED), told.without_approval)
    chosen = chosen.where(told.day.between(first.toordinal(), last.toordinal()))
    if agent is not None:
        chosen = chosen.where(told.agent == agent)
    for key, day, tool, ok, error, approval, refused, unclassed, undone, over, alone in connection.execute(chosen):
        last_ok = date.fromordinal(day) if ok else None
        yield key, UsedCall(tool, ok, error, approval, refused, unclassed, undone, last_ok, alone, over)


def agents(connection: Connection, first: date, last: date) -> frozenset[int]:
    """Return the agent keys of which runs of a range of days are not kept here."""
    within = rolled_days.c.day.between(first.toordinal(), last.toordinal())
    return frozenset(connection.execute(select(rolled_days.c.agent).where(within).distinct()).scalars())


def month_of(day: int) -> int:
    return containing(date.fromordinal(day), Grain.MONTH).first.toordinal()
