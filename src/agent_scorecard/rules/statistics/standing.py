"""Where a value stands against its bounds, and when the shown verdict leaves last period's."""

from collections.abc import Sequence
from math import inf, isfinite

from agent_scorecard.rules.facts import Bounds, Limit
from agent_scorecard.rules.statistics.intervals import Counts, corrected, wilson
from agent_scorecard.vocabulary import Direction, Verdict

GRADES = (Verdict.MISSED, Verdict.AT_RISK, Verdict.PASSING, Verdict.MET)


def good_side(limit: Limit, direction: Direction) -> tuple[float, float]:
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


def grade(value: float, bounds: Bounds, direction: Direction) -> Verdict:
    """Return met, passing, at risk or missed for a value, no bound where there is none to judge by (rules 2)."""
    if not isfinite(value):
        raise ValueError(f"{value} cannot be judged.")
    if bounds.passes is None or direction is Direction.CONTEXT:
        return Verdict.NO_BOUND
    low, high = good_side(bounds.passes, direction)
    if low <= value <= high:
        if bounds.target is None:
            return Verdict.MET
        low, high = good_side(bounds.target, direction)
        return Verdict.MET if low <= value <= high else Verdict.PASSING
    if bounds.fails is None:
        return Verdict.AT_RISK
    low, high = good_side(bounds.fails, direction)
    return Verdict.AT_RISK if low < value < high else Verdict.MISSED


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
    if n == 0:
        raise ValueError("Nothing was counted, so there is no verdict to show.")
    raw = grade(k / n, bounds, direction)
    if previous not in GRADES or raw not in GRADES or raw is previous or bounds.passes is None:
        return raw
    interval = wilson(*corrected(k, n, phi), z)
    last, now = GRADES.index(previous), GRADES.index(raw)
    if now > last:
        ends = (grade(end, bounds, direction) for end in (interval.low, interval.high))
        return GRADES[max(last, min(map(GRADES.index, ends)))]
    low, high = _innermost(bounds.passes, bounds.target, direction)
    middle = (low + high) / 2
    kindest = grade(min(max(middle, interval.low), interval.high), bounds, direction)
    return GRADES[min(last, GRADES.index(kindest))]


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
    for k, n in [pair for pair in counts if pair[1] != 0][-most:]:
        shown = sticky(shown, k, n, bounds, direction, z, phi)
    return shown or Verdict.NO_DATA


def _innermost(passes: Limit, target: Limit | None, direction: Direction) -> tuple[float, float]:
    return good_side(passes if target is None else target, direction)
