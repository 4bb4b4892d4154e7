"""Read what the runs say: daily and monthly figures, cost tails, calls by tool. One query each.

Every function takes `agent`, the integer key of `agent_keys`, or None for all agents, and answers by that key. Days
are company-zone days, both ends included; moments are epoch milliseconds, the end left out (`store.moments`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, case, func, select, text

from agent_scorecard.policy.run_measures import COUNTERS
from agent_scorecard.rules.facts import CostTail, DayFigures, PeriodFigure, UnregisteredRuns, UsedCall
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.store import read_purges, read_rolled
from agent_scorecard.store.moments import day_of, start_of
from agent_scorecard.store.tables.runs import (
    call_items,
    run_days,
    run_months,
    run_readings,
    runs,
    unregistered_runs,
)

KEYS = (run_days.c.day, run_days.c.version, run_days.c.case_class, run_days.c.mode, run_days.c.currency)
COUNTS = tuple(run_days.c[counter.name] for counter in COUNTERS)
GIVEN: Mapping[str, BindParameter[Any]] = {name: bindparam(name) for name in ("first", "last", "end", "agent")}
FIRST, LAST, END, AGENT = GIVEN.values()
CALL_KINDS = ("ok", "error", "blocked_approval", "not_permitted", "blocked_unclassed", "rolled_back", "over_cap")


def day_figures(
    connection: Connection, first: date, last: date, agent: int | None = None
) -> dict[int, tuple[DayFigures, ...]]:
    """Return the daily figures of a range of days, in order of day."""
    found: dict[int, list[DayFigures]] = defaultdict(list)
    days: dict[int, date] = {}
    given: dict[str, Any] = {"first": first.toordinal(), "last": last.toordinal()}
    if agent is not None:
        given = {"days": range(first.toordinal(), last.toordinal() + 1), "agent": agent}
    rows = connection.execute(_days(agent is not None), given)
    for key, stated, day, version, case_class, mode, currency, *counts in rows.all():
        when = days.get(day) or days.setdefault(day, date.fromordinal(day))
        found[key].append(DayFigures(when, version, case_class, mode, currency, bool(stated), tuple(counts)))
    return _frozen(found)


@cache
def _days(one: bool) -> Select[Any]:
    """The key begins with the day: all agents are one range of it, one agent is looked up day by day."""
    chosen = select(run_days.c.agent, run_days.c.stated, *KEYS, *COUNTS).order_by(*run_days.primary_key)
    if not one:
        return chosen.where(run_days.c.day.between(FIRST, LAST))
    days: BindParameter[Any] = bindparam("days", expanding=True)
    return chosen.where(run_days.c.day.in_(days), run_days.c.agent == AGENT)


def month_figures(
    connection: Connection, first: date, last: date, agent: int | None = None
) -> dict[int, tuple[PeriodFigure, ...]]:
    """Return the figures of every month whose first day lies in the range, in order of month and measure."""
    given = {"first": first.toordinal(), "last": last.toordinal(), "agent": agent}
    found: dict[int, list[PeriodFigure]] = defaultdict(list)
    for key, measure, ordinal, value, n in connection.execute(_months(agent is not None), given):
        found[key].append(PeriodFigure(measure, Period(date.fromordinal(ordinal), Grain.MONTH), value, n))
    return _frozen(found)


@cache
def _months(one: bool) -> Select[Any]:
    month = run_months.c
    chosen = select(month.agent, month.measure, month.month, month.value, month.n)
    chosen = chosen.where(month.month.between(FIRST, LAST), *_of_agent(month, one))
    return chosen.order_by(month.month, month.measure)


COST_TAIL = """
WITH costs AS (
  SELECT r.agent, x.currency, r.cost,
    ROW_NUMBER() OVER (PARTITION BY r.agent, x.currency ORDER BY r.cost) AS place,
    COUNT(*) OVER (PARTITION BY r.agent, x.currency) AS n
  FROM runs r JOIN run_readings q ON q.reading = r.reading JOIN run_contexts x ON x.context = r.context
  WHERE r.at >= :first AND r.at < :end AND r.cost IS NOT NULL AND q.infra_failure = 0
    AND q.status IN ('completed', 'failed', 'stopped', 'blocked') AND q.outcome <> 'pending' {of_agent})
SELECT agent, currency, MAX(n), MIN(CASE WHEN place = (n * 50 + 99) / 100 THEN cost END),
  MIN(CASE WHEN place = (n * 99 + 99) / 100 THEN cost END), MAX(cost),
  SUM(CASE WHEN place > n - (n + 99) / 100 THEN CAST(cost AS DOUBLE PRECISION) END), SUM(CAST(cost AS DOUBLE PRECISION))
