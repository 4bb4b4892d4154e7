"""Adding up periods, case classes and costs, on both sides of each edge."""

import pytest

from agent_scorecard.rules.statistics import (
    Interval,
    Tail,
    aggregate_mean,
    aggregate_rate,
    dearest_share,
    mix_check,
    nearest_rank,
    t_quantile,
    tail,
    welch_log_ratio,
    wilson,
)

Z95 = 1.959963984540054
EASIER = {"easy": (180, 200), "hard": (24, 40)}
HARDER = {"easy": (46, 50), "hard": (124, 190)}


def test_nothing_counted_says_nothing():
    assert wilson(0, 0, Z95) == Interval(0.0, 1.0)
    assert (aggregate_rate([]), aggregate_rate([(0, 0)]), aggregate_mean([]), aggregate_mean([(3.0, 0)])) == (None,) * 4
    assert (nearest_rank([], 50), tail([]), dearest_share([]), dearest_share([0, 0])) == (None,) * 4
    assert mix_check({}, {}, least=30) is None
    assert mix_check({"easy": (19, 20)}, {"easy": (18, 20)}, least=30).changed is False
    assert mix_check({"easy": (1, 2)}, {"hard": (1, 2)}, least=30) is None


@pytest.mark.parametrize(
    ("after", "before", "changed"),
    [
        ({}, {}, True),
        ({"easy": (45, 50)}, {}, False),
        ({}, {"hard": (18, 30)}, True),
        ({"odd": (0, 29)}, {"odd": (29, 29)}, True),
        ({"odd": (0, 30)}, {"odd": (30, 30)}, False),
    ],
    ids=["every class against", "one class stands still", "30 is enough", "29 has no say", "30 has a say"],
)
def test_the_mix_changed_when_every_large_class_moves_against_the_pooled_rate(after, before, changed):
    assert mix_check(HARDER | after, EASIER | before, least=30).changed is changed


@pytest.mark.parametrize(
    ("costs", "found"),
    [
        ([1] * 99 + [101], Tail(100, 1, 1, 1.0, 0.505)),
        ([1] * 98 + [102], Tail(99, 1, 102, 102.0, 0.51)),
        ([0, 0, 5], Tail(3, 0, 5, None, 1.0)),
    ],
    ids=["rank 99 of 100", "below 100 the maximum", "the median is free"],
)
def test_the_tail_of_costs_is_measured_by_nearest_rank(costs, found):
    assert tail(costs) == found
    assert found.is_maximum is (found.n < 100)


@pytest.mark.parametrize(("n", "tasks"), [(100, 1), (101, 2), (200, 2), (700, 7)])
def test_the_dearest_percent_is_rounded_up_to_whole_tasks(n, tasks):
    assert dearest_share([1] * n) == pytest.approx(tasks / n)


@pytest.mark.parametrize(
    ("df", "t"),
    [(5, 2.5706), (10, 2.2281), (30, 2.0423), (1000, 1.9623)],
)
def test_the_t_quantile_agrees_with_printed_tables(df, t):
    assert t_quantile(Z95, df) == pytest.approx(t, abs=2e-3)


def test_costs_that_never_vary_leave_no_doubt():
    found = welch_log_ratio([2, 2], [1, 1], Z95)
    assert [found.ratio, found.low, found.high, found.df] == pytest.approx([2, 2, 2, 2])
