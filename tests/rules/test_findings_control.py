"""Findings about stopping, undoing, permissions and limits, on both sides of each edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Drill, UsedCall
from agent_scorecard.rules.findings import control as check
from agent_scorecard.vocabulary import Access, Choice, Level, Mode, Preset, Severity, Status, Tier
from tests.build import AS_OF, action, day_figures, days, decision, evidence

POLICY = default_policy()


def before(days_ago: int) -> date:
    return AS_OF - timedelta(days=days_ago)


def drilled(days_ago: int, *, passed: bool = True) -> dict[str, object]:
    return {"drills": (Drill("DR-1", before(days_ago), passed),)}


def never_drilled(live_days: int, loaded_days: int) -> dict[str, object]:
    return {"drills": (), "live_on": before(live_days), "first_loaded": before(loaded_days)}


def calls(day: date, **counts: float) -> dict[str, object]:
    return {"days": (day_figures(day, started=10, **counts),)}


def unused(since: int, *, logged: int = 200, used: int | None = None, **changes: object) -> dict[str, object]:
    last = None if used is None else before(used)
    return {
        "actions": (action("crm.note", mode_since=before(since), **changes),),
        "days": days(before(logged), AS_OF),
        "calls": (UsedCall("crm.note", 0, 0, 0, 0, 0, 0, last, 0, 0),),
    }


@pytest.mark.parametrize(
    ("finds", "changes", "sentence"),
    [
        (check.no_kill_switch, {"kill_switch": "None"}, "The answer on file is that there is no way to stop it."),
        (check.no_kill_switch, {"kill_switch": None}, None),
        (check.no_kill_switch, {"kill_switch": "none", "status": Status.RETIRED}, None),
        (
            check.partial_kill_switch,
            {"kill_switch_in_flight": None},
            "The kill switch stops new work; what happens to work already begun is not covered.",
        ),
        (check.partial_kill_switch, {"kill_switch_in_flight": "none in flight"}, None),
        (check.partial_kill_switch, {"kill_switch_in_flight": None, "kill_switch": None}, None),
        (check.drill_overdue, drilled(75), None),
        (
            check.drill_overdue,
            drilled(76),
            "76 days since the kill switch was last practised; it holds for 90.",
        ),
        (
            check.drill_overdue,
            never_drilled(400, 80),
            "80 days and no practice of the kill switch on record; it holds for 90.",
        ),
        (check.drill_overdue, never_drilled(400, 75), None),
        (check.drill_overdue, never_drilled(75, 400), None),
        (
            check.drill_overdue,
            {**drilled(10, passed=False), "live_on": before(400), "first_loaded": before(400)},
            "400 days and no practice of the kill switch on record; it holds for 90.",
        ),
        (check.drill_overdue, {**drilled(500), "risk_tier": Tier.LOW, "risk_tier_reason": "Test"}, None),
        (check.drill_overdue, {**drilled(500), "risk_tier": None, "actions": ()}, None),
        (check.drill_overdue, {**drilled(500), "status": Status.PILOT}, None),
        (
            check.no_compensation,
            {"actions": (action(compensation="none"),)},
            "The answer on file is that helpdesk.tag cannot be undone.",
        ),
        (check.no_compensation, {"actions": (action(compensation=None),)}, None),
        (check.no_compensation, {"actions": (action(compensation="none", mode=Mode.SHADOW),)}, None),
        (check.no_compensation, {"actions": (action(compensation="none", access=Access.READ),)}, None),
        (
            check.forbidden_call,
            calls(before(89), forbidden_calls=2),
            "2 calls of a forbidden action ran in the last 90 days.",
        ),
        (check.forbidden_call, calls(before(90), forbidden_calls=2), None),
        (
            check.limit_breach,
            calls(AS_OF, limit_breaches=3, without_approval=1),
            "3 calls ran beyond a limit in the last 90 days, 1 of them without the approval they needed.",
        ),
        (check.limit_breach, calls(before(90), limit_breaches=3), None),
        (check.unused_write_permission, unused(90), "No run used crm.note for 90 days or more."),
        (check.unused_write_permission, unused(89), None),
        (check.unused_write_permission, unused(120, used=10), None),
        (check.unused_write_permission, unused(120, logged=60), None),
        (check.unused_write_permission, unused(120, mode=Mode.SHADOW), None),
        (check.unused_write_permission, unused(120, mode=Mode.FORBIDDEN), None),
        (check.unused_write_permission, {**unused(120), "days": (), "calls": ()}, None),
        (
            check.credential_expired,
            {"actions": (action(credential_expires_on=before(1)),)},
            "The credential of helpdesk.tag has expired.",
        ),
        (check.credential_expired, {"actions": (action(credential_expires_on=AS_OF),)}, None),
        (check.credential_expired, {"actions": (action(credential_expires_on=None),)}, None),
        (
            check.runbook_incomplete,
            {"contacts": (), "actions": (action(compensation=None),)},
            "The runbook does not say whom to call and how helpdesk.tag is undone.",
        ),
        (check.runbook_incomplete, {"actions": (action(compensation=None, access=Access.READ),)}, None),
        (check.runbook_incomplete, {}, None),
    ],
)
def test_a_finding_says_what_is_out_of_control_and_is_silent_otherwise(finds, changes, sentence):
    found = finds(evidence(**changes), POLICY)
    assert (found.sentence.text if found else None) == sentence


@pytest.mark.parametrize(
    ("revised", "calls_left"),
    [(before(5), 0), (before(6), 2)],
    ids=["revised after the call", "revised the day before"],
)
def test_a_revise_decision_settles_the_calls_before_it(revised, calls_left):
    one = evidence(**calls(before(5), forbidden_calls=2), decisions=(decision(1, revised, Choice.REVISE),))
    assert check.breaches(one, POLICY, "forbidden_calls") == calls_left


def test_a_forbidden_call_names_the_action():
    used = UsedCall("helpdesk.delete", 2, 0, 0, 0, 0, 0, AS_OF, 0, 0)
    found = check.forbidden_call(evidence(**calls(AS_OF, forbidden_calls=2), calls=(used,)), POLICY)
    assert found.sentence.text == "2 calls of a forbidden action (helpdesk.delete) ran in the last 90 days."


@pytest.mark.parametrize(
    ("finds", "changes", "weight"),
    [
        (check.no_kill_switch, {"kill_switch": "none"}, (Severity.BLOCK, Level.RECOMMENDED, False)),
        (
            check.no_compensation,
            {"actions": (action(compensation="none"),)},
            (Severity.BLOCK, Level.RECOMMENDED, False),
        ),
        (check.partial_kill_switch, {"kill_switch_in_flight": None}, (Severity.NOTE, None, True)),
        (check.partial_kill_switch, {"kill_switch_in_flight": "none"}, (Severity.NOTE, None, False)),
        (check.drill_overdue, drilled(120), (Severity.WARN, None, False)),
        (check.limit_breach, calls(AS_OF, limit_breaches=1), (Severity.BLOCK, None, False)),
        (check.runbook_incomplete, {"contacts": ()}, (Severity.NOTE, None, True)),
    ],
)
def test_an_answer_of_none_weighs_more_than_no_answer(finds, changes, weight):
    found = finds(evidence(**changes), POLICY)
    assert (found.severity, found.cap, found.setup) == weight


def test_a_small_company_practises_once_a_year():
    small = POLICY.with_preset(Preset.SMALL)
    ages = [check.drill_overdue(evidence(**drilled(days_ago)), small) is not None for days_ago in (350, 351)]
    assert ages == [False, True]


def test_the_days_since_a_drill_are_an_argument_of_the_sentence():
    assert check.drill_overdue(evidence(**drilled(120)), POLICY).sentence.arguments == {"days": 120}


def test_order_of_actions_never_matters():
    rows = (action("b", compensation="none"), action("a", compensation="none"))
    one, other = (check.no_compensation(evidence(actions=each), POLICY) for each in (rows, rows[::-1]))
    assert one == other == replace(one)
