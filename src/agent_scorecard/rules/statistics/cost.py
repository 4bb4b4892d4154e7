"""What a task costs: the typical one, the mean one and the dearest few, never one from another."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, fsum, isfinite, log, sqrt

from agent_scorecard.rules.statistics.aggregate import nearest_rank

LARGEST_EXPONENT = 700


@dataclass(frozen=True, slots=True)
class Ratio:
    """After divided by before with its interval; ``df`` are the degrees of freedom behind a t interval."""

    ratio: float
    low: float
    high: float
    df: float | None = None


@dataclass(frozen=True, slots=True)
class Tail:
    """Nearest-rank P50 and P99, their ratio (None when P50 is 0) and the share of spend in the dearest 1 %.

    Below 100 tasks the P99 is the maximum: ``is_maximum`` says to call it so (rules 4).
    """

    n: int
    p50: float
    p99: float
    ratio: float | None
    dearest_share: float | None

    @property
    def is_maximum(self) -> bool:
        return self.n < 100


def welch_log_ratio(after: Sequence[float], before: Sequence[float], z: float) -> Ratio:
    """Return the ratio of geometric means with Welch's interval on logarithms: the typical cost (rules 4).

    Welch, Biometrika 34 (1947), 28-35. ``z`` is the normal quantile the t quantile is made from. Raises ValueError for
    fewer than two costs on a side or a cost that is not above 0.
    """
    if not all(cost > 0 and isfinite(cost) for cost in (*after, *before)):
        raise ValueError("A typical cost needs every cost to be above 0.")
    new, old = _moments([log(cost) for cost in after]), _moments([log(cost) for cost in before])
    variance = new.error + old.error
    df = len(after) + len(before) - 2.0
    if variance > 0:
        df = variance**2 / (new.error**2 / (len(after) - 1) + old.error**2 / (len(before) - 1))
    half = t_quantile(z, df) * sqrt(variance)
    difference = new.mean - old.mean
    return Ratio(_factor(difference), _factor(difference - half), _factor(difference + half), df)


def mean_ratio_delta(after: Sequence[float], before: Sequence[float], z: float) -> Ratio:
    """Return the ratio of means with its delta-method interval: what the budget pays (rules 4, from n = 500).

    Raises ValueError for fewer than two costs on a side, a negative cost or a side that cost nothing.
    """
    if not all(cost >= 0 and isfinite(cost) for cost in (*after, *before)):
        raise ValueError("A mean cost needs every cost to be a number that is not negative.")
    new, old = _moments(after), _moments(before)
    if not (new.mean and old.mean):
        raise ValueError("A ratio of mean costs needs a cost on each side.")
    half = z * sqrt(new.error / new.mean**2 + old.error / old.mean**2)
    ratio = new.mean / old.mean
    return Ratio(ratio, _factor(log(ratio) - half), _factor(log(ratio) + half))


def dearest_share(costs: Sequence[float], percent: int = 1) -> float | None:
    """Return the share of spend in the dearest percent of tasks, whole tasks rounded up; None where nothing was."""
    total = fsum(costs)
    return fsum(nlargest((len(costs) * percent + 99) // 100, costs)) / total if total else None


def tail(costs: Sequence[float]) -> Tail | None:
    """Return how heavy the tail of costs is, None when there are no costs (rules 4 and 5, cost tail)."""
    p50, p99 = nearest_rank(costs, 50), nearest_rank(costs, 99)
    if p50 is None or p99 is None:
        return None
    return Tail(len(costs), p50, p99, p99 / p50 if p50 else None, dearest_share(costs))


def t_quantile(z: float, df: float) -> float:
    """Return Student's t quantile for a normal quantile: Cornish-Fisher expansion to five terms.

    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    """
    if not (df > 0 and isfinite(z)):
        raise ValueError(f"There is no t quantile for {df} degrees of freedom.")
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum(term / df**power for power, term in enumerate(terms))


@dataclass(frozen=True, slots=True)
class _Moments:
    mean: float
    error: float


def _moments(values: Sequence[float]) -> _Moments:
    """Return the mean and its squared standard error."""
    n = len(values)
    if n < 2:
        raise ValueError("A change of cost needs at least two tasks on each side.")
    mean = fsum(values) / n
    return _Moments(mean, fsum((value - mean) ** 2 for value in values) / (n - 1) / n)


def _factor(exponent: float) -> float:
    """Return e to this power, held within what a float can carry: a handful of wild costs knows nothing."""
    return exp(max(-LARGEST_EXPONENT, min(LARGEST_EXPONENT, exponent)))
