"""Whether a share of cases has moved between two windows, and whether people have begun to step in more often."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from agent_scorecard.rules.statistics.intervals import Counts, checked, corrected, wilson
from agent_scorecard.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference of two shares, after minus before, with its interval; all in -1..1."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Say whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


class Moved(StrEnum):
    """Answer of comparing two windows (rules 2, change)."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "no clear change"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a measure moved; ``may_block`` where the stricter test says so too, otherwise a note."""

    moved: Moved
    may_block: bool
    difference: Difference | None


class Climb(StrEnum):
    """Answer of the climbing test; only an alert may propose a step down (rules 4)."""

    ALERT = "alert"
    WATCH = "watch"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Climbing:
    """Answer, the ratio of the two shares (None when there was no case before) and both intervals."""

    answer: Climb
    ratio: float | None
    strict: Difference | None
    wide: Difference | None


def newcombe(after: Counts, before: Counts, z: float, phi: float = 1.0) -> Difference:
    """Return the difference of two shares with its hybrid score interval, on counts divided by the dispersion.

    Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10; rules 2. Raises ValueError when a side is empty.
    """
    now, then = wilson(*corrected(*after, phi), z), wilson(*corrected(*before, phi), z)
    if not (after[1] and before[1]):
        raise ValueError("A change needs at least one case on each side.")
    new, old = after[0] / after[1], before[0] / before[1]
    fall = sqrt((new - now.low) ** 2 + (then.high - old) ** 2)
    rise = sqrt((now.high - new) ** 2 + (old - then.low) ** 2)
    return Difference(new - old, max(new - old - fall, -1.0), min(new - old + rise, 1.0))


def compared(
    after: Counts,
    before: Counts,
    direction: Direction,
    *,
    phi: float | None,
    z_block: float,
    z_note: float,
    least_n: int,
    least_cases: int,
) -> Comparison:
    """Return whether a share became better or worse, unclear with too few on a side (rules 2, change).

    ``phi`` is None where fewer than four whole weeks are known: then nothing may block. Worse needs so many unwelcome
    cases after (errors of a measure where higher is better), because Wilson is too quick to call a rare share high.
    """
    if direction not in (Direction.HIGHER, Direction.LOWER):
        raise ValueError(f"A {direction} measure is neither better nor worse for moving.")
    if min(checked(*after)[1], checked(*before)[1]) < max(least_n, 1):
        return Comparison(Moved.UNCLEAR, False, None)
    higher = direction is Direction.HIGHER
    note, block = (newcombe(after, before, z, phi or 1.0) for z in (z_note, z_block))
    if not note.is_clear:
        return Comparison(Moved.UNCLEAR, False, note)
    better = (note.low > 0) is higher
    unwelcome = after[1] - after[0] if higher else after[0]
    if not better and unwelcome < least_cases:
        return Comparison(Moved.UNCLEAR, False, note)
    strict = phi is not None and block.is_clear
    return Comparison(Moved.BETTER if better else Moved.WORSE, strict, block if strict else note)


def climbing(
    after: Counts,
    before: Counts,
    *,
    phi: float | None,
    z_alert: float,
    z_watch: float,
    rise_percent: int,
    least_runs: int,
    least_cases: int,
) -> Climbing:
    """Return whether a share of cases climbs: alert, watch or quiet (rules 4, intervention climbing).

    Both answers need the rise, the runs on both sides and the cases after, all on raw counts; the intervals use counts
    divided by the dispersion. ``phi`` is None where too few weeks are known: then a watch is the most it can say.
    """
    (k_after, n_after), (k_before, n_before) = checked(*after), checked(*before)
    if not (n_after and n_before):
        return Climbing(Climb.QUIET, None, None, None)
    ratio = k_after * n_before / (k_before * n_after) if k_before else None
    strict, wide = (newcombe(after, before, z, phi or 1.0) for z in (z_alert, z_watch))
    risen = 100 * k_after * n_before >= (100 + rise_percent) * k_before * n_after
    enough = min(n_after, n_before) >= least_runs and k_after >= least_cases
    if not (risen and enough and wide.low > 0):
        return Climbing(Climb.QUIET, ratio, strict, wide)
    alert = phi is not None and strict.low > 0
    return Climbing(Climb.ALERT if alert else Climb.WATCH, ratio, strict, wide)


def runs_to_see(share: float, factor: float, *, z: float, z_power: float, before_to_after: float) -> int | None:
    """Return about how many runs after a change would show the share grown by this factor, None if it would pass 1.

    Normal approximation for two unpooled shares; ``z_power`` is 0.8416 for finding it four times in five, and the
    window before holds ``before_to_after`` times as many runs. From 5 %, doubled, at z = 3 and three times: 625.
    """
    grown = share * factor
    if not (0 < share <= 1 and factor > 1 and before_to_after > 0):
        raise ValueError(f"A share of {share} growing {factor}-fold cannot be planned for.")
    if grown > 1:
        return None
    noise = grown * (1 - grown) + share * (1 - share) / before_to_after
    return max(1, round((z + z_power) ** 2 * noise / (grown - share) ** 2))
