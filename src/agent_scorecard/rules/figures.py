"""What a measure of an agent came to in a week, month or quarter: loaded first, worked out from records otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import fsum, isfinite
from typing import Any

from agent_scorecard.policy.run_measures import RUN_MEASURES
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.derived import DERIVED, derived, has_records
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import DayFigures, Observation
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Grain, Period, containing, ending
from agent_scorecard.rules.run_counts import Counts, added, run_days
from agent_scorecard.rules.units import scale
from agent_scorecard.vocabulary import Aggregation, Direction

_UNKNOWN: Any = object()
N_NOT_GIVEN = "n not given"
AGENT, CASE_CLASS = "agent", "class:"
_WORST = {Grain.WEEK: "worst week", Grain.MONTH: "worst month", Grain.QUARTER: "worst quarter"}


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one measure; a loaded period without cases is None, and stays so whatever the records say.

    No period that began before `begins` has a figure.
    """

    measure: Measure
    loaded: Mapping[Period, Figure | None]
    recorded: Callable[[Period], Figure | None]
    in_weeks: bool = False
    begins: date = date.min
    known: dict[Period, Figure | None] = field(default_factory=dict, repr=False, compare=False)

    def figure(self, period: Period) -> Figure | None:
        """Return the value of a period, None when nothing was measured in it; worked out once."""
        found: Figure | None = self.known.get(period, _UNKNOWN)
        if found is _UNKNOWN:
            found = self.known[period] = self._figure(period)
        return found

    def _figure(self, period: Period) -> Figure | None:
        if period.grain is Grain.QUARTER:
            return combined(self.measure, [(part, self.figure(part)) for part in period.parts(Grain.MONTH)])
        if period in self.loaded:
            return self.loaded[period]
        if self.in_weeks and period.grain is Grain.MONTH and (weeks := self._weeks(period)):
            return combined(self.measure, weeks)
        return self.recorded(period)

    def last_before(self, period: Period, steps: int) -> Period | None:
        """Return the last period with a figure within so many steps before this one, None when there is none."""
        earlier = reversed(ending(period.previous, steps))
        return next((each for each in earlier if self.figure(each) is not None), None)

    def last_loaded(self, period: Period) -> Period | None:
        """Return the last period of this grain before it with a loaded figure, however long ago."""
        counted = {each.counted_in(period.grain) for each in self.loaded if each.grain <= period.grain}
        earlier = (each for each in counted if each < period and self.figure(each) is not None)
        return max(earlier, default=None)

    def by_weeks(self, month: Period) -> Figure | None:
        """Return what the loaded weeks of a month come to, whether or not the month has a row of its own."""
        return combined(self.measure, self._weeks(month))

    def _weeks(self, month: Period) -> list[tuple[Period, Figure | None]]:
        return [(week, self.loaded[week]) for week in month.parts(Grain.WEEK) if week in self.loaded]


def series(evidence: Evidence, policy: Policy, measure: Measure) -> Series:
    """Return the figures of a measure of the agent itself (cohort agent), worked out once."""
    return once(evidence, policy, ("series", measure.key), lambda: _series(evidence, policy, measure))


