"""The first month as a fact of the card: the week reviewed last, and the one to review next."""

from __future__ import annotations

import pytest

from agent_scorecard.boards.scorecard import scorecard
from agent_scorecard.boards.shapes import Fact
from agent_scorecard.boards.weekly.fact import first_month_fact
from agent_scorecard.rules.answers import Assessment
from tests.boards.weekly.build import POLICY, new, review


@pytest.mark.parametrize(
    ("one", "fact"),
    [
        (new(3), Fact("First month", "No week reviewed", "week 1 on 9 Oct")),
        (new(14, review(1)), Fact("First month", "Week 1 of 4 reviewed", "9 Oct, week 2 today")),
        (new(15, review(1)), Fact("First month", "Week 1 of 4 reviewed", "9 Oct, week 2 1 day late", late=True)),
        (new(29, *map(review, range(1, 5))), Fact("First month", "Week 4 of 4 reviewed", "30 Oct")),
    ],
    ids=["new", "due", "late", "all"],
)
def test_the_card_says_which_week_was_reviewed_and_which_is_next(one: Assessment, fact: Fact) -> None:
    assert first_month_fact(one.evidence, POLICY) == (fact,)
    assert fact in scorecard(one, POLICY, ()).facts


def test_a_month_that_is_over_leaves_the_card() -> None:
    assert first_month_fact(new(31, review(1)).evidence, POLICY) == ()
