"""Runs as lines, and the place in the address where the next page begins."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from agent_scorecard.boards.runs.asked import RunsFilter
from agent_scorecard.boards.runs.found import SIZE, place_in, place_text, run_row, runs_page
from agent_scorecard.rules.run_facts import RunPlace
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, RunStatus
from tests.boards.runs.build import HELD, LINE, READ
from tests.build import AS_OF, evidence

CHOICE, ZONE = RunsFilter("triage"), ZoneInfo("Europe/Berlin")


def row(**changes):
    return run_row(LINE._replace(**changes), CHOICE, ZONE, AS_OF)


def test_a_run_is_one_line_in_the_time_of_the_company():
    told = row()
    assert (told.when, told.outcome_word, told.ended, told.result) == (
        "12 Oct 11:02",
        "Accepted",
        "Completed",
        "came out right",
    )
    assert (told.versions, told.calls, told.went_wrong, told.cost) == ("4.2, p-31", "crm.read", "", "0.035\u202fUSD")


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({"calls": None}, "calls", "calls not recorded"),
        ({"calls": ()}, "calls", "no call"),
        ({"calls": (READ._replace(times=3),)}, "calls", "crm.read × 3"),
        ({"calls": (READ,) * 5}, "calls", "crm.read, crm.read, crm.read and 2 more"),
        ({"calls": (READ, HELD)}, "went_wrong", "stripe.refund: needs_human_approval_over_100"),
        ({"calls": (HELD,), "error": "timed out"}, "went_wrong", "timed out"),
        ({"outcome": ReviewOutcome.NONE}, "outcome_word", "Nobody looked"),
        ({"outcome": ReviewOutcome.PENDING}, "outcome_word", "Waits for a person"),
        ({"status": RunStatus.FAILED}, "ended", "Failed"),
        ({"result": RunResult.NOT_JUDGED}, "result", ""),
        ({"cost": None}, "cost", ""),
    ],
)
def test_what_a_run_says_of_itself_is_said_in_words(changes, name, words):
    assert getattr(row(**changes), name) == words


def test_a_full_page_leads_to_older_runs_and_a_later_one_back_to_the_newest():
    many = [LINE._replace(place=RunPlace(at, "r")) for at in range(SIZE + 1, 0, -1)]
    first = runs_page(many, CHOICE, None, evidence())
    last = runs_page(many[:3], CHOICE, many[0].place, evidence())
    assert (len(first.rows), first.older, first.newest) == (SIZE, "runs?agent=triage&before=2~r", "")
    assert (len(last.rows), last.older, last.newest) == (3, "", "runs?agent=triage")


@pytest.mark.parametrize("text", ["", "7", "x~r", "7~", "-7~r", f"{'9' * 30}~r", "\u0667~r"])
def test_what_is_no_place_is_none(text):
    assert place_in(text) is None


def test_a_place_is_read_back_as_it_was_written():
    place = RunPlace(7, "a~b")
    assert place_in(place_text(place)) == place
