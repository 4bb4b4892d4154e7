"""A gap is accepted on the card by its risk owner; anybody else reads who may."""

from __future__ import annotations

from datetime import date

import pytest

DAY = date(2026, 10, 30)


@pytest.fixture
def card(visit):
    """The card of an agent with one gap, seen by whoever is named."""
    return lambda person: visit("sample", "scorecard", agent="content-research", as_of=DAY).type("acting_input", person)


def test_a_risk_owner_accepts_a_gap_and_the_card_and_the_month_say_so(card):
    seen = card("ruth")
    seen.type("gap_content-research", "evidence:1").type("gap_note_content-research", "Thirty more are being read")
    seen.press("Accept until this day")
    assert seen.successes[0].startswith("Accepted until 29 Nov 2026: EX-")
    assert "Accepted for now1 gap, the first until 29 Nov" in seen.text
    assert "1 of them accepted for now" in seen.text
    assert "Proof of quality" in seen.go("this_month").text


def test_whatever_is_refused_says_why(card):
    seen = card("ruth").press("Accept until this day")
    assert seen.errors == ["Pick the gap."]
    seen.type("gap_content-research", "evidence:1").press("Accept until this day")
    assert seen.errors == ["Write down why, in a sentence\\."]


def test_the_owner_reads_who_may(card):
    seen = card("felix")
    assert "Ruth Svensson may accept a gap for a time; nobody else may." in seen.text
    assert "gap_content-research" not in {field.key for field in seen.app.selectbox}


def test_the_review_and_the_month_list_what_is_accepted(visit):
    for page in ("this_month", "quarter"):
        assert "Audit completeness" in visit("sample", page, as_of=DAY).text
