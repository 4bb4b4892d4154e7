"""How often a person stepped in, week by week or month by month, with volume, changes and incidents beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from agent_scorecard.boards.markers import Marker, chosen, markers
from agent_scorecard.policy.run_measures import RUN_MEASURES
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.bounds import bounds_at
from agent_scorecard.rules.cuts import cuts
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import DayFigures
from agent_scorecard.rules.figures import series
from agent_scorecard.rules.interventions import KEY, VOLUME
from agent_scorecard.rules.periods import Grain, Period, containing, span
from agent_scorecard.rules.run_counts import Counts, Sums, added, run_days, total
from agent_scorecard.rules.statistics import corrected, wilson
from agent_scorecard.rules.verdicts import Noise, counts_of, noise_of

WEEKS = 26
MONTHS = 12
ENOUGH_A_WEEK = 10
WITHOUT_NOISE = Noise(1.0, False, 0)
OF_ALL_RUNS = RUN_MEASURES["override_rate"]


@dataclass(frozen=True, slots=True)
class RatePoint:
    """One week or month: share of runs a person stepped into, `cases` of `of`, with its 95 % interval; None unknown.

    `of_runs` is the same of all completed runs, read or not: it falls when fewer are read, so `read_share` of them
    stands beside it (register T35).
    """

    start: date
    rate: float | None
    low: float | None
    high: float | None
    reviewed: int | None
    runs: int | None
    segment: int
    cases: int | None = None
    of: int | None = None
    of_runs: float | None = None
    read_share: float | None = None


@dataclass(frozen=True, slots=True)
class LimitSpan:
    """The bounds that judge the points from a day on, until the next span begins."""

    first: date
    passes: float | None
    fails: float | None


@dataclass(frozen=True, slots=True)
class InterventionSeries:
    """Up to 26 weeks to the as-of day, or 12 months where a week holds too few runs to read anything from.

    A new segment begins where figures may not be compared (rules 1); a week or month with a cut inside stands alone.
    `of_all_runs`: the log does not say what was read, so the shares are of all completed runs.
    """

    points: tuple[RatePoint, ...]
    markers: tuple[Marker, ...]
    limits: tuple[LimitSpan, ...] = ()
    grain: Grain = Grain.WEEK
    of_all_runs: bool = False
    noise: Noise = WITHOUT_NOISE

    @property
    def shown(self) -> tuple[Marker, ...]:
        """The markers the picture has room for."""
        return chosen(self.markers)

    @property
    def unshown(self) -> tuple[Marker, ...]:
        shown = self.shown
        return tuple(mark for mark in self.markers if mark not in shown)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the points come from: loaded figures of the measure first, timed runs otherwise."""

    measure: Measure
    loaded: Mapping[Period, Figure | None]
    volume: Mapping[Period, Figure | None]
    noise: Noise
    of_all_runs: bool


def intervention_series(evidence: Evidence, policy: Policy) -> InterventionSeries | None:
    """Build the chart's numbers; None when no run of a known time is there and no week or month was loaded."""
    measure = evidence.company.measures.get(KEY)
    periods = _periods(evidence, policy, measure) if measure is not None else ()
    if measure is None or not periods:
        return None
    volume = evidence.company.measures.get(VOLUME)
    of = _Source(
        measure,
        series(evidence, policy, measure).loaded,
        series(evidence, policy, volume).loaded if volume is not None else {},
        noise_of(evidence, policy, measure, periods[-1]),
        not added(run_days(evidence, policy).timed).reading_known,
    )
    segments = _segments(periods, cuts(evidence, policy))
    return InterventionSeries(
        points=tuple(_point(evidence, policy, of, *each) for each in zip(periods, segments, strict=True)),
        markers=markers(evidence, policy, periods[0].first),
        limits=_limits(evidence, policy, periods),
        grain=periods[0].grain,
        of_all_runs=of.of_all_runs,
        noise=of.noise,
    )


