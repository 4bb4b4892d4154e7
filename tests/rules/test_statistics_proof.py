"""What is sure enough for more autonomy, on both sides of each edge."""

import pytest

from agent_scorecard.rules.facts import Band
from agent_scorecard.rules.statistics import Graduation, Interval, graduation, last_look, n_needed, proven, zero_upper
from agent_scorecard.vocabulary import Direction

Z95 = 1.959963984540054
HIGHER, LOWER, BAND = Direction.HIGHER, Direction.LOWER, Direction.BAND


@pytest.mark.parametrize(
    ("k", "n", "bound", "direction", "sure"),
    [
        (0, 73, 0.05, LOWER, True),
        (0, 72, 0.05, LOWER, False),
        (100, 1000, Band(0.08, 0.13), BAND, True),
        (100, 1000, Band(0.09, 0.13), BAND, False),
        (0, 0, 0.05, LOWER, False),
        (0, 0, 0.0, HIGHER, False),
    ],
)
def test_a_rate_is_proven_when_its_whole_interval_is_good(k, n, bound, direction, sure):
    assert proven(k, n, bound, direction, 1.0, Z95).proven is sure


@pytest.mark.parametrize(
    ("bound", "failures", "direction", "phi", "n"),
    [
        (0.95, 1, HIGHER, 1.0, 110),
        (0.95, 2, HIGHER, 1.0, 142),
        (0.98, 10, HIGHER, 1.0, 916),
        (0.99, 10, HIGHER, 1.0, 1836),
        (0.05, 0, LOWER, 1.0, 73),
        (0.05, 5, LOWER, 1.0, 230),
        (0.95, 0, HIGHER, 2.0, 146),
        (0.0, 3, HIGHER, 1.0, 3),
        (1.0, 0, LOWER, 1.0, 1),
        (1.0, 0, HIGHER, 1.0, None),
        (0.0, 0, LOWER, 1.0, None),
        (Band(0.1, 0.2), 0, BAND, 1.0, None),
    ],
)
def test_the_sentence_can_say_at_which_n_it_would_be_proven(bound, failures, direction, phi, n):
    assert n_needed(bound, failures, direction, Z95, phi) == n


@pytest.mark.parametrize(
    ("decided", "look"),
    [(0, None), (99, None), (100, 100), (149, 100), (150, 150), (199, 150), (200, 200)],
)
def test_graduation_is_judged_at_100_and_each_50_after(decided, look):
    assert last_look(decided, first=100, step=50) == look


@pytest.mark.parametrize(
    ("approved", "decided", "on", "out"),
    [
        (99, 99, False, False),
        (100, 100, True, True),
        (94, 100, False, False),
        (142, 150, False, False),
        (143, 150, True, False),
    ],
)
def test_graduation_needs_enough_decisions_the_rate_and_the_interval(approved, decided, on, out):
    found = graduation(approved, decided, Z95, least=100, rate=0.95, on_lower=0.90, out_lower=0.95)
    assert (found.to_on, found.to_out) == (on, out)


def test_before_the_first_decision_nothing_graduates():
    nothing = graduation(0, 0, Z95, least=0, rate=0.95, on_lower=0.90, out_lower=0.95)
    assert nothing == Graduation(None, Interval(0.0, 1.0), to_on=False, to_out=False)


@pytest.mark.parametrize(
    ("n", "upper"), [(0, 1.0), (1, 0.95), (2995, pytest.approx(0.001, abs=1e-6)), (59, pytest.approx(0.0495, abs=1e-4))]
)
def test_zero_cases_still_allow_a_share(n, upper):
    assert zero_upper(n) == pytest.approx(upper)
