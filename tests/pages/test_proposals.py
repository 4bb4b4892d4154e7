"""A proposal and a correction on the pages: offered to whom they are open, answered there, and never in the way."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.store import read
from agent_scorecard.store.database import open_database
from agent_scorecard.ui import choose

AS_OF = date(2026, 10, 30)
CARD = "cs-health_2026-09"


@pytest.fixture
def owner(visit):
    """The owner of an agent that earned a mode, with everything typed."""
    seen = visit("sample", "scorecard", agent="cs-health", as_of=AS_OF).type("acting_input", "chen")
    return seen.type(f"reason_{CARD}", "156 notes read").type(f"next_{CARD}", "Read the notes of November")


def buttons(seen) -> list[str]:
    known = ("Publish card", "Propose", "Approve", "Decline", "Withdraw", "Take its words into the form")
    return [button.label for button in seen.app.button if button.label in known]


def test_whoever_is_alone_sees_no_extra_step(visit):
    seen = visit("minimal", "scorecard").type("acting_input", "ana")
    assert "Propose" not in buttons(seen)


def test_what_stops_or_keeps_an_agent_is_not_proposed(owner):
    assert buttons(owner) == ["Publish card", "Propose"]
    assert buttons(owner.type(f"choice_{CARD}", "pause")) == ["Publish card"]


def test_a_proposal_is_answered_by_a_second_person_and_waits_for_nobody_else(owner):
    owner.press("Propose")
    assert "Waiting for a second person" in owner.text
    assert buttons(owner) == ["Withdraw", "Publish card"]
    assert "Waiting for your approval" not in owner.go("this_month").text
    second = owner.type("acting_input", "ruth")
    assert "Waiting for your approval" in second.text
    second.app.query_params["agent"] = "cs-health"
    second.go("scorecard").press("Approve")
    assert second.errors == []
    assert "Signed byRuth Svensson, who approved it on" in second.text
    assert "Waiting for a second person" not in second.text


def test_a_declined_proposal_says_why_and_gives_its_words_back(owner):
    owner.press("Propose").type("acting_input", "ruth").press("Decline")
    assert owner.errors == [r"Say why you decline it\: whoever proposed it reads this\."]
    (field,) = (field for field in owner.app.text_input if field.key.startswith("decline_reason_"))
    owner.type(field.key, "Two months are few").press("Decline").type("acting_input", "chen")
    assert "Proposal declined" in owner.text
    assert "Two months are few" in owner.text
    owner.type(f"reason_{CARD}", "").press("Take its words into the form")
    assert [area.value for area in owner.app.text_area] == ["156 notes read"]


def test_the_last_decision_is_corrected_from_its_own_entry(owner):
    owner.type(f"second_{CARD}", "ruth").press("Publish card")
    assert [said.startswith("Published: expand") for said in owner.successes] == [True]
    seq = _last_entry()
    owner.app.query_params["corrects"] = str(seq)
    owner.again()
    assert f"You correct entry {seq}: it stays readable, its open promises end, it counts no more." in owner.text
    again = f"{CARD}_1"
    owner.type(f"choice_{again}", "maintain").type(f"reason_{again}", "The wrong action").type(
        f"next_{again}", "Choose"
    )
    owner.type(f"against_{again}", "data_wrong").press("Publish card")
    assert owner.errors == []
    ledger = owner.go("decisions").text
    assert f"Corrects entry {seq}." in ledger
    assert "it counts no more" in ledger


def _last_entry() -> int:
    engine = open_database(choose.url())
    found = read.agent_evidence(engine, "cs-health")
    engine.dispose()
    assert found is not None
    return max(row.seq for row in found.decisions)
