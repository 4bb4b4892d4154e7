"""Simulated agents: reviewed runs by working day, the true share drawn anew each week, so runs of a week are alike."""

from __future__ import annotations

from functools import cache
from itertools import accumulate

import numpy as np

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.statistics import Climb, climbing, dispersion

SHARES = (0.01, 0.05, 0.10, 0.15)
"""True shares of runs a person steps into; every figure is the mean over them."""
WEEKEND = 0.3
PATTERN = np.array([1.0] * 5 + [WEEKEND] * 2)
WEEKS_BEFORE, WEEKS_AFTER, QUARTER, YEAR = 12, 8, 13, 52
SEED = 2026
NUMBERS = default_policy().signals
CLIMB = {
    "z_alert": NUMBERS.alert_z,
    "z_watch": NUMBERS.watch_z,
    "rise_percent": NUMBERS.rise_percent,
    "least_runs": NUMBERS.min_n,
    "least_cases": NUMBERS.min_k,
}
Day = tuple[int, int]


def days(random: np.random.Generator, shares: np.ndarray, monthly: int, spread: float) -> list[list[Day]]:
    """One list of seven (k, n) for each week, whose share is drawn around the given one."""
    true = drawn(random, shares, spread)
    runs = random.poisson(monthly / 30 * 7 / PATTERN.sum() * PATTERN, (len(shares), 7))
    cases = random.binomial(runs, true[:, None])
    return [[*zip(k, n, strict=True)] for k, n in zip(cases.tolist(), runs.tolist(), strict=True)]


def drawn(random: np.random.Generator, shares: np.ndarray, spread: float) -> np.ndarray:
    if not spread:
        return shares
    size = (1 - shares) / (shares * spread**2) - 1
    return random.beta(shares * size, (1 - shares) * size)


def added(pairs: list[Day]) -> Day:
    return sum(k for k, _ in pairs), sum(n for _, n in pairs)


def after_a_change(
    random: np.random.Generator, share: float, monthly: int, spread: float, factor: float
) -> list[Climb]:
    """What is said on each of the 56 days after a change, looking daily, until the first alert; 84 days before it."""
    shares = np.array([share] * WEEKS_BEFORE + [min(1.0, share * factor)] * WEEKS_AFTER)
    weeks = days(random, shares, monthly, spread)
    blocks = [added(week) for week in weeks[:WEEKS_BEFORE]]
    phi, before = dispersion(blocks).phi, added(blocks)
    told = []
    for counts in accumulate(
        (day for week in weeks[WEEKS_BEFORE:] for day in week),
        lambda so_far, day: (so_far[0] + day[0], so_far[1] + day[1]),
    ):
        told.append(climbing(counts, before, phi=phi, **CLIMB).answer)
        if told[-1] is Climb.ALERT and len(told) >= NUMBERS.watch_days:
            break
    return told


@cache
def changes(monthly: int, spread: float, factor: float, trials: int) -> tuple[int, int, int]:
    """Changes with an alert within 56 days, with a watch on a whole week within 28, and all of them."""
    random = np.random.default_rng([SEED, monthly, round(100 * spread), round(100 * factor)])
    said = [after_a_change(random, share, monthly, spread, factor) for share in SHARES for _ in range(trials)]
    alerts = sum(Climb.ALERT in told for told in said)
    watches = sum(any(told[day - 1] is not Climb.QUIET for day in (7, 14, 21, 28)) for told in said)
    return alerts, watches, len(said)


@cache
def years(monthly: int, spread: float, factor: float, trials: int) -> tuple[int, int]:
    """Agents without a change that raised an alert against the frozen reference, and all of them.

    With a factor of 1 nothing happens for a year; otherwise the share grows by it once, and eight weeks are looked at.
    """
    random = np.random.default_rng([SEED, monthly, round(100 * spread), round(100 * factor), YEAR])
    found = [_noticed(random, monthly, spread, factor) for _ in range(trials)]
    return sum(found), len(found)


def _noticed(random: np.random.Generator, monthly: int, spread: float, factor: float, share: float = 0.05) -> bool:
    begins = YEAR if factor == 1 else int(random.integers(4, YEAR - WEEKS_AFTER))
    shares = np.full(QUARTER + YEAR, share)
    shares[QUARTER + begins :] *= factor
    weeks = [added(week) for week in days(random, shares, monthly, spread)]
    looked = range(YEAR) if factor == 1 else range(begins, begins + WEEKS_AFTER)
    return any(_against_reference(weeks, QUARTER + week) is Climb.ALERT for week in looked)


def _against_reference(weeks: list[Day], last: int) -> Climb:
    """The last four weeks against the twelve before the current quarter, as they are looked at each Sunday."""
    first = last - 3
    frozen = min(last - last % QUARTER, first)
    reference = weeks[max(0, frozen - WEEKS_BEFORE) : frozen]
    return climbing(added(weeks[first : last + 1]), added(reference), phi=dispersion(reference).phi, **CLIMB).answer
