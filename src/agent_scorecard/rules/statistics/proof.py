"""Whether the cases counted are sure enough for more autonomy, and how many it would take."""

from dataclasses import dataclass
from math import ceil, sqrt

from agent_scorecard.rules.facts import Limit
from agent_scorecard.rules.statistics.intervals import Interval, checked, corrected, wilson
from agent_scorecard.rules.statistics.standing import good_side
from agent_scorecard.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class Surety:
    """Whether the whole interval lies on the good side of the bound, and that interval."""

    proven: bool
    interval: Interval


@dataclass(frozen=True, slots=True)
class Graduation:
    """What so many approvals without a substantive edit support; the rate is None before the first decision."""

    rate: float | None
    interval: Interval
    to_on: bool
    to_out: bool


def proven(k: float, n: float, bound: Limit, direction: Direction, phi: float, z: float) -> Surety:
    """Return whether a pooled rate is sure enough on counts divided by the dispersion (rules 2, proof)."""
    interval = wilson(*corrected(k, n, phi), z)
    low, high = good_side(bound, direction)
    return Surety(n > 0 and low <= interval.low and interval.high <= high, interval)


def n_needed(bound: float, failures: int, direction: Direction, z: float, phi: float = 1.0) -> int | None:
    """Return the least n that proves the bound when no further case goes wrong, None when no n can.

    ``failures`` are the unwelcome cases so far: errors where higher is better, events where lower is better. Solves
    Wilson's score equation for n (rules 2: "the sentence says at about which n it would be"); rounding settled after.
    """
    low, high = good_side(bound, direction)
    higher = direction is Direction.HIGHER
    room = 1 - low if higher else high
    if direction is Direction.BAND or not 0 < room <= 1:
        return None
    wrong, _ = corrected(failures, failures, phi)
    middle = 2 * room * wrong + z * z * room * (1 - room)
    root = (middle + sqrt(max(middle * middle - 4 * (room * wrong) ** 2, 0))) / (2 * room * room)
    least = max(1, failures, ceil(phi * root) - 1)
    near = range(least, least + 3)
    return next(
        (n for n in near if proven(n - failures if higher else failures, n, bound, direction, phi, z).proven), near[-1]
    )


def last_look(decided: int, first: int, step: int) -> int | None:
    """Return at how many decisions graduation was last judged: 100, 150, 200 … by default (rules 6), None before."""
    return decided - (decided - first) % step if decided >= first else None


def graduation(
    approved: int, decided: int, z: float, *, least: int, rate: float, on_lower: float, out_lower: float
) -> Graduation:
    """Return whether an action may go on or out of the loop by its approvals alone (rules 6, per action graduation)."""
    interval = wilson(*checked(approved, decided), z)
    share = approved / decided if decided else None
    enough = share is not None and share >= rate and decided >= least
    return Graduation(
        share,
        interval,
        to_on=enough and interval.low > on_lower,
        to_out=enough and interval.low > out_lower,
    )
