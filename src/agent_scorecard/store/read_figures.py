"""Read figures: observations as narrow rows, what the runs add up to, bounds, budgets and costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Integer, Select, and_, bindparam, func, select, type_coerce

from agent_scorecard.rules.facts import (
    Band,
    Bounds,
    Budget,
    Cost,
    CostTail,
    DayFigures,
    Limit,
    Observation,
    PeriodFigure,
    UsedCall,
)
from agent_scorecard.rules.periods import Grain, Period, containing, span
from agent_scorecard.store import run_figures
from agent_scorecard.store.read_purges import kept_from_by_agent
from agent_scorecard.store.scope import AS_OF, FIRST_PERIOD, LAST_PERIOD, TABLES, Rows, Scope, by_agent, names_of

STORED_GRAINS = (Grain.WEEK, Grain.MONTH)
COST_TAIL_DAYS = 84
CALL_DAYS = 90
ROWS_AT_ONCE = 5000
Value = TypeVar("Value")
KEYS = TABLES["agent_keys"]
KEY_ROWS = Rows(KEYS, [KEYS.c.agent, KEYS.c.key], order=[KEYS.c.agent])


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What the runs of each agent add up to, by agent id."""

    days: Mapping[str, tuple[DayFigures, ...]]
    month_figures: Mapping[str, tuple[PeriodFigure, ...]]
    cost_tails: Mapping[str, CostTail]
    calls: Mapping[str, tuple[UsedCall, ...]]
    time_stated: Mapping[str, int]
    kept_from: Mapping[str, date]


def read_keys(scope: Scope) -> dict[str, int]:
    """Return the whole number that stands for each agent in narrow tables."""
    return dict(KEY_ROWS.of(scope).all())


def read_observations(scope: Scope, keys: Mapping[str, int]) -> dict[str, Mapping[str, tuple[Observation, ...]]]:
    """Return the observations of periods begun by the as-of day, by agent and measure, in order of period."""
    measures, labels = _texts(scope.connection, "measure_keys"), _texts(scope.connection, "labels")
    agents = {key: agent for agent, key in keys.items()}
    periods: dict[tuple[int, int], Period] = {}
    found: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for grain, start, agent, measure, cohort, value, numerator, denominator, n, source in _observed(scope, keys):
        period = periods.get((grain, start)) or periods.setdefault(
            (grain, start), Period(date.fromordinal(start), Grain(grain))
        )
        found[agent, measure].append(
            Observation(
                measures[measure], period, labels[cohort], value, numerator, denominator, n, source and labels[source]
            )
        )
    sorted_by_agent: dict[str, dict[str, tuple[Observation, ...]]] = defaultdict(dict)
    for (agent, measure), rows in found.items():
        sorted_by_agent[agents[agent]][measures[measure]] = _in_order(rows)
    return {agent: MappingProxyType(rows) for agent, rows in sorted_by_agent.items()}


def _observed(scope: Scope, keys: Mapping[str, int]) -> Any:
    """Select rows in key order: by range for all agents, by single periods for one, so that both only touch theirs."""
    given: dict[str, Any] = {"first": scope.first.toordinal(), "last": scope.as_of.toordinal()}
    if scope.agent is not None:
        given = {"starts": _starts(scope), "agent": keys.get(scope.agent, 0)}
    found = scope.connection.execute(_observations(scope.agent is not None), given)
    return chain.from_iterable(found.partitions(ROWS_AT_ONCE))


@cache
def _observations(one: bool) -> Select[Any]:
    table = TABLES["observations"]
    columns = [column for column in table.c if column.name != "load"]
    where: Any = table.c.start.between(bindparam("first"), bindparam("last"))
    if one:
        starts: BindParameter[Any] = bindparam("starts", expanding=True)
        where = and_(table.c.start.in_(starts), table.c.agent == bindparam("agent"))
    return select(*columns).where(table.c.grain.in_(STORED_GRAINS), where).order_by(*table.primary_key)


def _starts(scope: Scope) -> list[int]:
    ends = [(containing(scope.first, grain), containing(scope.as_of, grain)) for grain in STORED_GRAINS]
    starts = {period.first for first, last in ends for period in span(first, last)}
    return sorted(start.toordinal() for start in starts if start >= scope.first)


