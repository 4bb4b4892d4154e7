"""The card as a whole: complete for the healthy agent, full of questions for one nobody described, never blank."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.boards.on_call.board import OnCall, likeliest, on_call
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import Agent
from agent_scorecard.rules.findings.control import runbook_incomplete
from agent_scorecard.vocabulary import Access, ChangeKind, IncidentSeverity, Status
from tests.boards.build import assessment, finding, named
from tests.build import AS_OF, action, at, changed_kind, evidence, incident

POLICY = default_policy()
RUNBOOK = {"kill_switch", "rollback_target", "contacts", "compensation"}


def board(*findings, **facts) -> OnCall:
    return on_call(assessment(evidence(**facts), findings=findings), POLICY)


def codes(**facts) -> list[str]:
    return [line.code for line in board(**facts).questions]


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def test_a_complete_runbook_asks_nothing_but_the_number_of_whoever_is_on_call():
    assert codes() == ["number"]
    assert codes(contacts=("Dan 555 0102",)) == []
    assert board(contacts=("Dan 555 0102",)).more == ""
    assert board().more == "One thing a person may need is not on record."


def test_an_agent_of_which_nothing_is_recorded_has_a_question_in_every_place():
    bare = Evidence(Agent("bare", "Bare"), AS_OF, Company())
    shown = on_call(assessment(bare), POLICY)
    assert [line.code for line in shown.questions] == [
        *("on_call", "contacts", "kill_switch", "in_flight", "pause_or_retire", "drill"),
        *("rollback_target", "version", "actions", "rotation", "escalations"),
    ]
    assert shown.more == "Eleven things a person may need are not on record."
    assert [line for line in shown.questions if not (line.text.endswith("?") and line.detail.endswith("."))] == []
    assert (shown.calls, shown.quiet) == ((), "No change was ever recorded.")


MISSING = {
    **dict.fromkeys(("kill_switch", "kill_switch_in_flight", "rollback_target", "version", "url")),
    **dict.fromkeys(("contacts", "assignments", "actions", "escalations", "drills", "changes", "evals"), ()),
    **dict.fromkeys(("capabilities", "incidents"), ()),
}


@pytest.mark.parametrize("name", MISSING)
def test_whatever_is_missing_no_place_of_the_card_is_blank(name):
    shown = board(**{name: MISSING[name]})
    lines = (*shown.open_calls, *shown.stop, *shown.back, *shown.open_actions, *shown.credentials, *shown.takes_over)
    assert [line for line in lines if not (line.label and line.text)] == []
    assert [line for line in lines if line.asks and not line.detail] == []
    assert shown.calls or shown.open_calls
    assert shown.actions or shown.open_actions
    assert shown.changes or shown.quiet


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"kill_switch": None},
        {"kill_switch": "none"},
        {"rollback_target": None},
        {"rollback_target": "none"},
        {"contacts": ()},
        {"actions": (action(compensation=None), action("b", compensation=None))},
        {"actions": (action(compensation=None, access=Access.READ),)},
        {"actions": ()},
        {"kill_switch": None, "rollback_target": None, "contacts": (), "actions": (action(compensation=None),)},
    ],
)
def test_the_finding_and_the_card_miss_the_same_parts_of_the_runbook(facts):
    found = runbook_incomplete(evidence(**facts), POLICY)
    asked = RUNBOOK & set(codes(**facts))
    assert len(asked) == (found.sentence.arguments["missing"] if found else 0)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.LIVE, "Live. No incident is open."),
        (Status.PILOT, "In a pilot. No incident is open."),
        (
            Status.PAUSED,
            "Recorded as paused; whether it stands still, only its own system knows. No incident is open.",
        ),
        (Status.RETIRED, "Recorded as retired. No incident is open."),
    ],
)
def test_the_deck_says_what_is_recorded_of_its_state(status, words):
    assert board(status=status).deck == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((incident(ago(2)),), "One incident is open, 1 not contained."),
        ((incident(ago(2), paused_at=at(ago(2), 13)),), "One incident is open, contained."),
        ((incident(ago(2)), incident(ago(1), paused_at=at(ago(1), 13))), "Two incidents are open, 1 not contained."),
        ((incident(ago(2), resolved_at=at(ago(1))),), "No incident is open."),
    ],
)
def test_the_deck_says_whether_what_is_open_is_contained(rows, words):
    assert board(incidents=rows).deck == f"Live. {words}"


def test_only_open_incidents_are_listed_the_oldest_first():
    rows = (
        incident(ago(1)),
        incident(ago(9), severity=IncidentSeverity.HIGH),
        incident(ago(20), resolved_at=at(ago(3))),
    )
    assert [(line.noticed, line.urgent) for line in board(incidents=rows).incidents] == [
        ("22 Oct, 12:00", True),
        ("30 Oct, 12:00", False),
    ]


@pytest.mark.parametrize(
    ("days", "shown"),
    [(0, True), (6, True), (7, False), (27, False), (28, None)],
)
def test_changes_of_the_last_7_and_28_days_are_told(days, shown):
    row = changed_kind(ChangeKind.MODE, ago(days), action="helpdesk.tag", from_value="in", to_value="on")
    found = board(changes=(row,))
    assert [line.recent for line in found.changes] == ([] if shown is None else [shown])
    assert bool(found.quiet) is (shown is None)


def test_a_change_says_what_who_and_whether_anybody_approved():
    rows = (
        changed_kind(ChangeKind.MODE, ago(1), action="helpdesk.tag", from_value="in", to_value="on"),
        changed_kind(ChangeKind.PROMPT, ago(2), author=None, approver=None),
    )
    assert [(line.when, line.what, line.by) for line in board(changes=rows).changes] == [
        ("30 Oct, 09:00", "mode of helpdesk.tag in → on", "by Ben, approved by Ana"),
        ("29 Oct, 09:00", "prompt", "by whom is not recorded, approved by nobody"),
    ]


def test_quiet_weeks_name_the_last_change_there_was():
    assert board().quiet == "No change was recorded in 28 days; the last was 117 days ago."


def test_a_version_nobody_logged_is_said_beside_the_changes():
    assert board(finding("unlogged_version_change")).unexplained == "Sentence of unlogged_version_change."
    assert board(finding("no_owner")).unexplained == ""


def test_agents_with_open_incidents_are_likeliest_to_be_looked_for():
    row = incident(ago(1))
    agents = [
        named("Quiet"),
        named("Idle", status=Status.PAUSED),
        named("Loud", incidents=(row, incident(ago(2)))),
        named("Gone", status=Status.RETIRED, incidents=(row,)),
        named("Also quiet"),
    ]
    assert likeliest(agents) == (
        ("loud", "Loud", "2 open incidents"),
        ("also-quiet", "Also quiet", ""),
        ("quiet", "Quiet", ""),
        ("idle", "Idle", ""),
    )