def figure(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Figure | None:
    """Return what a measure came to in a period, None when nothing was measured (rules 1)."""
    return series(evidence, policy, measure).figure(period)


def pooled(evidence: Evidence, policy: Policy, measure: Measure, periods: Sequence[Period]) -> Figure | None:
    """Return one figure over several periods of one grain, put together as the measure says (rules 1)."""
    of = series(evidence, policy, measure)
    return combined(measure, [(period, of.figure(period)) for period in periods])


def may_have_figures(evidence: Evidence, policy: Policy) -> tuple[str, ...]:
    """Return the measures with rows loaded, or with records they are worked out from."""
    return once(evidence, policy, "may have figures", lambda: _may_have_figures(evidence))


def has_classes(evidence: Evidence, policy: Policy, measure: Measure) -> bool:
    """Say whether cases of a measure are told apart by class, in loaded rows or in the runs."""
    rows = evidence.observations.get(measure.key, ())
    if any(row.cohort.startswith(CASE_CLASS) for row in rows):
        return True
    classed = once(evidence, policy, "classed runs", lambda: any(row.case_class for row in evidence.days))
    return classed and measure.key in RUN_MEASURES


def by_class(evidence: Evidence, policy: Policy, measure: Measure, periods: Sequence[Period]) -> dict[str, Counts]:
    """Return counts of a rate by case class: loaded rows of cohort class:…, else the runs' own classes."""
    found: dict[str, Counts] = {}
    for row in evidence.observations.get(measure.key, ()):
        if row.cohort.startswith(CASE_CLASS) and row.period in periods and row.denominator:
            name = row.cohort.removeprefix(CASE_CLASS)
            k, n = found.get(name, (0.0, 0.0))
            found[name] = k + (row.numerator or 0.0), n + row.denominator
    return found or _classes_of_runs(evidence, policy, measure, periods)


def combined(measure: Measure, parts: Iterable[tuple[Period, Figure | None]]) -> Figure | None:
    """Return one figure for several periods in order of time, None when none has one (rules 1, aggregation)."""
    given = [(period, part) for period, part in parts if part is not None]
    if len(given) < 2:
        return given[0][1] if given else None
    figures = [part for _, part in given]
    match measure.aggregation:
        case Aggregation.RATE | Aggregation.RATIO:
            return _divided(measure, figures)
        case Aggregation.MEAN:
            return _mean(figures)
        case Aggregation.SUM | Aggregation.COUNT:
            return figures[-1]._replace(value=fsum(part.value for part in figures), n=_cases(figures))
        case Aggregation.LAST:
            return figures[-1]
        case Aggregation.QUANTILE:
            return _worst(measure, given)


def _may_have_figures(evidence: Evidence) -> tuple[str, ...]:
    loaded = {key for key, rows in evidence.observations.items() if any(row.cohort == AGENT for row in rows)}
    return tuple(sorted(loaded | {key for key in DERIVED if has_records(evidence, key)}))


def _series(evidence: Evidence, policy: Policy, measure: Measure) -> Series:
    loaded: dict[Period, Figure | None] = {}
    for row in evidence.observations.get(measure.key, ()):
        if row.cohort == AGENT:
            loaded[row.period] = _loaded(measure, row)

    def look(other: Measure, period: Period) -> Figure | None:
        return figure(evidence, policy, other, period)

    def recorded(period: Period) -> Figure | None:
        return derived(evidence, policy, measure, period, look)

    in_weeks = any(period.grain is Grain.WEEK for period in loaded)
    if has_records(evidence, measure.key):
        return Series(measure, loaded, recorded, in_weeks)
    first = min([period.first for period in loaded], default=date.max)
    # A week may count to a month that began before it, never to an earlier quarter.
    begins = first if first == date.max else containing(first, Grain.QUARTER).first
    return Series(measure, loaded, _unrecorded, in_weeks, begins)


def _unrecorded(_: Period) -> Figure | None:
    return None


def _classes_of_runs(
    evidence: Evidence, policy: Policy, measure: Measure, periods: Sequence[Period]
) -> dict[str, Counts]:
    counting = RUN_MEASURES.get(measure.key)
    if counting is None or not periods:
        return {}
    rows = run_days(evidence, policy).between(periods[0].first, periods[-1].last)
    parts: dict[str, list[DayFigures]] = {}
    for row in rows:
        if row.case_class:
            parts.setdefault(row.case_class, []).append(row)
    pairs = {name: added(part).pair(counting) for name, part in parts.items()}
    return {name: counts for name, counts in pairs.items() if counts is not None}


def _loaded(measure: Measure, row: Observation) -> Figure | None:
    if row.numerator is not None and row.denominator is not None:
        if not row.denominator:
            return None
        value = row.numerator * scale(measure) / row.denominator
        return _finite(Figure(value, row.numerator, row.denominator, _whole(row.denominator)))
    if row.value is None:
        return None
    missing = row.n is None and measure.aggregation in (Aggregation.RATE, Aggregation.MEAN, Aggregation.QUANTILE)
    return _finite(Figure(row.value, n=row.n, note=N_NOT_GIVEN if missing else None))


def _finite(figure: Figure) -> Figure | None:
    return figure if isfinite(figure.value) else None


def _divided(measure: Measure, parts: Sequence[Figure]) -> Figure:
    if any(part.denominator is None for part in parts):
        return Figure(fsum(part.value for part in parts) / len(parts), note=N_NOT_GIVEN)
    above = fsum(part.numerator or 0.0 for part in parts)
    below = fsum(part.denominator or 0.0 for part in parts)
    # Scaled as each part is: figures worked out from records may carry a unit of their own.
    return Figure(above * scale(measure) / below, above, below, _cases(parts), all(part.derived for part in parts))


def _mean(parts: Sequence[Figure]) -> Figure:
    n = _cases(parts)
    if not n:
        return Figure(fsum(part.value for part in parts) / len(parts), note=N_NOT_GIVEN)
    weighted = fsum(part.value * (part.n or 0) for part in parts)
    return Figure(weighted / n, n=n, derived=all(part.derived for part in parts))


def _worst(measure: Measure, given: Sequence[tuple[Period, Figure]]) -> Figure:
    pick = min if measure.direction is Direction.HIGHER else max
    grain, worst = pick(((period.grain, part) for period, part in given), key=lambda each: each[1].value)
    return worst._replace(note=_WORST[grain])


def _cases(parts: Sequence[Figure]) -> int | None:
    if any(part.n is None for part in parts):
        return None
    return sum(part.n or 0 for part in parts)


def _whole(denominator: float) -> int:
    return round(denominator)