FROM costs GROUP BY agent, currency ORDER BY agent, currency
"""


def cost_tails(
    connection: Connection, first: date, last: date, zone: ZoneInfo, agent: int | None = None
) -> dict[int, CostTail]:
    """Return how heavy the tail of counted runs is, for agents whose runs cost one currency and are all kept
    (rules 4 and 5)."""
    query = text(COST_TAIL.format(of_agent="" if agent is None else "AND r.agent = :agent"))
    span = {"first": start_of(first, zone), "end": _end(last, zone)} | ({} if agent is None else {"agent": agent})
    tails: dict[int, list[CostTail]] = defaultdict(list)
    for key, currency, n, p50, p99, highest, dearest, total in connection.execute(query, span):
        tails[key].append(CostTail(n, p50, p99, highest, dearest / total if total else 0.0, currency))
    kept = read_purges.kept_from(connection)
    elsewhere = read_rolled.agents(connection, first, last)
    alone = {key: found[0] for key, found in tails.items() if len(found) == 1 and key not in elsewhere}
    return {key: tail for key, tail in alone.items() if kept.get(key, first) <= first}


def used_calls(
    connection: Connection, first: date, last: date, zone: ZoneInfo, agent: int | None = None
) -> dict[int, tuple[UsedCall, ...]]:
    """Return the tool calls of a range of days by tool, in order of tool."""
    kept = read_purges.kept_from(connection)
    there = read_purges.still_counted(kept, first, zone)
    chosen = _calls(agent is not None) if there is None else _calls_where(agent is not None, there)
    given = {"first": start_of(first, zone), "end": _end(last, zone), "agent": agent}
    found: dict[int, list[UsedCall]] = defaultdict(list)
    for key, tool, ok, error, held, refused, unclassed, undone, over, without, at in connection.execute(chosen, given):
        last_ok = None if at is None else day_of(at, zone)
        found[key].append(UsedCall(tool, ok, error, held, refused, unclassed, undone, last_ok, without, over))
    for key, call in read_rolled.calls(connection, first, last, agent):
        found[key].append(call)
    for key, call in read_purges.purged_calls(connection, first, last) if kept else ():
        if agent in (None, key):
            found[key].append(call)
    return {key: read_purges.added(calls) for key, calls in found.items()}


@cache
def _calls(one: bool) -> Select[Any]:
    return _calls_where(one)


def _calls_where(one: bool, *there: ColumnElement[bool]) -> Select[Any]:
    run = runs.c
    lists = select(run.agent, run.calls, run.reading, func.count().label("n"), func.max(run.at).label("at"))
    lists = lists.where(run.calls.is_not(None), run.at >= FIRST, run.at < END, *_of_agent(run, one), *there)
    used = lists.group_by(run.agent, run.calls, run.reading).subquery()
    item = call_items.c
    alone = case((run_readings.c.approved == 0, item.needing), else_=0)
    return (
        select(
            used.c.agent,
            item.tool,
            *(func.sum(item[kind] * used.c.n) for kind in CALL_KINDS),
            func.sum(alone * used.c.n),
            func.max(case((item.ok > 0, used.c.at))),
        )
        .join_from(used, call_items, item.calls == used.c.calls)
        .join(run_readings, run_readings.c.reading == used.c.reading)
        .group_by(used.c.agent, item.tool)
        .order_by(used.c.agent, item.tool)
    )


def time_stated_runs(connection: Connection, last: date, agent: int | None = None) -> dict[int, int]:
    """Return how many runs up to a day carry a time only stated by a mapping."""
    given = {"last": last.toordinal(), "agent": agent}
    return dict(list(connection.execute(_time_stated(agent is not None), given)))


@cache
def _time_stated(one: bool) -> Select[int, int]:
    days = run_days.c
    every = func.sum(days.started + days.not_counted + days.infra_failed)
    chosen = select(days.agent, every).where(days.stated == 1, days.day <= LAST, *_of_agent(days, one))
    return chosen.group_by(days.agent)


def unregistered(connection: Connection, last: date, zone: ZoneInfo) -> tuple[UnregisteredRuns, ...]:
    """Return the agent ids nobody registered, with their runs up to a day, the first and the last of their days."""
    rows = connection.execute(_waiting(), {"end": _end(last, zone)})
    return tuple(
        UnregisteredRuns(agent_id, n, day_of(first, zone), day_of(latest, zone)) for agent_id, n, first, latest in rows
    )


@cache
def _waiting() -> Select[str, int, int, int]:
    waiting = unregistered_runs.c
    chosen = select(waiting.agent_id, func.count(), func.min(waiting.at), func.max(waiting.at))
    return chosen.where(waiting.at < END).group_by(waiting.agent_id).order_by(waiting.agent_id)


def _of_agent(columns: Any, one: bool) -> tuple[ColumnElement[bool], ...]:
    return (columns.agent == AGENT,) if one else ()


def _end(last: date, zone: ZoneInfo) -> int:
    return start_of(date.fromordinal(last.toordinal() + 1), zone)


def _frozen(found: Mapping[int, list[Any]]) -> dict[int, tuple[Any, ...]]:
    return {key: tuple(rows) for key, rows in found.items()}
