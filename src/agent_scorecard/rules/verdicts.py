"""Where a measure stands: the window judged, the raw verdict, and the verdict shown once noise is allowed for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from agent_scorecard.policy.run_measures import RUN_MEASURES
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.bounds import all_bounds, can_judge, in_force, is_provisional
from agent_scorecard.rules.cuts import cuts, latest
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Bounds
from agent_scorecard.rules.figures import Series, combined, series
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Grain, Period, containing, ending
from agent_scorecard.rules.run_counts import Counts, sums_in
from agent_scorecard.rules.statistics import GRADES, Scale, recent_phi, scale_of, settled
from agent_scorecard.vocabulary import Aggregation, Verdict

Looked = tuple[tuple[Period, ...], Figure | None]
"""The periods a verdict looks at, and what they came to."""
EMPTY = Scale(None, None, None)


class Noise(NamedTuple):
    """How alike cases of one period are; `measured` is false where the policy's own figure had to do (rules 2)."""

    phi: float
    measured: bool
    blocks: int


class Standing(NamedTuple):
    """A measure of an agent in a period: what was judged, by what, and with which answer."""

    window: tuple[Period, ...]
    figure: Figure | None
    bounds: Bounds | None
    provisional: bool
    raw: Verdict
    shown: Verdict
    folded: int


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of an agent with what its verdicts are read from; what a period came to is worked out once."""

    evidence: Evidence
    policy: Policy
    measure: Measure
    of: Series
    rows: tuple[Bounds, ...]
    cuts: tuple[date, ...]
    judged: dict[Period, Looked] = field(default_factory=dict)
    counts: dict[Period, Counts | None] = field(default_factory=dict)
    standings: dict[Period, Standing] = field(default_factory=dict)
    noises: dict[Period, Noise] = field(default_factory=dict)
    scales: dict[date, Scale] = field(default_factory=dict)

    def scale(self, row: Bounds) -> Scale:
        known = self.scales.get(row.effective_from)
        if known is None:
            known = self.scales[row.effective_from] = scale_for(self.measure, row)
        return known


def standing(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Standing:
    """Return where a measure stands in a period (rules 2); worked out once."""
    line = _line(evidence, policy, measure)
    known = line.standings.get(period)
    if known is None:
        known = line.standings[period] = _standing(line, period)
    return known


def noise_of(evidence: Evidence, policy: Policy, measure: Measure, upto: Period) -> Noise:
    """Return the dispersion of a rate over its last 4 to 12 periods since the last cut (rules 2 and 11).

    Runs are counted in whole ISO weeks, loaded figures in their own periods; the judged period is left out where the
    ones before it are enough.
    """
    return _noise_on(_line(evidence, policy, measure), upto)


def scale_for(measure: Measure, row: Bounds) -> Scale:
    """Return bounds ready to grade with; nothing is on it where they cannot judge the measure."""
    return scale_of(row, measure.direction) if can_judge(measure, row) else EMPTY


def raw_verdict(measure: Measure, figure: Figure | None, scale: Scale, policy: Policy) -> Verdict:
    """Return the verdict of a value by itself; a rate needs enough cases first (rules 2)."""
    if figure is None:
        return Verdict.NO_DATA
    if scale.passes is None:
        return Verdict.NO_BOUND
    if measure.is_rate and figure.n is not None and figure.n < policy.verdicts.min_n:
        return Verdict.UNPROVEN
    return scale.grade(figure.value)


def counts_of(figure: Figure | None) -> Counts | None:
    """Return the counts behind a rate, None where n was not given."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return None
    return figure.numerator, figure.denominator


def _line(evidence: Evidence, policy: Policy, measure: Measure) -> Line:
    return once(evidence, policy, ("line", measure.key), lambda: _begun(evidence, policy, measure))


def _begun(evidence: Evidence, policy: Policy, measure: Measure) -> Line:
    rows, of = all_bounds(evidence, policy, measure.key), series(evidence, policy, measure)
    return Line(evidence, policy, measure, of, rows, cuts(evidence, policy))


def _standing(line: Line, period: Period) -> Standing:
    window, figure = _judged(line, period)
    if figure is None and line.measure.aggregation is Aggregation.LAST:
        window, figure = _carried(line, period)
    first = window[0].first
    row = in_force(line.rows, first)
    raw = raw_verdict(line.measure, figure, EMPTY if row is None else line.scale(row), line.policy)
    shown, folded = raw, 0
    if row is not None and line.measure.is_rate and raw in GRADES and counts_of(figure) is not None:
        shown, folded = _shown(line, period, row)
    return Standing(window, figure, row, row is not None and is_provisional(row, first), raw, shown, folded)


def _shown(line: Line, period: Period, row: Bounds) -> tuple[Verdict, int]:
    """Return the verdict shown, last period's unless the figures agree to leave it, and the periods folded."""
    numbers, began, scale = line.policy.verdicts, _segment_start(line, period), line.scale(row)
    first = max(began, line.of.begins)
    periods = [each for each in ending(period, numbers.sticky_periods) if each.first >= first or each == period]
    counts = [pair for pair in [_enough(line, each) for each in periods] if pair is not None]
    grades = {scale.grade(k / n) for k, n in counts}
    if len(grades) == 1:
        return grades.pop(), len(counts)
    phi = _noise_on(line, period).phi
    return settled(counts, row, line.measure.direction, numbers.sticky_z, phi, numbers.sticky_periods), len(counts)