def _periods(evidence: Evidence, policy: Policy, measure: Measure) -> tuple[Period, ...]:
    timed = run_days(evidence, policy).timed
    loaded = series(evidence, policy, measure).loaded
    grain = _grain(timed, loaded)
    last, most = containing(evidence.as_of, grain), WEEKS if grain is Grain.WEEK else MONTHS
    begun = [period for period in loaded if period.grain is grain and period <= last]
    begun += [containing(timed[0].day, grain)] if timed else []
    return tuple(span(max(min(begun), last.shifted(1 - most)), last)) if begun else ()


def _grain(timed: Sequence[DayFigures], loaded: Mapping[Period, Figure | None]) -> Grain:
    """Weeks where they hold enough to read a share from, or where figures came by the week; months otherwise."""
    if not timed:
        return Grain.WEEK if any(period.grain is Grain.WEEK for period in loaded) else Grain.MONTH
    sums = added(timed)
    cases = sums.of("reviewed") if sums.reading_known else sums.of("completed")
    if not cases:
        return Grain.MONTH if loaded else Grain.WEEK
    weeks = len({containing(row.day, Grain.WEEK) for row in timed})
    return Grain.MONTH if cases < ENOUGH_A_WEEK * weeks else Grain.WEEK


def _segments(periods: Sequence[Period], days: Sequence[date]) -> list[int]:
    """Number the stretches between cuts; a period with a cut inside belongs to neither side."""
    sides = ((sum(day <= each.first for day in days), sum(day <= each.last for day in days)) for each in periods)
    return [place for place, (_, same) in enumerate(groupby(sides)) for _ in same]


def _point(evidence: Evidence, policy: Policy, of: _Source, period: Period, segment: int) -> RatePoint:
    rows = run_days(evidence, policy).between(period.first, period.last, timed=True)
    figure = of.loaded[period] if period in of.loaded else _recorded(of, added(rows))
    grown = of.volume.get(period)
    runs = round(grown.value) if grown is not None else round(total(rows, "started")) if evidence.days else None
    counts = counts_of(figure)
    if figure is None or counts is None:
        alone, read = (None, 0) if figure is None else (figure.value, None)
        return RatePoint(period.first, alone, None, None, read, runs, segment)
    around = wilson(*corrected(*counts, of.noise.phi), policy.proof.z)
    cases, whole = map(round, counts)
    read = 0 if of.of_all_runs else whole
    every = (None, None) if of.of_all_runs else _of_runs(rows, counts, grown.value if grown is not None else 0.0)
    return RatePoint(period.first, figure.value, around.low, around.high, read, runs, segment, cases, whole, *every)


def _of_runs(rows: Sequence[DayFigures], counts: Counts, loaded: float) -> tuple[float | None, float | None]:
    """Return the shares of all completed runs a person stepped into, and read; of a loaded volume without runs."""
    completed = total(rows, "completed")
    stepped, read, runs = (*counts, loaded)
    if completed:
        stepped, read, runs = total(rows, "interventions_completed"), total(rows, "reviewed"), completed
    return (min(1.0, stepped / runs), min(1.0, read / runs)) if runs else (None, None)


def _recorded(of: _Source, sums: Sums) -> Figure | None:
    counts = sums.pair(OF_ALL_RUNS if of.of_all_runs else RUN_MEASURES[KEY])
    return None if counts is None else Figure(counts[0] / counts[1], *counts)


def _limits(evidence: Evidence, policy: Policy, periods: Sequence[Period]) -> tuple[LimitSpan, ...]:
    """Return the bounds in force at the start of each period, one span for as long as they stay (rules 1)."""
    spans: list[LimitSpan] = []
    for period in periods:
        row = bounds_at(evidence, policy, KEY, period.first)
        found = LimitSpan(period.first, _single(row and row.passes), _single(row and row.fails))
        if not spans or (spans[-1].passes, spans[-1].fails) != (found.passes, found.fails):
            spans.append(found)
    return tuple(spans)


def _single(limit: object) -> float | None:
    return float(limit) if isinstance(limit, int | float) else None
