"""Where a value stands against its bounds, and when the shown verdict leaves last period's."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

from agent_scorecard.rules.facts import Bounds, Limit
from agent_scorecard.rules.statistics.intervals import Counts, corrected, wilson
from agent_scorecard.vocabulary import Direction, Verdict

Side = tuple[float, float]
"""Both ends of a range of values, themselves included."""

GRADES = (Verdict.MISSED, Verdict.AT_RISK, Verdict.PASSING, Verdict.MET)


def good_side(limit: Limit, direction: Direction) -> Side:
    """Return the range of values on the good side of a limit, both ends included.

    Raises ValueError for a context measure, which is never judged, and for a limit that does not fit the direction.
    """
    if isinstance(limit, tuple):
        if direction is Direction.BAND and isfinite(limit.low) and isfinite(limit.high) and limit.low <= limit.high:
            return limit
    elif isfinite(limit):
        if direction is Direction.HIGHER:
            return limit, inf
        if direction is Direction.LOWER:
            return -inf, limit
    raise ValueError(f"{limit} is no bound for a {direction} measure.")


@dataclass(frozen=True, slots=True)
class Scale:
    """Bounds ready to grade many values: of each limit the range of values on its good side."""

    passes: Side | None
    target: Side | None
    fails: Side | None

    def grade(self, value: float) -> Verdict:
        """Return met, passing, at risk or missed for a value, no bound where there is none to judge by (rules 2)."""
        if not isfinite(value):
            raise ValueError(f"{value} cannot be judged.")
        if self.passes is None:
            return Verdict.NO_BOUND
        if self.passes[0] <= value <= self.passes[1]:
            is_met = self.target is None or self.target[0] <= value <= self.target[1]
            return Verdict.MET if is_met else Verdict.PASSING
        is_at_risk = self.fails is None or self.fails[0] < value < self.fails[1]
        return Verdict.AT_RISK if is_at_risk else Verdict.MISSED


def scale_of(bounds: Bounds, direction: Direction) -> Scale:
    """Return the scale of some bounds; without a pass bound, and for a context measure, there is nothing on it."""
    if bounds.passes is None or direction is Direction.CONTEXT:
        return Scale(None, None, None)
    passes, target, fails = (
        None if limit is None else good_side(limit, direction) for limit in (bounds.passes, bounds.target, bounds.fails)
    )
    return Scale(passes, target, fails)


def grade(value: float, bounds: Bounds, direction: Direction) -> Verdict:
    """Return the verdict of one value by itself (rules 2)."""
    return scale_of(bounds, direction).grade(value)


def sticky(
    previous: Verdict | None,
    k: float,
    n: float,
    bounds: Bounds,
    direction: Direction,
    z: float = 1.0,
    phi: float = 1.0,
) -> Verdict:
    """Return the verdict to show for a rate: last period's, unless the Wilson interval agrees to leave it (rules 2).

    Better than last shows at most what the worse end of the interval bears out, worse than last at least what its
    better end does; in a band the better end is the point nearest to the middle. Without a graded verdict before (none,
    or too few to tell) the raw one is shown. Raises ValueError when n is 0.
    """
    return _kept(previous, k, n, scale_of(bounds, direction), z, phi)


def settled(
    counts: Sequence[Counts],
    bounds: Bounds,
    direction: Direction,
    z: float = 1.0,
    phi: float = 1.0,
    most: int = 12,
) -> Verdict:
    """Return the verdict shown after folding the last periods since a reset, oldest first, the first one raw (rules 2).

    Periods in which nothing was counted are passed over; when nothing ever was, the answer is no data.
    """
    shown: Verdict | None = None
    scale = scale_of(bounds, direction)
    for k, n in [pair for pair in counts if pair[1] != 0][-most:]:
        shown = _kept(shown, k, n, scale, z, phi)
    return shown or Verdict.NO_DATA


def _kept(previous: Verdict | None, k: float, n: float, scale: Scale, z: float, phi: float) -> Verdict:
    if n == 0:
        raise ValueError("Nothing was counted, so there is no verdict to show.")
    raw = scale.grade(k / n)
    if previous not in GRADES or raw is previous or scale.passes is None:
        return raw
    interval = wilson(*corrected(k, n, phi), z)
    last, now = GRADES.index(previous), GRADES.index(raw)
    if now > last:
        ends = (scale.grade(end) for end in (interval.low, interval.high))
        return GRADES[max(last, min(map(GRADES.index, ends)))]
    low, high = scale.target or scale.passes
    middle = (low + high) / 2
    kindest = scale.grade(min(max(middle, interval.low), interval.high))
    return GRADES[min(last, GRADES.index(kindest))]
