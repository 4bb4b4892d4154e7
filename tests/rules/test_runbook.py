"""What somebody woken at night needs on file, and what ran before the last change."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Drill, Eval
from agent_scorecard.rules.findings.control import runbook_incomplete
from agent_scorecard.rules.runbook import acting_twice, gaps, last_changes, last_drill, last_passed_eval
from agent_scorecard.vocabulary import Access, ChangeKind, Mode
from tests.build import AS_OF, action, at, changed_kind, evidence

POLICY = default_policy()
JULY, OCTOBER = date(2026, 7, 6), date(2026, 10, 6)


def parts(**changes) -> list[str]:
    return [gap.part for gap in gaps(evidence(**changes), POLICY)]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"kill_switch": None}, ["kill_switch"]),
        ({"kill_switch": "none"}, []),
        ({"rollback_target": "none"}, ["rollback_target"]),
        ({"contacts": ()}, ["contacts"]),
        ({"actions": (action(compensation=" "),)}, ["compensation"]),
        ({"actions": (action(compensation="none"),)}, []),
        ({"actions": (action(compensation=None, mode=Mode.SHADOW),)}, []),
        ({"actions": (action(compensation=None, mode=Mode.FORBIDDEN),)}, []),
        ({"actions": (action(compensation=None, access=Access.DRAFT),)}, []),
        ({"kill_switch": "", "contacts": ()}, ["kill_switch", "contacts"]),
    ],
)
def test_a_part_is_open_where_nobody_answered(changes, missing):
    assert parts(**changes) == missing
    found = runbook_incomplete(evidence(**changes), POLICY)
    assert (found.sentence.arguments["missing"] if found else 0) == len(missing)


@pytest.mark.parametrize(
    ("in_flight", "idempotent", "twice"),
    [
        (None, False, ["helpdesk.tag"]),
        ("none", False, ["helpdesk.tag"]),
        (None, True, []),
        ("Put aside", False, []),
    ],
)
def test_a_retry_acts_twice_where_work_already_begun_goes_on(in_flight, idempotent, twice):
    one = evidence(kill_switch_in_flight=in_flight, actions=(action(idempotent=idempotent),))
    assert [row.action for row in acting_twice(one, POLICY)] == twice


def test_the_last_change_of_each_kind_stands_newest_first_and_each_tool_by_itself():
    rows = (
        changed_kind(ChangeKind.MODEL, JULY, from_value="4.0", to_value="4.1"),
        changed_kind(ChangeKind.MODEL, OCTOBER, from_value="4.1", to_value="4.2"),
        changed_kind(ChangeKind.TOOL, JULY, action="helpdesk.tag"),
        changed_kind(ChangeKind.TOOL, date(2026, 8, 3), action="helpdesk.read"),
        changed_kind(ChangeKind.LEVEL, AS_OF),
        changed_kind(ChangeKind.PERMISSION, AS_OF),
    )
    found = last_changes(evidence(changes=rows))
    assert [(row.kind.value, row.action) for row in found] == [
        ("model", None),
        ("tool", "helpdesk.read"),
        ("tool", "helpdesk.tag"),
    ]


@pytest.mark.parametrize(
    ("blocking", "passed", "expected"),
    [(0, 120, "EV-9"), (1, 119, None), (None, 119, None)],
    ids=["passed", "one blocks", "one failed and nobody said whether it blocks"],
)
def test_what_passed_before_a_change_is_known_good(blocking, passed, expected):
    row = Eval("EV-9", at(JULY), 120, passed, blocking_failures=blocking)
    found = last_passed_eval(evidence(evals=(row,)), POLICY, at(OCTOBER))
    assert (found.eval_run if found else None) == expected
    assert last_passed_eval(evidence(evals=(row,)), POLICY, at(JULY)) is None


def test_the_last_drill_and_the_last_one_passed_may_differ():
    rows = (Drill("DR-1", JULY, True), Drill("DR-2", OCTOBER, False))
    one = evidence(drills=rows)
    assert (last_drill(one), last_drill(one, passed=True)) == (rows[1], rows[0])
    assert last_drill(evidence(drills=())) is None
