"""The figures of a roll-up take the place of those it brought before, day by day, and of nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isclose
from typing import TypeVar

from sqlalchemy import Connection, Table, and_, delete, insert, select

from agent_scorecard.policy.run_measures import COUNTERS, MONTH_FIGURES, MonthKind
from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.runs.elsewhere.rolled import DayRow, MonthRow, Rolled
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.rolled import USED, roll_ups, rolled_calls, rolled_days
from agent_scorecard.store.tables.runs import run_days, run_months

AGENT_KEYS = METADATA.tables["agent_keys"].c
NAMES = tuple(each.name for each in COUNTERS)
CALLS = (*USED, "without_approval")
KEY = ("day", "agent", "version", "case_class", "mode", "currency", "stated")
AT_ONCE = 500
CLOSE = 1e-12
"""Engines take logarithms to the last digit but one: what differs by less is the same figure."""
OF_TWO_MONTHS = frozenset(each.key for each in MONTH_FIGURES if each.kind is MonthKind.REPEATED)

AgentDay = tuple[int, int]
AgentMonth = tuple[int, int]
"""(day or month as ordinal, agent key)."""
Item = TypeVar("Item")
Figures = dict[tuple[object, ...], tuple[float, ...]]


@dataclass(slots=True)
class Kept:
    """What comparing a roll-up with the stored figures came to, by agent and day.

    `here`: their runs are stored here. `of_others`: another place was rolled up for them. Both stay as they are.
    `incomplete` are the agents and months of which only a part was read, so that no quantile of them is kept.
    """

    new: set[AgentDay] = field(default_factory=set)
    changed: set[AgentDay] = field(default_factory=set)
    same: set[AgentDay] = field(default_factory=set)
    gone: set[AgentDay] = field(default_factory=set)
    here: set[AgentDay] = field(default_factory=set)
    of_others: set[AgentDay] = field(default_factory=set)
    incomplete: set[AgentMonth] = field(default_factory=set)
    months: bool = False

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.months)


class Keeping:
    """Holds a roll-up against the database, inside the caller's write transaction."""

    def __init__(self, connection: Connection, rolled: Rolled, place: str, days: frozenset[int] | None) -> None:
        self.connection, self.place = connection, place
        self.keys = {row.agent: row.key for row in connection.execute(select(AGENT_KEYS.agent, AGENT_KEYS.key))}
        self._of_day = _by_day(rolled, self.keys)
        self._runs = {(day, self.keys[agent]): n for (day, agent), n in rolled.runs.items()}
        self._calls = {(day, self.keys[agent]): tools for (day, agent), tools in rolled.calls.items()}
        self._months: dict[AgentMonth, list[MonthRow]] = defaultdict(list)
        for row in rolled.months:
            self._months[row.month, self.keys[row.agent]].append(row)
        self.days = days if days is not None else frozenset(day for day, _ in self._runs)
        self.kept = Kept()

    def runs_of(self, some: Iterable[AgentDay]) -> int:
        return sum(self._runs.get(each, 0) for each in some)

    def write(self, load: int, engine: str) -> Kept:
        """Write what is new or different; the load's own row must be there."""
        self.connection.execute(insert(roll_ups).values(load=load, engine=engine, place=self.place))
        for day in sorted(self.days):
            self._write_day(day, load)
        self._write_months()
        return self.kept

    def _write_day(self, day: int, load: int) -> None:
        stored, calls, mine, others = self._stored(day)
        told = self._of_day.get(day, {})
        for agent in sorted(told.keys() | mine.keys()):
            pair = (day, agent)
            if agent in others:
                self.kept.of_others.add(pair)
            elif agent not in mine and agent in stored:
                self.kept.here.add(pair)
            elif agent not in told:
                self.kept.gone.add(pair)
            elif agent not in mine:
                self.kept.new.add(pair)
            else:
                runs, used = self._runs[pair], self._calls.get(pair, {})
                alike = runs == mine[agent] and used == calls.get(agent, {}) and _alike(told[agent], stored[agent])
                (self.kept.same if alike else self.kept.changed).add(pair)
        written = {agent for when, agent in self.kept.new | self.kept.changed if when == day}
        gone = {agent for when, agent in self.kept.gone if when == day}
        self._take_out(day, {*written, *gone} & mine.keys())
        self._put_in(day, written, load)

    def _stored(
        self, day: int
    ) -> tuple[dict[int, Figures], dict[int, dict[str, tuple[int, ...]]], dict[int, int], set[int]]:
        """Return the figures and calls of a day by agent, the runs of what came from this place, and who else's."""
        figures: dict[int, Figures] = defaultdict(dict)
        for row in self.connection.execute(select(run_days).where(run_days.c.day == day)).mappings():
            key = tuple(row[name] for name in KEY)
            figures[row["agent"]][key] = tuple(row[name] for name in NAMES)
        calls: dict[int, dict[str, tuple[int, ...]]] = defaultdict(dict)
        for row in self.connection.execute(select(rolled_calls).where(rolled_calls.c.day == day)).mappings():
            calls[row["agent"]][row["tool"]] = tuple(row[name] for name in CALLS)
        chosen = select(rolled_days.c.agent, rolled_days.c.runs, roll_ups.c.place).join(
            roll_ups, roll_ups.c.load == rolled_days.c.load
        )
        owned = self.connection.execute(chosen.where(rolled_days.c.day == day)).all()
        mine = {agent: runs for agent, runs, place in owned if place == self.place}
        return figures, calls, mine, {agent for agent, _, place in owned if place != self.place}

    def _take_out(self, day: int, agents: set[int]) -> None:
        for table in (run_days, rolled_calls, rolled_days):
            for some in _slices(sorted(agents)):
                self.connection.execute(delete(table).where(table.c.day == day, table.c.agent.in_(some)))

    def _put_in(self, day: int, agents: set[int], load: int) -> None:
        figures = [
            dict(zip((*KEY, *NAMES), (*key, *counts), strict=True))
            for agent in sorted(agents)
            for key, counts in self._of_day[day][agent].items()
        ]
        calls = [
            {"day": day, "agent": agent, "tool": tool, **dict(zip(CALLS, counts, strict=True))}
            for agent in sorted(agents)
            for tool, counts in self._calls.get((day, agent), {}).items()
        ]
        owned = [{"day": day, "agent": agent, "load": load, "runs": self._runs[day, agent]} for agent in sorted(agents)]
        for table, rows in ((run_days, figures), (rolled_calls, calls), (rolled_days, owned)):
            _insert(self.connection, table, rows)

    def _write_months(self) -> None:
        """Keep what days cannot add up to only of months this roll-up read whole."""
        told = self.kept.new | self.kept.changed | self.kept.same
        touched = {_month_of(pair) for pair in told | self.kept.gone}
        after = {(_next(month), agent) for month, agent in touched} - touched
        whole = {each for each in touched | {_before(each) for each in touched} if self._on_file(each) <= told}
        self.kept.incomplete = touched - whole
        for each in sorted(touched):
            both = each in whole and _before(each) in whole
            rows = self._months.get(each, ()) if each in whole else ()
            rows = [row for row in rows if both or row.measure not in OF_TWO_MONTHS]
            self._write_month(each, {row.measure: (row.value, row.n) for row in rows}, None)
        moved = {_month_of(pair) for pair in self.kept.new | self.kept.changed | self.kept.gone}
        for each in sorted(after):
            if _before(each) in moved:
                self._write_month(each, {}, OF_TWO_MONTHS)

    def _on_file(self, agent_month: AgentMonth) -> set[AgentDay]:
        month, agent = agent_month
        within = run_days.c.day.in_(range(month, _next(month)))
        chosen = select(run_days.c.day).where(within, run_days.c.agent == agent).distinct()
        return {(day, agent) for day in self.connection.execute(chosen).scalars()}

    def _write_month(
        self, agent_month: AgentMonth, told: Mapping[str, tuple[float, int]], only: frozenset[str] | None
    ) -> None:
        month, agent = agent_month
        mine = and_(run_months.c.month == month, run_months.c.agent == agent)
        if only is not None:
            mine = and_(mine, run_months.c.measure.in_(sorted(only)))
        rows = self.connection.execute(select(run_months.c.measure, run_months.c.value, run_months.c.n).where(mine))
        if {measure: (value, n) for measure, value, n in rows} == told:
            return
        self.kept.months = True
        self.connection.execute(delete(run_months).where(mine))
        values = [
            {"month": month, "agent": agent, "measure": measure, "value": value, "n": n}
            for measure, (value, n) in told.items()
        ]
        _insert(self.connection, run_months, values)


