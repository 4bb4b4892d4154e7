"""How far a share of cases may lie from the truth, given how few cases were counted."""

from math import isfinite, sqrt
from typing import NamedTuple

Counts = tuple[float, float]
"""Cases that count, and all cases: ``(k, n)`` with 0 <= k <= n."""


class Interval(NamedTuple):
    """Two ends of a range of shares, 0..1."""

    low: float
    high: float


def checked(k: float, n: float) -> Counts:
    """Return the two counts. Raises ValueError for a negative, a NaN, an endless count or more cases than there are."""
    if not (0 <= k <= n and isfinite(n)):
        raise ValueError(f"{k} of {n} is no share of cases.")
    return k, n


def corrected(k: float, n: float, phi: float) -> Counts:
    """Return both counts divided by the dispersion, as every interval wants them (rules 2, overdispersion)."""
    if not (phi >= 1 and isfinite(phi)):
        raise ValueError(f"A dispersion is at least 1, not {phi}.")
    k, n = checked(k, n)
    return k / phi, n / phi


def wilson(k: float, n: float, z: float) -> Interval:
    """Return the score interval of a share at so many standard errors; nothing counted gives 0..1.

    Wilson 1927; recommended for few cases by Brown, Cai and DasGupta, Statistical Science 16 (2001), 101-133.
    """
    k, n = checked(k, n)
    if not (z >= 0 and isfinite(z)):
        raise ValueError(f"An interval cannot reach {z} standard errors.")
    if n == 0:
        return Interval(0.0, 1.0)
    share, shrink = k / n, 1 + z * z / n
    centre = (share + z * z / (2 * n)) / shrink
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / shrink
    low = 0.0 if k == 0 else min(max(centre - half, 0.0), share)
    high = 1.0 if k == n else max(min(centre + half, 1.0), share)
    return Interval(low, high)


def zero_upper(n: float, confidence: float = 0.95) -> float:
    """Return the highest share "0 in n" still allows, one-sided; nothing counted allows 1.

    Clopper and Pearson 1934 for no case, ``1 - 0.05 ** (1 / n)``; about 3 / n at 95 % (rules 2, zero numerators).
    """
    _, n = checked(0, n)
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, not at {confidence}.")
    return 1 - (1 - confidence) ** (1 / n) if n else 1.0
