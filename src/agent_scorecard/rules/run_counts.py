"""The daily counts of an agent's runs, summed over any days and divided into run measures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from agent_scorecard.policy.run_measures import COUNTERS, POSITION, RunMeasure
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import DayFigures
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Period

Counts = tuple[float, float]
NOTHING = (0.0,) * len(COUNTERS)
_PEOPLE = POSITION["people_known"]
_MONEY = [POSITION[counter.name] for counter in COUNTERS if counter.name.startswith(("cost", "spend"))]


@dataclass(frozen=True, slots=True)
class RunDays:
    """Run counts in order of day; `timed` leaves out runs whose time was only stated by a mapping (rules 1).

    Money is in one `currency`, that of most runs; the money of runs in `others` is not in the counts, never converted.
    """

    rows: tuple[DayFigures, ...]
    timed: tuple[DayFigures, ...]
    currency: str
    others: tuple[str, ...]
    days: tuple[date, ...] = field(repr=False)
    timed_days: tuple[date, ...] = field(repr=False)

    def between(self, first: date, last: date, *, timed: bool = False) -> tuple[DayFigures, ...]:
        """Return the rows of these days, both included."""
        rows, days = (self.timed, self.timed_days) if timed else (self.rows, self.days)
        return rows[bisect_left(days, first) : bisect_right(days, last)]


class Sums(NamedTuple):
    """Every counter added up over some days."""

    counts: tuple[float, ...]

    def of(self, *names: str) -> float:
        return sum([self.counts[POSITION[name]] for name in names])

    @property
    def reading_known(self) -> bool:
        """Whether the log tells which runs were read; one that only knows human_override does not (rules 4)."""
        return self.of("override_known") <= self.of("reviewed") - self.of("overridden")

    def pair(self, measure: RunMeasure) -> Counts | None:
        """Return numerator, in the measure's unit, and denominator; a count has denominator 1; None without cases."""
        below = self.of(*measure.denominator) if measure.denominator else float(self.of("started") > 0)
        if not below or (measure.key == "intervention_rate" and not self.reading_known):
            return None
        above = self.of(*measure.numerator)
        if measure.per > 1:
            return above / measure.per, below
        # A share of cases never passes 1, though overrides may fall on runs that never completed.
        return (min(above, below), below) if measure.denominator else (above, 1.0)


def run_days(evidence: Evidence, policy: Policy) -> RunDays:
    """Return the agent's run counts, ready to be cut into windows."""
    return once(evidence, policy, "run days", lambda: _indexed(evidence))


def added(rows: Sequence[DayFigures]) -> Sums:
    """Return every counter added up over the rows."""
    return Sums(tuple(map(float, map(sum, zip(*(row.counts for row in rows), strict=True)))) if rows else NOTHING)


def total(rows: Sequence[DayFigures], *names: str) -> float:
    """Return some counters added up over the rows: far less work than all of them."""
    return sum([float(sum([row.counts[place] for row in rows])) for place in map(POSITION.__getitem__, names)])


def sums_in(evidence: Evidence, policy: Policy, period: Period) -> Sums:
    """Return every counter of a period; worked out once."""
    return once(
        evidence, policy, ("runs", period), lambda: added(run_days(evidence, policy).between(period.first, period.last))
    )


def blocks_back(rows: Sequence[DayFigures], measure: RunMeasure, before: date, count: int, days: int) -> list[Counts]:
    """Return counts of so many blocks of days counted back from a day (itself left out), oldest first."""
    blocks: list[Counts] = [(0.0, 0.0)] * count
    above = [POSITION[name] for name in measure.numerator]
    below = [POSITION[name] for name in measure.denominator]
    for row in rows:
        place = count - 1 - ((before - row.day).days - 1) // days
        if 0 <= place < count:
            (k, n), counts = blocks[place], row.counts
            blocks[place] = k + sum([counts[at] for at in above]), n + sum([counts[at] for at in below])
    return [(min(k, n), n) for k, n in blocks]


def people_known(evidence: Evidence, policy: Policy) -> bool:
    """Say whether the agent's log ever speaks of people; a log that does so on hand-offs alone does (rules 4)."""
    return once(evidence, policy, "people known", lambda: any(row.counts[_PEOPLE] for row in evidence.days))


def any_stated(evidence: Evidence, policy: Policy, first: date, last: date) -> bool:
    """Say whether a mapping alone said when some runs of these days took place: they enter no trend (rules 1)."""
    runs = run_days(evidence, policy)
    return runs.timed is not runs.rows and any(row.stated for row in runs.between(first, last))


def first_of(days: int, last: date) -> date:
    """Return the first of so many days, of which this is the last."""
    return last - timedelta(days=days - 1)


def _indexed(evidence: Evidence) -> RunDays:
    rows = tuple(sorted(evidence.days))
    known: Counter[str] = Counter()
    for row in rows:
        if row.currency:
            known[row.currency] += int(row.counts[POSITION["spend_known"]]) + 1
    main = max(sorted(known), key=lambda code: known[code], default=evidence.company.currency)
    others = tuple(sorted(set(known) - {main}))
    if others:
        rows = tuple(_moneyless(row) if row.currency in others else row for row in rows)
    timed = tuple(row for row in rows if not row.stated) if any(row.stated for row in rows) else rows
    return RunDays(rows, timed, main, others, _days(rows), _days(timed))


def _moneyless(row: DayFigures) -> DayFigures:
    counts = list(row.counts)
    for place in _MONEY:
        counts[place] = 0.0
    return row._replace(counts=tuple(counts))


def _days(rows: Sequence[DayFigures]) -> tuple[date, ...]:
    return tuple([row.day for row in rows])