def _by_day(rolled: Rolled, keys: Mapping[str, int]) -> dict[int, dict[int, Figures]]:
    found: dict[int, dict[int, Figures]] = defaultdict(lambda: defaultdict(dict))
    for row in rolled.days:
        agent = keys[row.key.agent]
        found[row.key.day][agent][_key(row, agent)] = row.counts
    return found


def _key(row: DayRow, agent: int) -> tuple[object, ...]:
    return (row.key.day, agent, *row.key[2:])


def _alike(told: Figures, stored: Figures) -> bool:
    if told.keys() != stored.keys():
        return False
    pairs = ((told[key], stored[key]) for key in told)
    return all(
        a == b if whole.whole else isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE)
        for one, other in pairs
        for whole, a, b in zip(COUNTERS, one, other, strict=True)
    )


def _month_of(pair: AgentDay) -> AgentMonth:
    return containing(date.fromordinal(pair[0]), Grain.MONTH).first.toordinal(), pair[1]


def _next(month: int) -> int:
    return containing(date.fromordinal(month), Grain.MONTH).next.first.toordinal()


def _before(each: AgentMonth) -> AgentMonth:
    return containing(date.fromordinal(each[0]), Grain.MONTH).previous.first.toordinal(), each[1]


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    for some in _slices(rows):
        connection.execute(insert(table), some)


def _slices(rows: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
