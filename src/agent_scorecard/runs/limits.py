"""Daily caps: the ok calls of an action beyond its cap on a UTC day are limit breaches of the runs that made them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

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
    made: Counter[str] = Counter()
    over: dict[tuple[int, str], tuple[int | None, int]] = {}
    for at, request, before, tool, ok in connection.execute(chosen):
        allowed = max(0, caps[tool] - made[tool])
        made[tool] += ok
        over[at, request] = before, over.get((at, request), (before, 0))[1] + max(0, ok - allowed)
    return [(at, request, before, number) for (at, request), (before, number) in over.items()]
