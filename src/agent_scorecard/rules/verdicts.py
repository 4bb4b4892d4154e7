"""Where a measure stands: the window judged, the raw verdict, and the verdict shown once noise is allowed for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent_scorecard.policy.run_measures import RUN_MEASURES
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.bounds import bounds_at, can_judge, is_provisional
from agent_scorecard.rules.cuts import last_cut
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Bounds
from agent_scorecard.rules.figures import pooled, series
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Grain, Period, containing, ending
from agent_scorecard.rules.run_counts import Counts, sums_in
from agent_scorecard.rules.statistics import GRADES, grade, recent_phi, settled
from agent_scorecard.vocabulary import Aggregation, Verdict


@dataclass(frozen=True, slots=True)
class Noise:
    """How alike cases of one period are; `measured` is false where the policy's own figure had to do (rules 2)."""

    phi: float
    measured: bool
    blocks: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure of an agent in a period: what was judged, by what, and with which answer."""

    window: tuple[Period, ...]
    figure: Figure | None
    bounds: Bounds | None
    provisional: bool
    raw: Verdict
    shown: Verdict
    folded: int


def standing(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Standing:
    """Return where a measure stands in a period (rules 2); worked out once."""
    name = ("standing", measure.key, period)
    return once(evidence, policy, name, lambda: _standing(evidence, policy, measure, period))


def raw_verdict(measure: Measure, figure: Figure | None, row: Bounds | None, policy: Policy) -> Verdict:
    """Return the verdict of a value by itself; a rate needs enough cases first (rules 2)."""
    if figure is None:
        return Verdict.NO_DATA
    if row is None or not can_judge(measure, row):
        return Verdict.NO_BOUND
    if measure.is_rate and figure.n is not None and figure.n < policy.verdicts.min_n:
        return Verdict.UNPROVEN
    return grade(figure.value, row, measure.direction)


def window_of(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> tuple[Period, ...]:
    """Return the period with those before it that a small rate needs; never across a cut or other bounds.

    How many is decided by the previous period's n, so that one more good run never shrinks a window (rules 2).
    """
    of = series(evidence, policy, measure)
    if not measure.is_rate or counts_of(of.figure(period)) is None:
        return (period,)
    before = of.figure(period.previous)
    back = _periods_needed(policy, before.n or 0 if before is not None else 0)
    if not back:
        return (period,)
    began = segment_start(evidence, policy, measure, period)
    earlier = (each for each in ending(period.previous, back) if each.first >= began and counts_of(of.figure(each)))
    return (*earlier, period)


def segment_start(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> date:
    """Return the first day whose figures stand beside this period's: same bounds, no cut between (rules 1).

    The first bounds of a measure reach back to its first figure.
    """
    name = ("segment", measure.key, period)
    return once(evidence, policy, name, lambda: _segment_start(evidence, policy, measure, period))


def noise_of(evidence: Evidence, policy: Policy, measure: Measure, upto: Period) -> Noise:
    """Return the dispersion of a rate over its last 4 to 12 periods since the last cut (rules 2 and 11).

    Runs are counted in whole ISO weeks, loaded figures in their own periods; the judged period is left out where the
    ones before it are enough.
    """
    name = ("noise", measure.key, upto)
    return once(evidence, policy, name, lambda: _noise(evidence, policy, measure, upto))


def counts_of(figure: Figure | None) -> Counts | None:
    """Return the counts behind a rate, None where n was not given."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return None
    return figure.numerator, figure.denominator


