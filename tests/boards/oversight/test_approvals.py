"""The approval queues side by side: waits, reading, and who decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from agent_scorecard.boards.oversight.approvals import ApprovalRow, Approvals, approvals
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import Approval
from agent_scorecard.vocabulary import ApprovalVerdict, Severity
from tests.boards.build import finding
from tests.boards.oversight.build import agent, shown
from tests.build import AS_OF, action, approval
from tests.rules.assessed import POLICY

STAMPED_SAID = "40 approvals of 1 of 1 agent decided in 84 days, none waits."
PENDING = approval(99, AS_OF - timedelta(days=4), approver=None, decided_at=None, verdict=ApprovalVerdict.PENDING)
READ = tuple(approval(number, AS_OF, seconds=90) for number in range(40))
STAMPED = tuple(approval(number, AS_OF, seconds=2) for number in range(40))


def board(*agents: Assessment) -> Approvals:
    return approvals(shown(*agents), POLICY)


def asked(name: str, *rows: Approval, **facts: Any) -> Assessment:
    return agent(name, action(), approvals=rows, **facts)


def test_a_row_says_how_the_queue_runs():
    (row,) = board(asked("Triage", *READ, PENDING)).rows
    assert row == ApprovalRow(
        agent="triage",
        name="Triage",
        decided="40",
        approved="100\u202f%",
        median="1\u202fmin 30\u202fs",
        slow="1\u202fmin 30\u202fs",
        waiting="1",
        oldest="oldest from 27 Oct",
        fast="0\u202f%",
        fast_of="0 of 40",
        busiest="Dan",
        busiest_of="40 of 40, 3 may approve",
        found=(),
        trusted=True,
    )


def test_nothing_decided_is_said_and_is_no_zero():
    (row,) = board(asked("Triage", PENDING)).rows
    assert (row.approved, row.median, row.slow, row.fast, row.fast_of, row.busiest) == (
        *("none decided",) * 4,
        "",
        "not known",
    )


def test_what_nobody_can_have_read_is_not_trusted_and_comes_first():
    stamp = {"findings": (finding("single_approver", Severity.NOTE), finding("rubber_stamp"), finding("no_baseline"))}
    rows = board(asked("Alpha", *READ), asked("Zulu", *STAMPED, answers=stamp)).rows
    assert [(row.name, row.trusted) for row in rows] == [("Zulu", False), ("Alpha", True)]
    assert [found.code for found in rows[0].found] == ["rubber_stamp", "single_approver"]


@pytest.mark.parametrize(
    ("agents", "said"),
    [
        ([asked("A")], "No approval was logged in the last 84 days, so nothing is known about how they are read."),
        ([asked("A", *READ), asked("B")], "40 approvals of 1 of 2 agents decided in 84 days, none waits."),
        ([asked("A", *READ, PENDING)], "40 approvals of 1 of 1 agent decided in 84 days, 1 waits."),
        (
            [asked("A", *STAMPED)],
            f"{STAMPED_SAID} One agent is approved faster than anybody can read.",
        ),
    ],
    ids=["nothing logged", "one of two", "one waits", "one too fast"],
)
def test_the_view_counts_decisions_and_what_waits(agents, said):
    assert board(*agents).said == said