def _in_order(rows: list[Observation]) -> tuple[Observation, ...]:
    """Order the rows of a measure; they come by grain, so only weeks and months together need sorting."""
    if rows[0].period.grain is not rows[-1].period.grain:
        rows.sort(key=lambda row: row.period)
    return tuple(rows)


def _texts(connection: Connection, name: str) -> dict[int, str]:
    return dict(connection.execute(_key_and_text(name)).all())


@cache
def _key_and_text(name: str) -> Select[Any]:
    key, text, *_ = TABLES[name].c
    return select(key, text)


def last_observed(connection: Connection) -> date | None:
    """Return the last day of the latest observed period."""
    starts = connection.execute(_latest_starts()).one()
    periods = zip(STORED_GRAINS, starts, strict=True)
    return max((Period(date.fromordinal(at), grain).last for grain, at in periods if at is not None), default=None)


@cache
def _latest_starts() -> Select[Any]:
    told = TABLES["observations"].c
    return select(
        *(select(func.max(told.start)).where(told.grain == grain).scalar_subquery() for grain in STORED_GRAINS)
    )


def last_run_day(connection: Connection) -> date | None:
    latest = connection.execute(select(func.max(TABLES["run_days"].c.day))).scalar()
    return None if latest is None else date.fromordinal(latest)


def read_runs(scope: Scope, keys: Mapping[str, int]) -> RunFigures:
    connection, as_of, zone = scope.connection, scope.as_of, scope.zone
    one = None if scope.agent is None else keys.get(scope.agent, 0)
    tail, calls = as_of - timedelta(days=COST_TAIL_DAYS - 1), as_of - timedelta(days=CALL_DAYS - 1)
    return RunFigures(
        days=_named(keys, run_figures.day_figures(connection, scope.first, as_of, one)),
        month_figures=_named(keys, run_figures.month_figures(connection, scope.first, _last_month(scope), one)),
        cost_tails=_named(keys, run_figures.cost_tails(connection, tail, as_of, zone, one)),
        calls=_named(keys, run_figures.used_calls(connection, calls, as_of, zone, one)),
        time_stated=_named(keys, run_figures.time_stated_runs(connection, as_of, one)),
        kept_from=kept_from_by_agent(connection),
    )


def _last_month(scope: Scope) -> date:
    """Return the last day whose month may be shown: a month that goes on after the as-of day knows later runs."""
    month = containing(scope.as_of, Grain.MONTH)
    last_run = last_run_day(scope.connection)
    whole = month.complete(scope.as_of) or last_run is None or last_run <= scope.as_of
    return scope.as_of if whole else month.first - timedelta(days=1)


def _named(keys: Mapping[str, int], found: Mapping[int, Value]) -> dict[str, Value]:
    return {agent: found[key] for agent, key in keys.items() if key in found}


def _bounds(*row: Any) -> Bounds:
    given, limits, rest = row[:8], row[8:14], row[14:]
    target, passes, fails = (_limit(*limits[at : at + 2]) for at in (0, 2, 4))
    fields = (*given, target, passes, fails, *rest)
    return Bounds(*fields)


def _limit(low: float | None, high: float | None) -> Limit | None:
    return low if low is None or high is None else Band(low, high)


BUDGETS, PERIOD = TABLES["budgets"].c, type_coerce(TABLES["costs"].c.period, Integer)
LAST_OF_BOUNDS = ("headline", "guard_of", "set_by", "set_on")
LIMITS = ("target_low", "target_high", "pass_low", "pass_high", "fail_low", "fail_high")
BOUND_NAMES = (*names_of(Bounds, "target", "passes", "fails", *LAST_OF_BOUNDS), *LIMITS, *LAST_OF_BOUNDS)

read_bounds = by_agent("bounds", _bounds, BOUND_NAMES, TABLES["bounds"].c.effective_from <= AS_OF)
read_budgets = by_agent("budgets", Budget, names_of(Budget), BUDGETS.agent != "", BUDGETS.effective_from <= AS_OF)
read_costs = by_agent("costs", Cost, names_of(Cost), PERIOD.between(FIRST_PERIOD, LAST_PERIOD))
