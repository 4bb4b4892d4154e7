"""Whether a measure became better or worse against its baseline or the last quarter (rules 2, change)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isclose
from typing import NamedTuple

from agent_scorecard.policy.run_measures import RUN_MEASURES
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.bounds import baseline_of, bounds_at
from agent_scorecard.rules.cuts import cut_between
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.figures import by_class, figure, pooled, series
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.rules.run_counts import any_stated
from agent_scorecard.rules.statistics import Mix, Moved, compared, mix_check
from agent_scorecard.rules.verdicts import counts_of, noise_of
from agent_scorecard.vocabulary import Aggregation, Direction

_ADDED_UP = (Aggregation.SUM, Aggregation.COUNT)


class Move(NamedTuple):
    """How a measure moved; `relative` is after over before, minus one, and None where before was 0.

    `may_block` where it is sure enough; `mix` where only the mix of cases changed, which is never better or worse.
    """

    measure: Measure
    moved: Moved
    may_block: bool
    after: Figure
    before: Figure
    reference: str
    relative: float | None
    mix: Mix | None = None


Compare = Callable[[Evidence, Policy, Measure, Period], Move | None]


def against_baseline(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Move | None:
    """Return how a measure stands against its baseline, None without one; new work allows no such wording."""
    row = bounds_at(evidence, policy, measure.key, period.first)
    value = baseline_of(measure, row)
    after = figure(evidence, policy, measure, period)
    if row is None or value is None or after is None or not _fits(evidence, measure, period):
        return None
    before = Figure(value, row.baseline_numerator, row.baseline_denominator)
    return _move(evidence, policy, measure, period, after, before, "the baseline")


def against_last_quarter(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Move | None:
    """Return how a measure moved since the quarter before this period's; None across a cut or without figures."""
    name = ("last quarter", measure.key, period)
    return once(evidence, policy, name, lambda: _against_last_quarter(evidence, policy, measure, period))


def sense(measure: Measure) -> Direction:
    """Return which way is better; more work is faster work even where it is only shown as context."""
    return Direction.HIGHER if measure.work_rate and measure.direction is Direction.CONTEXT else measure.direction


def _against_last_quarter(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Move | None:
    months = containing(period.first, Grain.QUARTER).previous.parts(Grain.MONTH)
    after = figure(evidence, policy, measure, period)
    if after is None or cut_between(evidence, policy, months[0], period):
        return None
    if after.derived and any_stated(evidence, policy, months[0].first, period.last):
        return None
    known = [month for month in months if figure(evidence, policy, measure, month) is not None]
    before = pooled(evidence, policy, measure, known)
    if before is None:
        return None
    if measure.aggregation in _ADDED_UP:
        after, before = _per_day(evidence, after, [period]), _per_day(evidence, before, known)
    move = _move(evidence, policy, measure, period, after, before, "last quarter")
    return move if move is None or move.moved is Moved.UNCLEAR else _unmixed(evidence, policy, move, period, known)


def _move(
    evidence: Evidence, policy: Policy, measure: Measure, period: Period, after: Figure, before: Figure, reference: str
) -> Move | None:
    direction = sense(measure)
    if direction not in (Direction.HIGHER, Direction.LOWER):
        return None
    relative = None if before.value == 0 else (after.value - before.value) / abs(before.value)
    new, old = counts_of(after), counts_of(before)
    if not measure.is_rate or new is None or old is None:
        moved = _by_value(policy, direction, after.value, before.value)
        return Move(measure, moved, moved is not Moved.UNCLEAR, after, before, reference, relative)
    numbers = policy.changes
    answer = compared(
        new,
        old,
        direction,
        phi=_phi(evidence, policy, measure, period),
        z_block=numbers.block_z,
        z_note=numbers.note_z,
        least_n=numbers.min_n,
        least_cases=numbers.min_k,
    )
    return Move(measure, answer.moved, answer.may_block, after, before, reference, relative)


def _unmixed(evidence: Evidence, policy: Policy, move: Move, period: Period, known: Sequence[Period]) -> Move:
    """Take back better or worse where every case class moved the other way (rules 2, mix changed)."""
    if not move.measure.is_rate:
        return move
    periods = period.parts(Grain.MONTH) if period.grain is Grain.QUARTER else (period,)
    after = by_class(evidence, policy, move.measure, periods)
    before = by_class(evidence, policy, move.measure, known)
    mix = mix_check(after, before, policy.changes.min_n) if after and before else None
    if mix is None or not mix.changed:
        return move
    return Move(move.measure, Moved.UNCLEAR, False, move.after, move.before, move.reference, move.relative, mix)


def _by_value(policy: Policy, direction: Direction, after: float, before: float) -> Moved:
    """Judge a measure without an interval: it has changed from 5 % on (rules 5, faster_but_worse)."""
    difference, least = after - before, policy.changes.unmeasured_change * abs(before)
    # 22.8 minutes after 24 are five per cent less, whatever the last binary digit says.
    if difference == 0 or (abs(difference) < least and not isclose(abs(difference), least)):
        return Moved.UNCLEAR
    return Moved.BETTER if (difference > 0) is (direction is Direction.HIGHER) else Moved.WORSE


def _fits(evidence: Evidence, measure: Measure, period: Period) -> bool:
    """Say whether a baseline may be compared: what adds up is agreed for a whole month."""
    return measure.aggregation not in _ADDED_UP or (period.grain is Grain.MONTH and period.complete(evidence.as_of))


def _phi(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> float | None:
    """Return the dispersion; runs with too few whole weeks have none, so that nothing may block (rules 2)."""
    noise = noise_of(evidence, policy, measure, period)
    from_runs = measure.key in RUN_MEASURES and not series(evidence, policy, measure).loaded
    return None if from_runs and not noise.measured else noise.phi


def _per_day(evidence: Evidence, total: Figure, periods: Sequence[Period]) -> Figure:
    days = sum((min(each.last, evidence.as_of) - each.first).days + 1 for each in periods)
    return Figure(total.value / max(days, 1), derived=total.derived)
