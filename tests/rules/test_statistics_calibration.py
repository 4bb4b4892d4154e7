"""Simulated agents alarm, graduate and flip as often by the default numbers as is documented."""

from datetime import date
from itertools import accumulate, pairwise
from math import exp
from random import Random

import pytest

from agent_scorecard.rules.facts import Bounds
from agent_scorecard.rules.statistics import (
    Climb,
    climbing,
    dispersion,
    grade,
    graduation,
    last_look,
    sticky,
)
from agent_scorecard.vocabulary import Direction

Z95 = 1.959963984540054
SHARES = (0.01, 0.05, 0.10, 0.15)
REVIEWED_A_MONTH = 500
WEEKLY_SPREAD = 0.15
WEEKEND = 0.3
CLIMB = {"z_alert": 3.0, "z_watch": Z95, "rise_percent": 30, "least_runs": 30, "least_cases": 5}


def poisson(random, mean):
    limit, product, events = exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        events += 1
    return events


def cases(random, n, share):
    return sum(random.random() < share for _ in range(n))


def week(random, share, monthly=REVIEWED_A_MONTH):
    """Seven days of (k, n): the true share is redrawn each week, so the runs of one week are alike."""
    size = (1 - share) / (share * WEEKLY_SPREAD**2) - 1
    true = random.betavariate(share * size, (1 - share) * size)
    working = monthly / 30 * 7 / (5 + 2 * WEEKEND)
    runs = [poisson(random, working if day < 5 else working * WEEKEND) for day in range(7)]
    return [(cases(random, n, true), n) for n in runs]


def total(days):
    return sum(k for k, _ in days), sum(n for _, n in days)


def answers(random, share, factor):
    """What is said on each of the 56 days after a change, looking daily; 84 days lie before it."""
    blocks = [total(week(random, share)) for _ in range(12)]
    phi, before = dispersion(blocks).phi, total(blocks)
    days = [day for _ in range(8) for day in week(random, share * factor)]
    after = accumulate(days, lambda so_far, day: (so_far[0] + day[0], so_far[1] + day[1]))
    return [climbing(counts, before, phi=phi, **CLIMB).answer for counts in after]


def found(factor, trials):
    """Share of changes with an alert within 56 days, and with a watch on a complete week within 28 days."""
    random = Random(2026)
    said = [answers(random, share, factor) for share in SHARES for _ in range(trials)]
    alerts = sum(Climb.ALERT in days for days in said)
    watches = sum(any(days[day - 1] is not Climb.QUIET for day in (7, 14, 21, 28)) for days in said)
    return alerts / len(said), watches / len(said)


@pytest.mark.parametrize(
    ("factor", "alert", "watch", "give"),
    [(1.0, 0.020, 0.07, 0.015), (1.5, 0.50, 0.60, 0.05), (2.0, 0.79, 0.84, 0.05)],
    ids=["nothing changed", "half as many again", "twice as many"],
)
def test_alerts_are_as_rare_and_as_sharp_as_documented(factor, alert, watch, give):
    assert found(factor, trials=200) == pytest.approx((alert, watch), abs=give)


def graduated(random, approval, by):
    """Whether an action would go to on, and to out, at one of the looks at 100, 150, 200 … decisions."""
    approved, looks = 0, []
    for decided in range(1, by + 1):
        approved += random.random() < approval
        if last_look(decided, first=100, step=50) == decided:
            looks.append(graduation(approved, decided, Z95, least=100, rate=0.95, on_lower=0.90, out_lower=0.95))
    return any(look.to_on for look in looks), any(look.to_out for look in looks)


@pytest.mark.parametrize(
    ("approval", "on", "out"),
    [(0.90, 0.03, 0.0), (0.93, 0.27, 0.0), (0.95, 0.68, 0.03), (0.97, 0.97, 0.21), (0.99, 1.0, 0.88)],
)
def test_actions_graduate_within_200_decisions_as_documented(approval, on, out):
    random = Random(2026)
    tried = [graduated(random, approval, by=200) for _ in range(800)]
    assert [sum(step) / len(tried) for step in zip(*tried, strict=True)] == pytest.approx([on, out], abs=0.05)


def flips(verdicts):
    return sum(one is not other for one, other in pairwise(verdicts))


def test_the_shown_verdict_flips_a_third_as_often_as_the_raw_one():
    random, bounds = Random(2026), Bounds("accuracy", date(2026, 1, 1), target=0.97, passes=0.95, fails=0.90)
    raw_flips, shown_flips, years = 0, 0, 60
    for _ in range(years):
        months = [total([day for _ in range(4) for day in week(random, 0.04, monthly=107)]) for _ in range(13)]
        right = [(n - k, n) for k, n in months]
        raw = [grade(k / n, bounds, Direction.HIGHER) for k, n in right]
        shown = list(
            accumulate(right[1:], lambda last, pair: sticky(last, *pair, bounds, Direction.HIGHER), initial=raw[0])
        )
        raw_flips, shown_flips = raw_flips + flips(raw), shown_flips + flips(shown)
    assert (raw_flips / years, shown_flips / years) == pytest.approx((8.0, 2.6), abs=0.8)
