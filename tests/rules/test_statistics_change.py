"""When a rate has moved, when people step in more often, and how alike the runs of a week are."""

import pytest

from agent_scorecard.rules.statistics import (
    Climb,
    Comparison,
    Dispersion,
    Moved,
    climbing,
    compared,
    dispersion,
    recent_phi,
    runs_to_see,
)
from agent_scorecard.vocabulary import Direction

Z95 = 1.959963984540054
HIGHER, LOWER = Direction.HIGHER, Direction.LOWER


def climb(after, before, phi=1.0):
    numbers = {"z_alert": 3.0, "z_watch": Z95, "rise_percent": 30, "least_runs": 30, "least_cases": 5}
    return climbing(after, before, phi=phi, **numbers)


@pytest.mark.parametrize(
    ("after", "before", "phi", "answer"),
    [
        ((13000, 200000), (10000, 200000), 1.0, Climb.ALERT),
        ((12999, 200000), (10000, 200000), 1.0, Climb.QUIET),
        ((15, 30), (0, 120), 1.0, Climb.ALERT),
        ((15, 29), (0, 120), 1.0, Climb.QUIET),
        ((20, 40), (1, 30), 1.0, Climb.ALERT),
        ((20, 40), (1, 29), 1.0, Climb.QUIET),
        ((60, 500), (75, 1500), None, Climb.WATCH),
        ((25, 500), (75, 1500), None, Climb.QUIET),
        ((0, 500), (0, 1500), 1.0, Climb.QUIET),
        ((0, 0), (75, 1500), 1.0, Climb.QUIET),
        ((60, 500), (0, 0), 1.0, Climb.QUIET),
    ],
    ids=[
        "up 30 %",
        "up a little less",
        "30 runs after",
        "29 runs after",
        "30 runs before",
        "29 runs before",
        "no dispersion known: a watch at most",
        "no rise",
        "no case at all",
        "nothing after",
        "nothing before",
    ],
)
def test_a_climb_needs_the_rise_the_runs_the_cases_and_the_interval(after, before, phi, answer):
    assert climb(after, before, phi).answer is answer


def compare(after, before, direction=LOWER, phi=1.0):
    found = compared(after, before, direction, phi=phi, z_block=3.0, z_note=Z95, least_n=30, least_cases=5)
    return found.moved, found.may_block


@pytest.mark.parametrize(
    ("after", "before", "direction", "phi", "answer"),
    [
        ((60, 500), (75, 1500), LOWER, 1.0, (Moved.WORSE, True)),
        ((60, 500), (75, 1500), LOWER, None, (Moved.WORSE, False)),
        ((12, 100), (15, 300), LOWER, 1.0, (Moved.WORSE, False)),
        ((75, 1500), (60, 500), LOWER, 1.0, (Moved.BETTER, True)),
        ((440, 500), (1425, 1500), HIGHER, 1.0, (Moved.WORSE, True)),
        ((1425, 1500), (440, 500), HIGHER, 1.0, (Moved.BETTER, True)),
        ((5, 40), (0, 120), LOWER, 1.0, (Moved.WORSE, True)),
        ((4, 30), (0, 120), LOWER, 1.0, (Moved.UNCLEAR, False)),
        ((26, 30), (120, 120), HIGHER, 1.0, (Moved.UNCLEAR, False)),
        ((10, 29), (0, 120), LOWER, 1.0, (Moved.UNCLEAR, False)),
        ((5, 100), (5, 100), LOWER, 1.0, (Moved.UNCLEAR, False)),
    ],
    ids=[
        "surely worse",
        "worse, dispersion unknown",
        "worse, a note",
        "surely better",
        "higher: surely worse",
        "higher: surely better",
        "five cases",
        "four cases",
        "higher: four errors",
        "29 runs",
        "the same",
    ],
)
def test_a_rate_is_worse_or_better_only_when_sure(after, before, direction, phi, answer):
    assert compare(after, before, direction, phi) == answer


def test_an_empty_window_is_no_change():
    nothing = compared((0, 0), (5, 100), LOWER, phi=1.0, z_block=3.0, z_note=Z95, least_n=0, least_cases=5)
    assert nothing == Comparison(Moved.UNCLEAR, False, None)


@pytest.mark.parametrize(
    ("share", "factor", "z", "runs"),
    [
        (0.05, 2.0, 3.0, 625),
        (0.05, 2.0, Z95, 332),
        (0.05, 1.5, 3.0, 2012),
        (0.10, 2.0, 3.0, 280),
        (0.10, 2.0, Z95, 149),
        (0.02, 2.0, 3.0, 1658),
        (0.5, 2.0, 3.0, 5),
        (0.6, 2.0, 3.0, None),
    ],
)
def test_a_small_agent_is_told_how_many_runs_it_needs(share, factor, z, runs):
    assert runs_to_see(share, factor, z=z, z_power=0.8416212, before_to_after=3) == runs


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([], Dispersion(1.0, None)),
        ([(0, 0)], Dispersion(1.0, None)),
        ([(3, 10)], Dispersion(1.0, 0.3)),
        ([(0, 10), (0, 20)], Dispersion(1.0, 0.0)),
        ([(10, 10), (20, 20)], Dispersion(1.0, 1.0)),
        ([(5, 10), (5, 10)], Dispersion(1.0, 0.5)),
        ([(0, 10), (10, 10)], Dispersion(20.0, 0.5)),
        ([(0, 10), (0, 0), (10, 10)], Dispersion(20.0, 0.5)),
    ],
    ids=["none", "empty", "one", "no case", "every case", "too even", "uneven", "empty ones left out"],
)
def test_dispersion_is_at_least_one(blocks, found):
    assert dispersion(blocks) == found


@pytest.mark.parametrize(
    ("blocks", "phi"),
    [
        ([(0, 10), (10, 10), (5, 10)], 1.5),
        ([(0, 10), (10, 10), (5, 10), (0, 0)], 1.5),
        ([(5, 10)] * 4, 1.0),
        ([(0, 10), *[(5, 10)] * 12], 1.0),
        ([(0, 10)] * 4, 1.0),
    ],
    ids=["too few", "an empty one does not count", "four", "the thirteenth back is forgotten", "no case"],
)
def test_recent_dispersion_falls_back_to_policy_below_four_blocks(blocks, phi):
    assert recent_phi(blocks, least=4, most=12, otherwise=1.5) == phi
