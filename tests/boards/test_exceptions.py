"""What is accepted for a time is listed with who, until when and why; what ends soon comes first and is marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from agent_scorecard.boards.exceptions import counted, exception_form, exception_lines
from agent_scorecard.boards.published import published
from agent_scorecard.boards.scorecard import scorecard
from agent_scorecard.policy import default_policy
from agent_scorecard.vocabulary import EvidenceState, Role
from tests.boards.build import COMPANY
from tests.boards.quarter.build import agent, board
from tests.build import AS_OF, decision, evidence
from tests.rules.test_exceptions import gap

POLICY = default_policy()
LATE = gap("evidence:9", expires_on=AS_OF + timedelta(days=40))
SOON = gap("finding:drill_overdue", expires_on=AS_OF + timedelta(days=9), exception="EX-6", seq=6)
DRILL = agent("Calm", drills=(), exceptions=(LATE, SOON))


def test_the_first_to_end_comes_first_with_who_until_when_and_why() -> None:
    first, second = exception_lines((DRILL, agent("Loud")), POLICY)
    assert (first.name, first.what, first.until, first.left, first.soon) == (
        "Calm",
        "“drill overdue”",
        "9 Nov",
        "9 days left",
        True,
    )
    assert (second.what, second.until, second.soon) == ("Kill switch, way back and drill", "10 Dec", False)
    assert (second.by, second.why, second.note) == (
        "Cora",
        "Temporary gap",
        "The vendor ships the suite in November",
    )
    assert counted((first, second)) == "2 gaps, the first until 9 Nov"


def test_one_that_ran_out_or_covers_what_is_never_accepted_is_not_listed() -> None:
    old = gap("evidence:9", expires_on=AS_OF - timedelta(days=1))
    assert exception_lines((agent("Calm", drills=(), exceptions=(old,)),), POLICY) == ()
    assert exception_lines((agent("Calm", kill_switch="none", exceptions=(gap("evidence:9"),)),), POLICY) == ()


def test_the_owner_reads_who_may_accept_a_gap() -> None:
    form = exception_form(agent("Calm", drills=()), POLICY)
    assert (form.people, form.asked) == (("cora",), "Cora may accept a gap for a time; nobody else may.")
    assert form.latest == AS_OF + timedelta(days=90)
    assert {row.name for row in form.gaps} == {"evidence:9", "finding:drill_overdue"}
    nobody = tuple(row for row in evidence().assignments if row.role is not Role.RISK_OWNER)
    quiet = tuple(replace(row, risk_owner=None) for row in evidence().actions)
    assert exception_form(agent("Calm", assignments=nobody, actions=quiet), POLICY).asked.startswith(
        "Nobody may accept"
    )


def test_the_card_counts_what_is_only_accepted_and_says_who_accepted_a_finding() -> None:
    card = scorecard(DRILL, POLICY, ())
    states = {line.item: line.state for line in card.evidence}
    assert (states[9], card.there) == (EvidenceState.ACCEPTED, "15 of 15 there, 1 of them accepted for now")
    (drill,) = (row for row in card.notes if row.code == "drill_overdue")
    assert drill.way_out == "Accepted until 9 Nov 2026 by Cora: temporary gap."


def test_the_review_lists_accepted_gaps_beside_the_exceptions() -> None:
    assert [row.exception for row in board(DRILL).exceptions.accepted] == ["EX-6", "EX-5"]


def test_a_published_card_says_which_accepted_gap_it_rests_on() -> None:
    told = {
        "exceptions": [
            {"what": "the eval suite", "expires_on": "2026-11-30", "accepted_by": "cora", "note": "Suite is late."}
        ]
    }
    frozen = published(decision(4, AS_OF), COMPANY, told, (), 1)
    assert frozen.rests_on == ("The gap in the eval suite, accepted until 30 Nov 2026 by Cora: Suite is late.",)
