"""Which quarter is reviewed, on which day, and over which measures."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.boards.quarter.held import NoSuchQuarter, asked, held_on, named, offered
from agent_scorecard.rules.periods import parse
from tests.boards.quarter.build import JUNE_ENDS, Q3, agent, review
from tests.build import AS_OF


@pytest.mark.parametrize(
    ("text", "as_of", "quarter"),
    [
        (None, date(2026, 9, 29), "2026-Q2"),
        (None, date(2026, 9, 30), "2026-Q3"),
        ("", AS_OF, "2026-Q3"),
        ("2026-Q4", AS_OF, "2026-Q4"),
        ("2025-Q1", AS_OF, "2025-Q1"),
    ],
    ids=["the day before it ends", "the day it ends", "nothing asked", "the running one", "an old one"],
)
def test_the_last_quarter_that_is_over_is_reviewed_unless_another_is_asked_for(text, as_of, quarter):
    assert str(asked(text, as_of)) == quarter


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2027-Q1", "2027-Q1 has not begun."),
        ("2026-10", "2026-10 is not a quarter: write one as 2026-Q3."),
        ("2026-Q5", "'2026-Q5' is not a period: there is no quarter 5 in 2026."),
    ],
)
def test_what_is_no_quarter_is_said(text, sentence):
    with pytest.raises(NoSuchQuarter) as refused:
        asked(text, AS_OF)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("quarter", "day"),
    [("2026-Q4", AS_OF), ("2026-Q3", AS_OF), ("2026-Q2", date(2026, 9, 30)), ("2026-Q1", JUNE_ENDS)],
)
def test_an_old_review_is_seen_at_the_end_of_the_quarter_that_followed(quarter, day):
    assert held_on(parse(quarter), AS_OF) == day


def test_the_running_quarter_and_three_before_it_are_offered():
    assert list(map(str, offered(AS_OF))) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert named(Q3) == "Third quarter 2026"


def test_measures_are_those_of_the_whole_quarter_and_findings_those_of_the_day():
    one = agent("Triage")
    (shown,) = review(one).now.assessed
    assert {row.period for row in shown.judged} == {Q3}
    assert (shown.findings, shown.reading, shown.proposal) == (one.findings, one.reading, one.proposal)
