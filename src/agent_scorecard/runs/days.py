"""Which days and months a load touched: only those are counted again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    case,
    func,
    insert,
    literal,
    select,
)

from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.runs.staging import fresh, touched_days, touched_months
from agent_scorecard.store.moments import DAY_MS, EPOCH_DAY, offsets, start_of

BATCH = 5_000
Touched = set[tuple[int, int]]
"""(agent key, day as ordinal) of every run that came, went or changed."""


def touched_by(connection: Connection, table: FromClause, zone: ZoneInfo) -> Touched:
    """Return agent and day of every row of a table with `agent` and `at`."""
    agent, at = table.c.agent, table.c.at
    first, last = connection.execute(select(func.min(at), func.max(at)).select_from(table)).one()
    if first is None:
        return set()
    day = day_column(at, first, last, zone)
    return {(key, number) for key, number in connection.execute(select(agent, day).select_from(table).distinct())}


def day_column(at: ColumnElement[int], first: int, last: int, zone: ZoneInfo) -> ColumnElement[int]:
    """Return the expression that turns a moment between two moments into its day of the zone, as ordinal."""
    (_, offset), *changes = offsets(first, last, zone)
    shift: ColumnElement[int] = literal(offset)
    if changes:
        shift = case(*((at >= moment, later) for moment, later in reversed(changes)), else_=offset)
    return (at + shift) // DAY_MS + EPOCH_DAY


def remember(connection: Connection, touched: Iterable[tuple[int, int]], zone: ZoneInfo) -> None:
    """Write the touched days and their months, with their first and last moments, into temporary tables."""
    fresh(connection, touched_days, touched_months)
    months: set[tuple[int, int]] = set()
    days = sorted(touched)
    for start in range(0, len(days), BATCH):
        batch = days[start : start + BATCH]
        spans = {day: _span(day, zone) for day in {day for _, day in batch}}
        rows = [{"agent": agent, "day": day, **spans[day]} for agent, day in batch]
        connection.execute(insert(touched_days), rows)
        months |= {(containing(date.fromordinal(day), Grain.MONTH).first.toordinal(), agent) for agent, day in batch}
    if months:
        connection.execute(insert(touched_months), [_month(*each, zone) for each in sorted(_with_next(months))])


def _span(day: int, zone: ZoneInfo) -> dict[str, int]:
    """Return the first and last moment of a day."""
    end = start_of(date.fromordinal(day + 1), zone)
    return {"first": start_of(date.fromordinal(day), zone), "last": end - 1}


def _with_next(months: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Add the following month: its returning users are counted against this one."""
    later = {
        (containing(date.fromordinal(month), Grain.MONTH).next.first.toordinal(), agent) for month, agent in months
    }
    return months | later


def _month(month: int, agent: int, zone: ZoneInfo) -> dict[str, int]:
    period = containing(date.fromordinal(month), Grain.MONTH)
    return {
        "month": month,
        "agent": agent,
        "first": start_of(period.first, zone),
        "last": start_of(period.next.first, zone) - 1,
        "before": start_of(period.previous.first, zone),
    }
