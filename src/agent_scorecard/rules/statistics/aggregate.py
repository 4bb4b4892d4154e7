"""Putting periods, agents and case classes together without losing what was counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from agent_scorecard.rules.statistics.intervals import Counts, checked


@dataclass(frozen=True, slots=True)
class Mix:
    """Pooled shares before and after, and the same on the joint mix of case classes (direct standardisation).

    ``changed`` when every large enough class moves against the pooled share (rules 2: "mix changed"); ``weights`` are
    each class's part of the joint mix and sum to 1.
    """

    changed: bool
    pooled_before: float
    pooled_after: float
    before: float
    after: float
    weights: Mapping[str, float]


def aggregate_rate(counts: Iterable[Counts]) -> float | None:
    """Return the sum of cases that count over the sum of cases (rules 1), None when there are none."""
    pairs = [checked(k, n) for k, n in counts]
    total = fsum(n for _, n in pairs)
    return fsum(k for k, _ in pairs) / total if total else None


def aggregate_mean(means: Iterable[tuple[float, float]]) -> float | None:
    """Return the mean of ``(mean, n)`` weighted by n (rules 1), None when every n is 0."""
    pairs = list(means)
    if not all(isfinite(mean) and isfinite(n) and n >= 0 for mean, n in pairs):
        raise ValueError("A mean needs a number and a count that is not negative.")
    total = fsum(n for _, n in pairs)
    return fsum(mean * n for mean, n in pairs) / total if total else None


def nearest_rank(values: Sequence[float], percent: int) -> float | None:
    """Return the value at rank ceil(percent of n), counted from 1 in order of size; None when there is no value.

    Nearest rank without interpolation, so that every engine agrees; whole percents keep the rank exact.
    """
    if not 1 <= percent <= 100:
        raise ValueError(f"A rank lies between 1 and 100 percent, not at {percent}.")
    if not all(map(isfinite, values)):
        raise ValueError("A value that is no number has no rank.")
    return sorted(values)[(len(values) * percent + 99) // 100 - 1] if values else None


def standardised(classes: Mapping[str, Counts], weights: Mapping[str, float]) -> float:
    """Return the share as it would be were the case classes mixed by these weights (direct standardisation).

    Raises ValueError when a weighted class has no case or no weight is above 0.
    """
    total = fsum(weights.values())
    if not total > 0 or any(classes.get(name, (0, 0))[1] == 0 for name in weights):
        raise ValueError("Each weighted case class needs at least one case.")
    return fsum(weight * classes[name][0] / classes[name][1] for name, weight in weights.items()) / total


def mix_check(after: Mapping[str, Counts], before: Mapping[str, Counts], least: int) -> Mix | None:
    """Return pooled and standardised shares by case class, None when no class has cases on both sides (rules 2).

    Simpson's paradox: the pooled share can fall while every class improves, because harder cases came in. Classes with
    fewer than ``least`` cases on a side have no say; classes seen on one side only are left out of the joint mix.
    """
    pooled_after, pooled_before = aggregate_rate(after.values()), aggregate_rate(before.values())
    shared = [name for name, (_, n) in after.items() if n and before.get(name, (0, 0))[1]]
    if pooled_after is None or pooled_before is None or not shared:
        return None
    joint = fsum(classes[name][1] for classes in (after, before) for name in shared)
    weights = {name: (after[name][1] + before[name][1]) / joint for name in shared}
    large = [name for name in shared if min(after[name][1], before[name][1]) >= least]
    pooled = _way(_total(after), _total(before))
    against = pooled != 0 and bool(large) and all(_way(after[name], before[name]) == -pooled for name in large)
    return Mix(
        changed=against,
        pooled_before=pooled_before,
        pooled_after=pooled_after,
        before=standardised(before, weights),
        after=standardised(after, weights),
        weights=weights,
    )


def _total(classes: Mapping[str, Counts]) -> Counts:
    return fsum(k for k, _ in classes.values()), fsum(n for _, n in classes.values())


def _way(after: Counts, before: Counts) -> int:
    """Return 1 when the share rose, -1 when it fell, 0 when it stayed; multiplied out, so without a rounding edge."""
    risen = after[0] * before[1] - before[0] * after[1]
    return (risen > 0) - (risen < 0)
