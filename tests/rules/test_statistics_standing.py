"""A verdict on both sides of each bound, and when the shown one leaves last period's."""

from datetime import date

import pytest

from agent_scorecard.rules.facts import Band, Bounds
from agent_scorecard.rules.statistics import grade, settled, sticky
from agent_scorecard.vocabulary import Direction, Verdict

HIGHER, LOWER, BAND, CONTEXT = Direction.HIGHER, Direction.LOWER, Direction.BAND, Direction.CONTEXT
MET, PASSING, AT_RISK, MISSED = Verdict.MET, Verdict.PASSING, Verdict.AT_RISK, Verdict.MISSED


def bounds(passes, target=None, fails=None):
    return Bounds("accuracy", date(2026, 1, 1), target=target, passes=passes, fails=fails)


ACCURACY = bounds(0.95, target=0.97, fails=0.90)
ERRORS = bounds(0.05, target=0.03, fails=0.10)
ESCALATION = bounds(Band(0.05, 0.15), target=Band(0.08, 0.12), fails=Band(0.02, 0.30))


@pytest.mark.parametrize(
    ("value", "limits", "direction", "verdict"),
    [
        (0.97, ACCURACY, HIGHER, MET),
        (0.9699, ACCURACY, HIGHER, PASSING),
        (0.95, ACCURACY, HIGHER, PASSING),
        (0.9499, ACCURACY, HIGHER, AT_RISK),
        (0.9001, ACCURACY, HIGHER, AT_RISK),
        (0.90, ACCURACY, HIGHER, MISSED),
        (0.03, ERRORS, LOWER, MET),
        (0.0301, ERRORS, LOWER, PASSING),
        (0.05, ERRORS, LOWER, PASSING),
        (0.0501, ERRORS, LOWER, AT_RISK),
        (0.10, ERRORS, LOWER, MISSED),
        (0.08, ESCALATION, BAND, MET),
        (0.0799, ESCALATION, BAND, PASSING),
        (0.05, ESCALATION, BAND, PASSING),
        (0.15, ESCALATION, BAND, PASSING),
        (0.0499, ESCALATION, BAND, AT_RISK),
        (0.1501, ESCALATION, BAND, AT_RISK),
        (0.02, ESCALATION, BAND, MISSED),
        (0.30, ESCALATION, BAND, MISSED),
        (0.95, bounds(0.95), HIGHER, MET),
        (0.0, bounds(0.95), HIGHER, AT_RISK),
        (0.95, bounds(0.95, fails=0.95), HIGHER, MET),
        (0.9499, bounds(0.95, fails=0.95), HIGHER, MISSED),
        (0.0, bounds(0.0, target=0.0, fails=0.0), LOWER, MET),
        (0.001, bounds(0.0, target=0.0, fails=0.0), LOWER, MISSED),
        (0.5, bounds(None, target=0.9), HIGHER, Verdict.NO_BOUND),
        (0.5, ACCURACY, CONTEXT, Verdict.NO_BOUND),
    ],
)
def test_a_value_is_graded_on_both_sides_of_each_bound(value, limits, direction, verdict):
    assert grade(value, limits, direction) is verdict


@pytest.mark.parametrize(
    ("previous", "k", "n", "limits", "direction", "shown"),
    [
        (None, 80, 100, ACCURACY, HIGHER, MISSED),
        (Verdict.UNPROVEN, 80, 100, ACCURACY, HIGHER, MISSED),
        (PASSING, 7, 100, ERRORS, LOWER, PASSING),
        (PASSING, 8, 100, ERRORS, LOWER, AT_RISK),
        (PASSING, 12, 100, ERRORS, LOWER, AT_RISK),
        (AT_RISK, 2, 100, ERRORS, LOWER, PASSING),
        (AT_RISK, 4, 100, ERRORS, LOWER, AT_RISK),
        (PASSING, 4, 100, ESCALATION, BAND, PASSING),
        (PASSING, 20, 100, ESCALATION, BAND, AT_RISK),
        (AT_RISK, 14, 100, ESCALATION, BAND, AT_RISK),
        (AT_RISK, 100, 1000, ESCALATION, BAND, MET),
        (PASSING, 50, 100, bounds(None), HIGHER, Verdict.NO_BOUND),
    ],
    ids=[
        "the first one raw",
        "raw after too few to tell",
        "lower: one more still passes",
        "lower: now at risk",
        "lower: missed, but not surely",
        "lower: better, one step",
        "lower: better, not surely",
        "band: just below, not surely",
        "band: surely above",
        "band: back, not surely",
        "band: surely back",
        "nothing to judge by",
    ],
)
def test_the_shown_verdict_moves_only_when_the_interval_agrees(previous, k, n, limits, direction, shown):
    assert sticky(previous, k, n, limits, direction) is shown


def test_dispersion_makes_the_shown_verdict_slower():
    assert sticky(PASSING, 92, 100, ACCURACY, HIGHER) is AT_RISK
    assert sticky(PASSING, 92, 100, ACCURACY, HIGHER, phi=3) is PASSING


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], Verdict.NO_DATA),
        ([(0, 0)], Verdict.NO_DATA),
        ([(93, 100)], AT_RISK),
        ([(96, 100), (93, 100)], PASSING),
        ([(96, 100), (0, 0), (93, 100)], PASSING),
        ([(80, 100), *[(96, 100)] * 11], AT_RISK),
        ([(80, 100), *[(96, 100)] * 12], PASSING),
    ],
    ids=[
        "nothing",
        "nothing counted",
        "first raw",
        "stays",
        "a gap is passed over",
        "12 periods back",
        "13 back is forgotten",
    ],
)
def test_the_shown_verdict_is_folded_over_the_last_twelve_periods(counts, shown):
    assert settled(counts, ACCURACY, HIGHER) is shown
