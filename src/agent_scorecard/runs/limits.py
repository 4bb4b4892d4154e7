"""Daily caps: the ok calls of an action beyond its cap on a UTC day are limit breaches of the runs that made them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select, text

from agent_scorecard.store.moments import DAY_MS, EPOCH_DAY
from agent_scorecard.store.tables.runs import call_items, runs

UPDATE = text("UPDATE runs SET over_count = :over WHERE agent = :agent AND at = :at AND request = :request")
MARGIN_DAYS = 1


def count_beyond_caps(
    connection: Connection, caps: Mapping[int, Mapping[str, int]], touched: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Count again the calls beyond daily caps, by agent key and action, around the touched (agent, day).

    Returns agent and moment of every run whose count changed.
    """
    changed = set()
    nearby = {(agent, near) for agent, day in touched if agent in caps for near in _around(day)}
    for agent, utc_day in sorted(nearby):
        start = (utc_day - EPOCH_DAY) * DAY_MS
        for at, request, before, over in _over(connection, agent, caps[agent], start):
            if (before or 0) != over:
                connection.execute(UPDATE, {"over": over or None, "agent": agent, "at": at, "request": request})
                changed.add((agent, at))
    return changed


def _around(day: int) -> range:
    """Return the UTC days a day of any zone can touch."""
    return range(day - MARGIN_DAYS, day + MARGIN_DAYS + 1)


def _over(
    connection: Connection, agent: int, caps: Mapping[str, int], start: int
) -> list[tuple[int, str, int | None, int]]:
    """Return at, request, stored and true count of calls beyond the caps for the runs of one UTC day, in order."""
    chosen = (
        select(runs.c.at, runs.c.request, runs.c.over_count, call_items.c.tool, call_items.c.ok)
        .join(call_items, call_items.c.calls == runs.c.calls)
        .where(runs.c.agent == agent, runs.c.at >= start, runs.c.at < start + DAY_MS, call_items.c.tool.in_(list(caps)))
        .order_by(runs.c.at, runs.c.request)
    )
    rows = connection.execute(chosen).all()
    before = {(row.at, row.request): row.over_count for row in rows}
    over = beyond(((row.at, row.request, row.tool, row.ok) for row in rows), caps)
    return [(*run, before[run], number) for run, number in over.items()]


def beyond(calls: Iterable[tuple[int, str, str, int]], caps: Mapping[str, int]) -> dict[tuple[int, str], int]:
    """Return how many ok calls of each run, by moment and request, lie beyond the caps of one UTC day.

    `calls` are moment, request, tool and ok calls, in order of moment and request.
    """
    made: Counter[str] = Counter()
    over: Counter[tuple[int, str]] = Counter()
    for at, request, tool, ok in calls:
        allowed = max(0, caps[tool] - made[tool])
        made[tool] += ok
        over[at, request] += max(0, ok - allowed)
    return over
