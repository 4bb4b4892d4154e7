"""An agent in its first month, live since Friday 2 October 2026, some of its weeks reviewed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import FollowUp, WeeklyReview
from agent_scorecard.vocabulary import WeeklyChange
from tests.boards.build import assessment, due
from tests.build import AGENT, evidence

POLICY = default_policy()
LIVE = date(2026, 10, 2)
CARD = date(2026, 11, 1)


def new(day: int, *reviewed: WeeklyReview, **changes: Any) -> Assessment:
    """The agent so many days after it went live."""
    as_of = LIVE + timedelta(days=day)
    given = {"live_on": LIVE, "status_since": LIVE, "decisions": (), "first_loaded": LIVE, "follow_ups": ()}
    return assessment(evidence(as_of=as_of, weekly_reviews=reviewed, **{**given, **changes}), due=due(CARD, as_of))


def review(week: int, **changes: Any) -> WeeklyReview:
    begins = LIVE + timedelta(days=7 * (week - 1))
    given = {"handled_well": "Every figure named its source", "no_change": "Too few to change anything", **changes}
    return WeeklyReview(AGENT, begins, week, begins + timedelta(days=7), ("ana", "Olga"), "ana", 40 + week, **given)


def changed(week: int, **changes: Any) -> WeeklyReview:
    return review(week, change=WeeklyChange.SOP, no_change=None, **changes)


def promise(week: int, **changes: Any) -> FollowUp:
    due_on = LIVE + timedelta(days=7 * (week + 1))
    return FollowUp(f"{40 + week}-1", AGENT, "Name each source", "ben", due_on, 40 + week, **changes)
