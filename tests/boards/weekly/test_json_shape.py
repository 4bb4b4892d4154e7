"""The first month for programs: the documented keys, plain values, and the same weeks as on the page."""

from __future__ import annotations

import json

from agent_scorecard.boards.weekly.json_shape import weekly, weeks_due
from agent_scorecard.rules.answers import Assessment
from tests.boards.test_json_shapes import documented, paths
from tests.boards.weekly.build import POLICY, changed, new, promise, review
from tests.build import AGENT


def shape(*assessed: Assessment, agent: str = "") -> dict:
    return weekly(assessed, assessed[0].evidence.as_of, POLICY, agent)


def full() -> Assessment:
    return new(16, changed(1), follow_ups=(promise(1),))


def test_the_shape_has_the_keys_the_documentation_names() -> None:
    groups = {"agents[].weeks[].review", "agents[].weeks[].review.follow_up", "agents[].figures[].last_month"}
    assert set(paths(shape(full()))) | groups == documented("weekly")


def test_the_shape_is_plain_json() -> None:
    for one in (full(), new(3), new(16, review(1))):
        found = shape(one)
        assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_an_agent_past_its_month_is_told_only_when_asked_for() -> None:
    assert shape(new(60))["agents"] == []
    (asked,) = shape(new(60), agent=AGENT)["agents"]
    assert (asked["over"], [week["state"] for week in asked["weeks"]]) == (True, ["not_asked"] * 4)


def test_every_review_that_is_owed_is_due_with_its_days() -> None:
    assert weeks_due([new(16), new(16, *map(review, (1, 2)))], POLICY) == [
        {"agent": AGENT, "week": 1, "due": "2026-10-09", "days_late": 9},
        {"agent": AGENT, "week": 2, "due": "2026-10-16", "days_late": 2},
    ]
