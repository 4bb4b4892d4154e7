"""Simulated agents alarm, graduate and flip as often by the default numbers as is documented."""

from datetime import date
from itertools import accumulate, pairwise
from math import exp
from random import Random

import pytest

from agent_scorecard import where
from agent_scorecard.rules.facts import Bounds
from agent_scorecard.rules.statistics import (
    grade,
    graduation,
    last_look,
    sticky,
    wilson,
)
from agent_scorecard.vocabulary import Direction
from tests.rules.simulated import changes, years

Z95 = 1.959963984540054
REVIEWED_A_MONTH = 500
WEEKLY_SPREAD = 0.15
WEEKEND = 0.3
PAGE = where.ROOT / "docs" / "calibration.md"
GREW = {"nothing": 1.0, "by half": 1.5, "to twice": 2.0}
QUICK, LONG = 60, 500


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


def share_told(cell):
    return float(cell.removesuffix(" %")) / 100


def told(*tests):
    """The rows of the page whose figures are simulated here, by the name of the test in their first cell."""
    lines = (line.strip("| \n") for line in PAGE.read_text(encoding="utf-8").splitlines())
    cells = (tuple(map(str.strip, line.split("|"))) for line in lines)
    return [row for row in cells if row[0] in tests]


def alarms(test, monthly, spread, factor, trials):
    """How many of how many simulated changes, or years, raised an alarm."""
    if test == "reference":
        return years(monthly, spread, factor, trials)
    alerts, watches, of = changes(monthly, spread, factor, trials)
    return (alerts if test == "alert" else watches), of


def simulated_rows():
    """Small agents at the usual spread each time, the others and the large ones with `make soak`."""
    for row in told("alert", "watch", "reference"):
        test, monthly, spread, grew, _, interval = row
        monthly, spread = int(monthly.replace(",", "")), share_told(spread)
        is_quick = monthly <= (500 if test == "reference" else 2_000) and spread == WEEKLY_SPREAD
        given = (test, monthly, spread, GREW[grew], [share_told(f"{end} %") for end in interval[:-2].split(" to ")])
        yield pytest.param(*given, QUICK, marks=() if is_quick else pytest.mark.soak, id=" ".join(row[:4]))
        yield pytest.param(*given, LONG, marks=pytest.mark.soak, id=" ".join((*row[:4], "long")))


@pytest.mark.parametrize(("test", "monthly", "spread", "factor", "stated", "trials"), [*simulated_rows()])
def test_alarms_are_as_rare_and_as_sharp_as_documented(test, monthly, spread, factor, stated, trials):
    found, of = alarms(test, monthly, spread, factor, trials)
    chance = wilson(found, of, 3.0)
    low, high = stated
    assert max(chance.low, low) <= min(chance.high, high), (found / of, stated)


def test_every_figure_of_the_page_is_simulated():
    assert [len(told(test)) for test in ("alert", "watch", "reference", "graduation")] == [25, 25, 12, 5]


def graduated(random, approval, by):
    """Whether an action would go to on, and to out, at one of the looks at 100, 150, 200 … decisions."""
    approved, looks = 0, []
    for decided in range(1, by + 1):
        approved += random.random() < approval
        if last_look(decided, first=100, step=50) == decided:
            looks.append(graduation(approved, decided, Z95, least=100, rate=0.95, on_lower=0.90, out_lower=0.95))
    return any(look.to_on for look in looks), any(look.to_out for look in looks)


@pytest.mark.parametrize(
    ("approval", "on", "out", "give"), [tuple(map(share_told, row[1:])) for row in told("graduation")]
)
def test_actions_graduate_within_200_decisions_as_documented(approval, on, out, give):
    random = Random(2026)
    tried = [graduated(random, approval, by=200) for _ in range(800)]
    assert [sum(step) / len(tried) for step in zip(*tried, strict=True)] == pytest.approx([on, out], abs=give)


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