def _enough(line: Line, period: Period) -> Counts | None:
    """Return the counts a period is judged by, None where they are too few for a verdict of their own."""
    try:
        return line.counts[period]
    except KeyError:
        pass
    pair = counts_of(_judged(line, period)[1]) if line.of.figure(period) is not None else None
    counts = line.counts[period] = pair if pair is not None and pair[1] >= line.policy.verdicts.min_n else None
    return counts


def _judged(line: Line, period: Period) -> Looked:
    """Return what a period is judged by: its own figure, with those before it that a small rate needs."""
    known = line.judged.get(period)
    if known is None:
        known = line.judged[period] = _looked_at(line, period)
    return known


def _looked_at(line: Line, period: Period) -> Looked:
    figure = line.of.figure(period)
    if not line.measure.is_rate or counts_of(figure) is None:
        return (period,), figure
    window = _window(line, period)
    if len(window) == 1:
        return window, figure
    return window, combined(line.measure, [(each, line.of.figure(each)) for each in window])


def _window(line: Line, period: Period) -> tuple[Period, ...]:
    """Return the period with those before it that a small rate needs; never across a cut or other bounds.

    How many is decided by the previous period's n, so that one more good run never shrinks a window (rules 2).
    """
    before = line.of.figure(period.previous)
    back = _periods_needed(line.policy, before.n or 0 if before is not None else 0)
    if not back:
        return (period,)
    began = _segment_start(line, period)
    earlier = (
        each for each in ending(period.previous, back) if each.first >= began and counts_of(line.of.figure(each))
    )
    return (*earlier, period)


def _segment_start(line: Line, period: Period) -> date:
    """Return the first day whose figures stand beside this period's: same bounds, no cut between (rules 1).

    The first bounds of a measure reach back to its first figure.
    """
    cut = latest(line.cuts, period.last) or date.min
    row = in_force(line.rows, period.first)
    return cut if row is None or row is line.rows[0] else max(cut, row.effective_from)


def _carried(line: Line, period: Period) -> Looked:
    """Return a stock's last figure while it is new enough: the number in use does not vanish at month's end."""
    earlier = line.of.last_before(period, line.policy.verdicts.newest_age_periods)
    return ((earlier,), line.of.figure(earlier)) if earlier is not None else ((period,), None)


def _periods_needed(policy: Policy, previous_n: int) -> int:
    numbers = policy.verdicts
    if previous_n >= numbers.extend_to_n:
        return 0
    reaching = (back for back in range(1, numbers.extend_periods) if previous_n * (back + 1) >= numbers.extend_to_n)
    return next(reaching, numbers.extend_periods)


def _noise_on(line: Line, upto: Period) -> Noise:
    known = line.noises.get(upto)
    if known is None:
        known = line.noises[upto] = _noise(line, upto)
    return known


def _noise(line: Line, upto: Period) -> Noise:
    numbers = line.policy.dispersion
    blocks = _blocks(line, upto)
    # A real fall must not excuse itself: where history suffices, the judged period adds nothing to its own noise.
    earlier = [counts for period, counts in blocks if period.last < upto.first]
    known = earlier if len(earlier) >= numbers.min_blocks else [counts for _, counts in blocks]
    known = known[-numbers.max_blocks :]
    cases, total = sum([k for k, _ in known]), sum([n for _, n in known])
    if total and cases in (0, total):
        return Noise(1.0, True, len(known))
    phi = recent_phi(known, least=numbers.min_blocks, most=numbers.max_blocks, otherwise=numbers.default_phi)
    return Noise(phi, len(known) >= numbers.min_blocks, len(known))


def _blocks(line: Line, upto: Period) -> list[tuple[Period, Counts]]:
    """Return the whole blocks since the last cut, oldest first: enough for the judged period and twelve before it."""
    evidence, of = line.evidence, line.of
    began, last = latest(line.cuts, upto.last) or date.min, min(upto.last, evidence.as_of)
    began = max(began, of.begins)
    from_runs = line.measure.key in RUN_MEASURES and evidence.days and not of.loaded
    grain = Grain.WEEK if from_runs else min((period.grain for period in of.loaded), default=Grain.MONTH)
    periods = _back(line.policy, containing(last, grain), upto)
    whole = [each for each in (periods if periods[-1].last <= last else periods[:-1]) if each.first >= began]
    if from_runs:
        running = RUN_MEASURES[line.measure.key]
        counted = [(each, sums_in(evidence, line.policy, each).pair(running)) for each in whole]
    else:
        counted = [(each, counts_of(of.figure(each))) for each in whole]
    return [(each, pair) for each, pair in counted if pair is not None and pair[1]]


def _back(policy: Policy, last: Period, upto: Period) -> tuple[Period, ...]:
    inside = 1 + (last.last - upto.first).days // ((last.last - last.first).days + 1)
    return ending(last, policy.dispersion.max_blocks + max(inside, 1))
