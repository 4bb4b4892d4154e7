"""The weekly reviews of a first month: which is due when, and what settles one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import WeeklyReview
from agent_scorecard.rules.weekly import FirstMonth, WeekState, first_month, how_it_stands, in_first_month
from agent_scorecard.vocabulary import Choice, Status
from tests.build import AGENT, decision, evidence

POLICY = default_policy()
LIVE = date(2026, 10, 3)


def new(day: int, *reviewed: int, **changes: object) -> Evidence:
    """An agent so many days after it went live, some of its weeks reviewed."""
    given = {"live_on": LIVE, "status_since": LIVE, "decisions": (), "first_loaded": LIVE}
    held = tuple(map(review, reviewed))
    return evidence(as_of=LIVE + timedelta(days=day), weekly_reviews=held, **{**given, **changes})


def review(week: int) -> WeeklyReview:
    begins = LIVE + timedelta(days=7 * (week - 1))
    return WeeklyReview(AGENT, begins, week, begins + timedelta(days=7), ("ana",), "ana", 40 + week)


def month(one: Evidence) -> FirstMonth:
    found = first_month(one, POLICY)
    assert found is not None
    return found


def states(one: Evidence) -> list[str]:
    return [week.state.value for week in month(one).weeks]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (new(0), ["running", "ahead", "ahead", "ahead"]),
        (new(7), ["due", "running", "ahead", "ahead"]),
        (new(8), ["overdue", "running", "ahead", "ahead"]),
        (new(8, 1), ["reviewed", "running", "ahead", "ahead"]),
        (new(30, 1, 3), ["reviewed", "overdue", "reviewed", "overdue"]),
        (new(31, 1, 3), ["reviewed", "not asked", "reviewed", "not asked"]),
    ],
    ids=["first day", "seventh", "a day late", "recorded", "last day", "over"],
)
def test_a_review_is_due_each_seventh_day_for_thirty_days_and_recording_one_settles_it(
    one: Evidence, expected: list[str]
) -> None:
    assert states(one) == expected


def test_a_week_before_the_agent_was_loaded_is_never_asked_for() -> None:
    one = new(16, first_loaded=LIVE + timedelta(days=9))
    assert states(one) == ["not asked", "overdue", "running", "ahead"]


def test_going_live_begins_the_weeks_anew() -> None:
    began = LIVE - timedelta(days=40)
    pilot = new(-20, status=Status.PILOT, pilot_started=began, live_on=None, first_loaded=began)
    assert (month(pilot).begins, month(new(0)).begins) == (began, LIVE)


@pytest.mark.parametrize(
    "one",
    [
        new(5, status=Status.IDEA, days=(), observations={}),
        new(5, status=Status.PAUSED),
        new(5, decisions=(decision(9, LIVE, Choice.PAUSE),)),
        new(5, status=Status.RETIRED),
    ],
    ids=["idea", "paused", "paused by a decision", "retired"],
)
def test_no_week_runs_for_an_agent_that_does_not_work(one: Evidence) -> None:
    assert first_month(one, POLICY) is None


@pytest.mark.parametrize(("day", "expected"), [(-1, False), (0, True), (30, True), (31, False)])
def test_the_first_month_ends_with_the_day_of_its_card(day: int, expected: bool) -> None:
    assert (in_first_month(new(day), POLICY) is not None) is expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (new(2), "Week 1 of 4 is to be reviewed on 10 Oct."),
        (new(7), "Week 1 of 4 is to be reviewed today."),
        (new(9), "Week 1 of 4 was to be reviewed by 10 Oct: 2 days late."),
        (new(9, 1), "Week 2 of 4 is to be reviewed on 17 Oct."),
        (new(29, 1, 2, 3, 4), "No week is left to review."),
        (new(60, 1, 2), "Its first month was over on 2 Nov 2026: 2 of 4 weeks were reviewed."),
    ],
)
def test_one_sentence_says_which_week_comes_next(one: Evidence, expected: str) -> None:
    assert how_it_stands(one, month(one)).text == expected


def test_the_week_that_waits_longest_comes_first() -> None:
    assert [week.number for week in month(new(22, 1)).owed] == [2, 3]
    assert (month(new(22, 1)).now.number, month(new(22, 1, 2, 3)).now.state) == (2, WeekState.RUNNING)