def _standing(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Standing:
    window, figure = _judged(evidence, policy, measure, period)
    if figure is None and measure.aggregation is Aggregation.LAST:
        window, figure = _carried(evidence, policy, measure, period)
    row = bounds_at(evidence, policy, measure.key, window[0].first)
    raw = raw_verdict(measure, figure, row, policy)
    shown, folded = raw, 0
    if row is not None and measure.is_rate and raw in GRADES and counts_of(figure) is not None:
        shown, folded = _shown(evidence, policy, measure, period, row)
    provisional = row is not None and is_provisional(row, window[0].first)
    return Standing(window, figure, row, provisional, raw, shown, folded)


def _shown(evidence: Evidence, policy: Policy, measure: Measure, period: Period, row: Bounds) -> tuple[Verdict, int]:
    """Return the verdict shown, last period's unless the figures agree to leave it, and the periods folded."""
    numbers, began = policy.verdicts, segment_start(evidence, policy, measure, period)
    periods = [each for each in ending(period, numbers.sticky_periods) if each.first >= began or each == period]
    judged = (counts_of(_judged(evidence, policy, measure, each)[1]) for each in periods)
    counts = [pair for pair in judged if pair is not None and pair[1] >= numbers.min_n]
    grades = (grade(k / n, row, measure.direction) for k, n in counts)
    first = next(grades, None)
    if first is not None and all(each is first for each in grades):
        return first, len(counts)
    phi = noise_of(evidence, policy, measure, period).phi
    return settled(counts, row, measure.direction, numbers.sticky_z, phi, numbers.sticky_periods), len(counts)


def _judged(
    evidence: Evidence, policy: Policy, measure: Measure, period: Period
) -> tuple[tuple[Period, ...], Figure | None]:
    """Return what a period is judged by: its own figure, with those before it that a small rate needs."""

    def work() -> tuple[tuple[Period, ...], Figure | None]:
        window = window_of(evidence, policy, measure, period)
        if len(window) == 1:
            return window, series(evidence, policy, measure).figure(period)
        return window, pooled(evidence, policy, measure, window)

    return once(evidence, policy, ("judged figure", measure.key, period), work)


def _segment_start(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> date:
    cut = last_cut(evidence, policy, period.last) or date.min
    row = bounds_at(evidence, policy, measure.key, period.first)
    first = bounds_at(evidence, policy, measure.key, date.min)
    return cut if row is None or row is first else max(cut, row.effective_from)


def _carried(
    evidence: Evidence, policy: Policy, measure: Measure, period: Period
) -> tuple[tuple[Period, ...], Figure | None]:
    """Return a stock's last figure while it is new enough: the number in use does not vanish at month's end."""
    of = series(evidence, policy, measure)
    earlier = of.last_before(period, policy.verdicts.newest_age_periods)
    return ((earlier,), of.figure(earlier)) if earlier is not None else ((period,), None)


def _periods_needed(policy: Policy, previous_n: int) -> int:
    numbers = policy.verdicts
    if previous_n >= numbers.extend_to_n:
        return 0
    reaching = (back for back in range(1, numbers.extend_periods) if previous_n * (back + 1) >= numbers.extend_to_n)
    return next(reaching, numbers.extend_periods)


def _noise(evidence: Evidence, policy: Policy, measure: Measure, upto: Period) -> Noise:
    numbers = policy.dispersion
    blocks = _blocks(evidence, policy, measure, upto)
    # A real fall must not excuse itself: where history suffices, the judged period adds nothing to its own noise.
    earlier = [counts for period, counts in blocks if period.last < upto.first]
    known = earlier if len(earlier) >= numbers.min_blocks else [counts for _, counts in blocks]
    known = known[-numbers.max_blocks :]
    cases, total = sum(k for k, _ in known), sum(n for _, n in known)
    if total and cases in (0, total):
        return Noise(1.0, True, len(known))
    phi = recent_phi(known, least=numbers.min_blocks, most=numbers.max_blocks, otherwise=numbers.default_phi)
    return Noise(phi, len(known) >= numbers.min_blocks, len(known))


def _blocks(evidence: Evidence, policy: Policy, measure: Measure, upto: Period) -> list[tuple[Period, Counts]]:
    """Return the whole blocks since the last cut, oldest first: enough for the judged period and twelve before it."""
    began = last_cut(evidence, policy, upto.last)
    of, last = series(evidence, policy, measure), min(upto.last, evidence.as_of)
    from_runs = measure.key in RUN_MEASURES and evidence.days and not of.loaded
    grain = Grain.WEEK if from_runs else min((period.grain for period in of.loaded), default=Grain.MONTH)
    periods = _back(policy, containing(last, grain), upto)
    whole = [each for each in periods if (began is None or each.first >= began) and each.last <= last]
    if from_runs:
        counted = [(each, sums_in(evidence, policy, each).pair(RUN_MEASURES[measure.key])) for each in whole]
    else:
        counted = [(each, counts_of(of.figure(each))) for each in whole]
    return [(each, pair) for each, pair in counted if pair is not None and pair[1]]


def _back(policy: Policy, last: Period, upto: Period) -> tuple[Period, ...]:
    inside = 1 + (last.last - upto.first).days // ((last.last - last.first).days + 1)
    return ending(last, policy.dispersion.max_blocks + max(inside, 1))
