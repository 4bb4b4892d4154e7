"""The sentence a review opens with, and the ten steps in their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.boards.quarter.board import quarter
from agent_scorecard.boards.quarter.steps import Step
from agent_scorecard.rules.periods import parse
from tests.boards.quarter.build import agent, board, review
from tests.boards.quarter.test_comparison import headline
from tests.build import AS_OF

NO_MONEY = {"days": (), "costs": ()}


def test_the_ten_steps_are_in_the_order_of_the_walkthrough():
    assert [step.word for step in Step] == [
        *("Control", "Exceptions", "Inventory", "Value and risk", "Ladder"),
        *("Proposals", "Overlap", "Control plane", "Spend", "Outcome"),
    ]


def test_the_head_says_which_quarter_is_seen_from_which_day():
    shown = board(agent("A"))
    assert (shown.title, shown.over) == (
        "Third quarter 2026",
        "Company · Quarterly review, July to September 2026 · Saturday 31 October 2026",
    )
    assert (shown.is_current, shown.before_as_of) == (True, date(2026, 6, 30))


def test_an_old_review_is_not_the_current_one():
    assert quarter(review(agent("A"), period=parse("2026-Q1")), AS_OF).is_current is False


@pytest.mark.parametrize(
    ("values", "deck"),
    [
        ([], "No agent was live in the quarter."),
        ([None], "No outcome can be compared with a baseline yet."),
        ([25.0], "One of one outcome moved toward the target, one reached it."),
        ([30.0, 42.0], "One of two outcomes moved toward the target, none reached it."),
        ([50.0], "None of one outcome moved toward the target, none reached it."),
    ],
    ids=["nobody", "no figure", "reached", "one of two", "worse"],
)
def test_the_deck_counts_the_outcomes_that_moved(values, deck):
    facts = [{"observations": {}} if value is None else headline(value) for value in values]
    rows = [agent(f"Agent {place}", **NO_MONEY, **each) for place, each in enumerate(facts)]
    assert board(*rows).deck == deck


def test_money_is_part_of_the_sentence():
    assert board(agent("A")).deck.endswith(", for 362\u202fUSD.")


@pytest.mark.parametrize(
    ("now", "before", "more"),
    [
        ({}, {}, "Control is complete."),
        ({"budgets": ()}, {}, "Control is thinner in one place."),
        ({"budgets": (), "actions": ()}, {}, "Control is thinner in two places."),
        ({"budgets": ()}, {"budgets": ()}, "Control is complete in three of four respects."),
    ],
)
def test_the_second_sentence_is_about_control(now, before, more):
    assert board(agent("A", **now), before=[agent("A", **before)]).more == more


def test_an_empty_company_has_a_review_too():
    shown = board()
    assert (shown.deck, shown.more, shown.agents) == ("No agent was live in the quarter.", "", 0)
    assert replace(shown, over="").values == ()
