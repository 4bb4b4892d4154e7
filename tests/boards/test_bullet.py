"""A measure as a picture: every position is a share of its own axis, every zone follows the one before."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.boards.bullet import bullet_of
from agent_scorecard.boards.shapes import Bullet, Zone
from agent_scorecard.rules.facts import Band
from agent_scorecard.vocabulary import Verdict
from tests.boards.build import judged
from tests.build import bounds

MINUTES = "first_response_time"
SHARE = "policy_accuracy"
RANGE = "escalation_rate"
RATIO = "capacity_utilisation"


def on_100_to_200(value: float) -> float:
    """The axis runs from the smallest to the largest mark with 8 % room at either end."""
    return (value - 92) / 116


def test_lower_is_better_passes_at_the_left_end():
    limits = bounds(MINUTES, target=100.0, passes=140.0, fails=200.0)
    drawn = bullet_of(judged(MINUTES, 150.0, limits, baseline=180.0, verdict=Verdict.AT_RISK), "USD")
    at = on_100_to_200
    assert drawn == Bullet(
        zones=(
            Zone("passes", 0.0, at(140)),
            Zone("between", at(140), at(200)),
            Zone("fails", at(200), 1.0),
        ),
        value=at(150),
        baseline=at(180),
        interval=None,
        targets=(at(100),),
        tone="risk",
        label="First response time: 150\u202fmin, baseline 180\u202fmin",
    )


def test_without_a_fail_bound_nothing_is_drawn_as_failing():
    limits = bounds(MINUTES, target=100.0, passes=140.0)
    drawn = bullet_of(judged(MINUTES, 200.0, limits), "USD")
    at = on_100_to_200
    assert drawn.zones == (Zone("passes", 0.0, at(140)), Zone("between", at(140), 1.0))


def test_higher_is_better_passes_at_the_right_end():
    limits = bounds(SHARE, target=1.0, passes=0.75, fails=0.5)
    drawn = bullet_of(judged(SHARE, 0.25, limits, baseline=0.0, low=0.125, high=0.375, verdict=Verdict.MISSED), "USD")
    assert drawn == Bullet(
        zones=(Zone("fails", 0.0, 0.5), Zone("between", 0.5, 0.75), Zone("passes", 0.75, 1.0)),
        value=0.25,
        baseline=0.0,
        interval=(0.125, 0.375),
        targets=(1.0,),
        tone="bad",
        label="Policy accuracy: 25\u202f%, interval 12.5\u202f% to 37.5\u202f%, baseline 0\u202f%",
    )


def test_higher_without_a_fail_bound_is_in_between_from_the_left_end():
    drawn = bullet_of(judged(SHARE, 1.0, bounds(SHARE, target=1.0, passes=0.75), baseline=0.0), "USD")
    assert drawn.zones == (Zone("between", 0.0, 0.75), Zone("passes", 0.75, 1.0))


def test_a_band_passes_in_the_middle_and_shows_both_limits():
    limits = bounds(RANGE, target=Band(0.375, 0.5), passes=Band(0.25, 0.75), fails=Band(0.125, 1.0))
    drawn = bullet_of(judged(RANGE, 0.5, limits, baseline=0.0), "USD")
    assert (drawn.zones, drawn.targets) == (
        (
            Zone("fails", 0.0, 0.125),
            Zone("between", 0.125, 0.25),
            Zone("passes", 0.25, 0.75),
            Zone("between", 0.75, 1.0),
            Zone("fails", 1.0, 1.0),
        ),
        (0.375, 0.5),
    )


def test_a_band_without_a_fail_band_is_in_between_to_both_ends():
    drawn = bullet_of(judged(RANGE, 1.0, bounds(RANGE, passes=Band(0.25, 0.75)), baseline=0.0), "USD")
    assert (drawn.zones, drawn.targets) == (
        (Zone("between", 0.0, 0.25), Zone("passes", 0.25, 0.75), Zone("between", 0.75, 1.0)),
        (0.25, 0.75),
    )


def test_without_a_target_the_pass_bound_is_the_tick():
    assert bullet_of(judged(SHARE, 0.0, bounds(SHARE, passes=1.0)), "USD").targets == (1.0,)


@pytest.mark.parametrize(
    "one",
    [
        judged(SHARE, None, bounds(SHARE, passes=0.75)),
        judged(SHARE, 0.8),
        judged(SHARE, 0.8, bounds(SHARE, passes=None)),
        judged(SHARE, 0.75, bounds(SHARE, passes=0.75)),
    ],
    ids=["no figure", "no bounds", "nothing to pass", "one single mark is no axis"],
)
def test_there_is_no_picture_where_there_is_nothing_to_compare(one):
    assert bullet_of(one, "USD") is None


@pytest.mark.parametrize("verdict", Verdict)
def test_colour_is_kept_for_what_a_person_must_act_on(verdict):
    drawn = bullet_of(judged(SHARE, 0.8, bounds(SHARE, passes=0.75), verdict=verdict), "USD")
    assert drawn.tone == {Verdict.AT_RISK: "risk", Verdict.MISSED: "bad"}.get(verdict, "good")


def test_the_axis_of_a_share_ends_at_all_and_nothing():
    drawn = bullet_of(judged(SHARE, 0.99, bounds(SHARE, passes=0.01)), "USD")
    assert (drawn.value, drawn.targets) == (0.99, (0.01,))


def test_the_axis_of_an_amount_reaches_below_zero_only_where_a_figure_does():
    limits = bounds(RATIO, passes=Band(0.0, 1.0))
    assert bullet_of(judged(RATIO, 0.5, limits), "USD").zones[0] == Zone("between", 0.0, 0.0)
    assert bullet_of(judged(RATIO, -1.0, limits), "USD").zones[0] == Zone("between", 0.0, 0.5)


shares = st.floats(0, 1, allow_nan=False)


@given(st.lists(shares, min_size=4, max_size=4), shares, st.none() | shares, st.booleans())
def test_every_mark_lies_on_the_axis_and_the_zones_tile_it(marks, value, baseline, has_fails):
    fails_low, low, high, fails_high = sorted(marks)
    limits = {
        SHARE: bounds(SHARE, passes=high, fails=low if has_fails else None),
        "intervention_rate": bounds("intervention_rate", passes=low, fails=high if has_fails else None),
        RANGE: bounds(RANGE, passes=Band(low, high), fails=Band(fails_low, fails_high) if has_fails else None),
    }
    for key, limit in limits.items():
        drawn = bullet_of(judged(key, value, limit, baseline=baseline, low=value / 2, high=value), "USD")
        if drawn is None:
            continue
        positions = [
            drawn.value,
            *drawn.targets,
            *drawn.interval,
            *(end for z in drawn.zones for end in (z.low, z.high)),
        ]
        positions += [] if drawn.baseline is None else [drawn.baseline]
        assert all(0.0 <= at <= 1.0 for at in positions)
        assert (drawn.zones[0].low, drawn.zones[-1].high) == (0.0, 1.0)
        assert all(left.high == right.low and left.low <= left.high for left, right in pairwise(drawn.zones))
