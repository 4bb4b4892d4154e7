"""Since when the runs of each agent are kept whole, and the figures that stay of those before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, func, not_, or_, select

from agent_scorecard.rules.facts import UsedCall
from agent_scorecard.store.moments import start_of
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.runs import runs

COUNTED: Mapping[str, str] = {
    "ok": "ok",
    "error": "error",
    "blocked_for_approval": "blocked_approval",
    "not_permitted": "not_permitted",
    "blocked_unclassed": "blocked_unclassed",
    "rolled_back": "rolled_back",
    "ran_without_approval": "without_approval",
    "over_cap": "over_cap",
}
"""Each count of `UsedCall` as a purged figure names it."""


class Kind(StrEnum):
    """What a purged figure is about: the counters of a day, a measure of a month, the calls of a tool on a day."""

    DAY = "day"
    MONTH = "month"
    CALLS = "calls"


class Purged(NamedTuple):
    """One purge as it was recorded."""

    purged_on: date
    purged_by: str
    kept_from: date
    removed: int
    kept: int


def kept_from(connection: Connection) -> dict[int, date]:
    """Return for each agent key the first day whose runs are all there; agents that were never purged are left out."""
    return {key: day for key, _, day in _kept(connection)}


def kept_from_by_agent(connection: Connection) -> dict[str, date]:
    """Return the same by agent id."""
    return {agent: day for _, agent, day in _kept(connection)}


def _kept(connection: Connection) -> Iterator[tuple[int, str, date]]:
    for row in connection.execute(_last_purges()):
        yield row.key, row.agent, row.day


@cache
def _last_purges() -> Select[Any]:
    purges, keys = TABLES["purges"], TABLES["agent_keys"]
    last = func.max(purges.c.kept_from).label("day")
    chosen = select(keys.c.key, keys.c.agent, last).join_from(purges, keys, keys.c.agent == purges.c.agent)
    return chosen.group_by(keys.c.key, keys.c.agent)


def purges_of(connection: Connection, agent: str) -> tuple[Purged, ...]:
    """Return the purges of an agent, the latest first."""
    purges = TABLES["purges"]
    chosen = select(*(purges.c[name] for name in Purged._fields)).where(purges.c.agent == agent)
    return tuple(Purged(*row) for row in connection.execute(chosen.order_by(purges.c.seq.desc())))


def still_counted(kept: Mapping[int, date], first: date, zone: ZoneInfo) -> ColumnElement[bool] | None:
    """Return what leaves out the important runs of purged days from `first` on: their figures are kept apart.

    None where no purge reaches so far.
    """
    days = {day for day in kept.values() if day > first}
    gone = [
        and_(runs.c.agent.in_([key for key, since in kept.items() if since == day]), runs.c.at < start_of(day, zone))
        for day in sorted(days)
    ]
    return not_(or_(*gone)) if gone else None


def purged_calls(connection: Connection, first: date, last: date) -> Iterator[tuple[int, UsedCall]]:
    """Yield agent key and calls of every tool on every purged day of a range."""
    figures, keys = TABLES["purged_figures"], TABLES["agent_keys"]
    chosen = (
        select(keys.c.key, figures.c.day, figures.c.name, figures.c.content)
        .join_from(figures, keys, keys.c.agent == figures.c.agent)
        .where(figures.c.kind == Kind.CALLS, figures.c.day.between(first, last))
    )
    for key, day, tool, content in connection.execute(chosen):
        n = json.loads(content)
        last_ok = day if n["ok"] else None
        numbers = {name: n[kind] for name, kind in COUNTED.items()}
        yield key, UsedCall(tool=tool, last_ok=last_ok, **numbers)


def added(calls: Iterable[UsedCall]) -> tuple[UsedCall, ...]:
    """Add up calls by tool, in order of tool."""
    found: dict[str, UsedCall] = {}
    for call in calls:
        found[call.tool] = _sum(found[call.tool], call) if call.tool in found else call
    return tuple(found[tool] for tool in sorted(found))


def _sum(one: UsedCall, other: UsedCall) -> UsedCall:
    latest = max(filter(None, (one.last_ok, other.last_ok)), default=None)
    numbers = {name: getattr(one, name) + getattr(other, name) for name in COUNTED}
    return UsedCall(tool=one.tool, last_ok=latest, **numbers)
