"""What recurs leads to the runs it happened in and to what can be done; waits are told longest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agent_scorecard.boards.runs.asked import RunsFilter
from agent_scorecard.boards.runs.recurring import ROWS, beside
from agent_scorecard.rules.facts import Approval
from agent_scorecard.rules.run_facts import FieldGap, Recurring
from agent_scorecard.vocabulary import ApprovalVerdict, ToolStatus
from tests.boards.runs.build import AT, NOTHING
from tests.build import evidence
from tests.rules.assessed import POLICY

CHOICE = RunsFilter("triage", "2026-10", model="4.2")
HELD = Recurring(ToolStatus.BLOCKED, "stripe.refund", "needs_human_approval_over_100", 5, AT, AT + timedelta(days=2))
ASKED = Approval(
    "A-1", "stripe.refund", "req_7", AT, None, AT + timedelta(hours=2), None, "ana", True, ApprovalVerdict.APPROVED
)


def told(*rows, gaps=(), choice=CHOICE, **facts):
    tally = replace(NOTHING, runs=100, recurring=rows, gaps=gaps)
    return beside(evidence(**facts), POLICY, choice, tally)


@pytest.mark.parametrize(
    ("row", "narrowed", "way"),
    [
        (HELD, "&tool=stripe.refund&reason=needs_human_approval_over_100", "oversight?agent=triage"),
        (
            HELD._replace(reason="not_permitted"),
            "&tool=stripe.refund&reason=not_permitted",
            "oversight?agent=triage&view=Access",
        ),
        (HELD._replace(reason=""), "&tool=stripe.refund", "oversight?agent=triage"),
        (HELD._replace(status=ToolStatus.ERROR, reason="late"), "&tool=stripe.refund", "changes?agent=triage&record=1"),
        (HELD._replace(status=None, tool="", reason="late"), "&error=late", "changes?agent=triage&record=1"),
    ],
    ids=["held for a person", "not permitted", "no reason", "failed call", "error note"],
)
def test_each_kind_leads_to_its_runs_and_to_what_can_be_done(row, narrowed, way):
    (shown,) = told(row).recurring
    assert (shown.address, shown.way) == (f"runs?agent=triage&period=2026-10&model=4.2{narrowed}", way)
    assert (shown.runs, shown.share) == ("5 runs", "5\u202f%")


def test_the_most_frequent_are_listed_and_the_rest_counted():
    board = told(*(HELD._replace(reason=str(number)) for number in range(ROWS + 3)))
    assert (len(board.recurring), board.rest) == (ROWS, 3)


def test_the_longest_wait_comes_first_and_one_still_open_counts_to_the_day():
    quick = ASKED._replace(approval="A-2", decided_at=AT + timedelta(minutes=5))
    still = ASKED._replace(approval="A-3", decided_at=None, approver=None, verdict=ApprovalVerdict.PENDING)
    board = told(approvals=(quick, ASKED, still))
    assert [(row.wait, row.is_open) for row in board.slow] == [
        ("19 days 14\u202fh", True),
        ("2\u202fh", False),
        ("5\u202fmin", False),
    ]
    assert board.slow[1].address == "runs?agent=triage&period=2026-10&run=req_7"


def test_approvals_of_other_days_and_actions_are_left_out():
    earlier = ASKED._replace(requested_at=AT - timedelta(days=40), decided_at=AT - timedelta(days=40))
    assert told(approvals=(earlier,)).slow_said == "Nobody was asked to approve anything on these days."
    assert told(approvals=(ASKED,), choice=replace(CHOICE, tool="other")).slow == ()


def test_a_field_that_lacks_too_often_stands_out():
    gaps = (FieldGap("output", 100, 5), FieldGap("human_approver", 100, 6), FieldGap("workflow", 100, 0))
    board = told(gaps=gaps)
    assert [(row.field, row.missing, row.is_short) for row in board.gaps] == [
        ("approver", "6 of 100", True),
        ("output", "5 of 100", False),
    ]
    assert board.gaps_said == "96.3\u202f% of the fields these runs need are there; 95\u202f% is asked."
