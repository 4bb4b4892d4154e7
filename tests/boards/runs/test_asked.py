"""What a reader narrowed the runs to: days, words for them, and the address that asks the same again."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.boards.runs.asked import RunsFilter, address, is_period, run_address, wanted, window, window_words
from agent_scorecard.rules.run_facts import RunPlace
from agent_scorecard.vocabulary import ReviewOutcome
from tests.build import AS_OF


@pytest.mark.parametrize(
    ("period", "first", "last", "words"),
    [
        ("", date(2026, 10, 4), date(2026, 10, 31), "the last 28 days"),
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "October 2026"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 10, 31), "Q4 2026"),
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30), "September 2026"),
    ],
)
def test_a_period_ends_with_the_day_everything_is_computed_for(period, first, last, words):
    assert (window(period, AS_OF), window_words(period)) == ((first, last), words)


@pytest.mark.parametrize(("asked", "answer"), [("2026-10", True), ("2026-11", False), ("soon", False), ("", False)])
def test_a_period_that_has_not_begun_is_none(asked, answer):
    assert is_period(asked, AS_OF) is answer


def test_an_address_asks_only_for_what_was_picked():
    choice = RunsFilter("triage", outcome="edited", reason="a b")
    assert address(choice) == "runs?agent=triage&outcome=edited&reason=a+b"
    assert run_address(choice, RunPlace(7, "req 1")) == f"{address(choice)}&run=req+1&at=7"


def test_words_become_what_the_log_is_asked():
    asked = wanted(RunsFilter("triage", "2026-10", outcome="edited", model="4.2"), AS_OF)
    assert (asked.outcome, asked.model, asked.status) == (ReviewOutcome.EDITED, "4.2", None)
