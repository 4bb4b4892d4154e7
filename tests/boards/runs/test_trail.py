"""One run: what it lacks is named, content stays away, and it leads to what can be done about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agent_scorecard.boards.runs.trail import NOT_KEPT, trail
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.run_facts import RunApproval
from agent_scorecard.vocabulary import ApprovalVerdict, KeepContent, ReviewOutcome
from tests.boards.runs.build import AT, HELD, LINE, READ, TRAIL
from tests.build import evidence


def told(found=TRAIL, **facts):
    return trail(evidence(**facts), found)


def keeping(keep):
    return {"agent": replace(evidence().agent, keep_content=keep)}


def test_a_whole_record_says_so_and_a_gap_is_named():
    assert told().audit_said == "All 2 fields this run needs are there."
    lacking = TRAIL._replace(audit={"workflow": True, "output": False, "human_approver": False})
    assert told(lacking).audit_said == "1 of 3 fields are there; the log lacks output and approver."


@pytest.mark.parametrize(
    ("approver", "approved", "said"),
    [
        ("ana", True, "The log names Ana as who approved."),
        ("", True, "A person approved it; the log does not say who."),
        ("", False, "Nobody approved it."),
        ("", None, "The record does not say whether anybody approved."),
    ],
)
def test_who_approved_is_said_as_far_as_it_is_known(approver, approved, said):
    assert told(TRAIL._replace(approver=approver, approved=approved)).approvals_said == said


def test_an_approval_is_told_with_how_long_it_took():
    row = RunApproval("A-1", None, None, ApprovalVerdict.APPROVED, AT, AT + timedelta(minutes=63))
    waiting = row._replace(verdict=ApprovalVerdict.PENDING, decided_at=None)
    found = told(TRAIL._replace(approvals=(row, waiting))).approvals
    assert [(each.verdict, each.wait) for each in found] == [
        ("Approved", "1\u202fh 3\u202fmin"),
        ("Pending", "still waits"),
    ]


@pytest.mark.parametrize(
    ("keep", "inputs", "output", "contents"),
    [
        (KeepContent.NONE, None, None, (("Content", NOT_KEPT),)),
        (KeepContent.INPUTS, "{}", None, (("Inputs", "{}"), ("Output", "Not kept or not given."))),
        (KeepContent.NONE, "{}", None, (("Inputs", "{}"), ("Output", "Not kept or not given."))),
    ],
    ids=["nothing is kept", "inputs are kept", "was kept before the policy changed"],
)
def test_content_is_shown_only_where_it_was_kept(keep, inputs, output, contents):
    assert told(TRAIL._replace(inputs=inputs, output=output), **keeping(keep)).contents == contents


@pytest.mark.parametrize(
    ("changes", "label", "said"),
    [
        ({"infra_failure": True}, "Counted", "As a failure of the infrastructure: it is in no rate of the agent."),
        ({"time_stated": True}, "Time", "Only stated by a mapping: the run is in no trend."),
        ({"sources": None}, "Sources", "Not given by the record."),
        ({"case_class": "billing"}, "Kind of case", "billing"),
    ],
)
def test_what_is_odd_about_a_run_is_said(changes, label, said):
    assert dict(told(TRAIL._replace(**changes)).facts)[label] == said


def test_calls_that_were_not_recorded_differ_from_none():
    assert told(TRAIL._replace(line=LINE._replace(calls=None))).calls is None
    assert told(TRAIL._replace(line=LINE._replace(calls=()))).calls == ()


def test_a_run_leads_to_what_may_be_done_about_it():
    line = LINE._replace(outcome=ReviewOutcome.EDITED, calls=(READ, HELD))
    ways = [way.word for way in told(TRAIL._replace(line=line)).ways]
    assert ways[-4:] == [
        *("Report an incident with this run", "Turn it into an eval case", "See its gates and permissions"),
        "Decide on the agent",
    ]
    assert [way.word for way in told().ways][-2:] == ["Report an incident with this run", "Decide on the agent"]


def test_what_cites_a_run_is_named():
    incident = Incident("I-7", AT, affected_runs=("req_7",))
    other = replace(incident, incident="I-8", affected_runs=("req_8",))
    assert [way.word for way in told(incidents=(incident, other)).cited] == ["Incident I-7"]
