"""Findings about contract, gates, tier, promises and approvals, on both sides of each edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import FollowUp, GateRow
from agent_scorecard.rules.findings import process as check
from agent_scorecard.vocabulary import (
    Access,
    AgentKind,
    ChangeKind,
    Effect,
    Gate,
    GateAnswer,
    GateItem,
    Level,
    Mode,
    Severity,
    Status,
    Tier,
)
from tests.build import AGENT, AS_OF, action, approval, bounds, changed_kind, decision, evidence

POLICY = default_policy()
HEALTHY = evidence()
DAY = 86_400


def before(days_ago: int) -> date:
    return AS_OF - timedelta(days=days_ago)


def gates(*rows: GateRow, without: Gate | None = None) -> dict[str, object]:
    return {"gates": (*(row for row in HEALTHY.gates if row.gate is not without), *rows)}


def waiting(days_in_gate: int, answer: GateAnswer = GateAnswer.OPEN) -> dict[str, object]:
    row = GateRow(Gate.DESIGN_REVIEW, GateItem.RESULT, answer, submitted_on=before(days_in_gate))
    return gates(row, without=Gate.DESIGN_REVIEW)


def pilot(began: int | None, decided: int | None = None, **changes: object) -> dict[str, object]:
    started = None if began is None else before(began)
    decisions = () if decided is None else (decision(1, before(decided)),)
    return {"status": Status.PILOT, "pilot_started": started, "live_on": None, "decisions": decisions, **changes}


def promised(due: int, **changes: object) -> dict[str, object]:
    return {"follow_ups": (FollowUp("FU-9", AGENT, "Tighten the prompt", "ana", before(due), 4, **changes),)}


def waited(*days: float) -> dict[str, object]:
    rows = (approval(number, before(20), seconds=round(each * DAY)) for number, each in enumerate(days))
    return {"approvals": tuple(rows)}


WAIVED = GateRow(Gate.INTAKE, GateItem.G1_2, GateAnswer.WAIVED, None, "ana", before(30), reason="New team")
REFUND = action("pay.refund", effects=(Effect.MONEY,))


@pytest.mark.parametrize(
    ("finds", "changes", "sentence"),
    [
        (
            check.contract_incomplete,
            {"constraints": None, "rollback_target": None},
            "The contract is 5 of 7 filled: an unmanaged experiment. Open: constraints and roll-back plan.",
        ),
        (check.contract_incomplete, {"constraints": None, "status": Status.RETIRED}, None),
        (check.contract_incomplete, {"constraints": None, "kind": AgentKind.AUTOMATION}, None),
        (check.contract_incomplete, {}, None),
        (
            check.checklist_incomplete,
            {"changes": (), "retention_days": None},
            '14 of 16 checklist items hold. Not yet: "Owner, supervisor and change log are there" and 1 more.',
        ),
        (
            check.checklist_incomplete,
            {"gates": tuple(row for row in HEALTHY.gates if row.item is not GateItem.SIGNED_BY_BUILDER)},
            "16 of 16 checklist items hold; it is not signed.",
        ),
        (check.checklist_incomplete, {}, None),
        (
            check.gate_missing,
            {"gates": ()},
            "Intake not held yet; design review not held yet; production readiness not held yet.",
        ),
        (check.gate_missing, {**gates(without=Gate.DESIGN_REVIEW)}, "Design review not held yet."),
        (
            check.gate_missing,
            {**gates(without=Gate.DESIGN_REVIEW), "risk_tier": Tier.LOW, "risk_tier_reason": "Test"},
            None,
        ),
        (check.gate_missing, {**gates(without=Gate.PRODUCTION_READINESS), "status": Status.PILOT}, None),
        (
            check.gate_missing,
            {"rollback_target": None},
            'Production readiness passed 8 Jan 2026, but not there now: "Roll-back steps are written down".',
        ),
        (check.gate_missing, {"gates": (), "status": Status.IDEA}, "Intake not held yet."),
        (check.gate_missing, {"gates": (), "status": Status.IDEA, "days": (), "observations": {}}, None),
        (check.gate_missing, {}, None),
        (
            check.gate_waiver_expired,
            {**gates(replace(WAIVED, expires_on=before(1))), "team": None},
            "The waiver of G1.2 ran out on 30 Oct 2026.",
        ),
        (check.gate_waiver_expired, {**gates(replace(WAIVED, expires_on=AS_OF)), "team": None}, None),
        (check.gate_waiver_expired, gates(replace(WAIVED, expires_on=before(1))), None),
        (check.gate_age, waiting(31), "Design review has been open for 31 days."),
        (check.gate_age, waiting(30), None),
        (check.gate_age, waiting(31, GateAnswer.PASS), None),
        (
            check.tier_missing,
            {"risk_tier": None, "actions": ()},
            "Not known: no tier is stated and no action is on file. High counts for raising.",
        ),
        (
            check.tier_missing,
            {"risk_tier": Tier.LOW, "risk_tier_reason": None, "actions": (action(mode=Mode.ON),)},
            "Stated low, but its actions suggest medium and no reason is given: medium counts.",
        ),
        (check.tier_missing, {"risk_tier": Tier.HIGH}, None),
        (
            check.all_actions_same_mode,
            {"actions": (action("read", access=Access.READ), REFUND)},
            "All 2 actions are in the loop, though their risks differ.",
        ),
        (check.all_actions_same_mode, {"actions": (action("a"), action("b"))}, None),
        (
            check.all_actions_same_mode,
            {"actions": (action("read", access=Access.READ, mode=Mode.OUT), REFUND)},
            None,
        ),
        (
            check.all_actions_same_mode,
            {"actions": (action("read", access=Access.READ, mode=None), replace(REFUND, mode=None))},
            None,
        ),
        (
            check.time_saved_only,
            {"bounds": (bounds("time_saved", passes=5.0, headline=True),)},
            "The only outcome measured is one the agent can drive up itself: Time saved.",
        ),
        (
            check.time_saved_only,
            {"bounds": (bounds("time_saved", passes=5.0), bounds("first_response_time", passes=30.0))},
            None,
        ),
        (
            check.self_approved,
            {"changes": (changed_kind(ChangeKind.PROMPT, before(27), author="ana", approver="ana"),)},
            "CH-prompt-2026-10-04 made and approved by the same person.",
        ),
        (
            check.self_approved,
            {"changes": (changed_kind(ChangeKind.PROMPT, before(28), author="ana", approver="ana"),)},
            None,
        ),
        (
            check.self_approved,
            {"changes": (changed_kind(ChangeKind.PROMPT, AS_OF, author="Ana", approver="ana"),)},
            "CH-prompt-2026-10-31 made and approved by the same person.",
        ),
        (
            check.self_approved,
            {"decisions": (decision(7, AS_OF, co_signed_by="ana"),)},
            "decision 7 made and approved by the same person.",
        ),
        (check.self_approved, {"decisions": (decision(7, AS_OF, co_signed_by="cora"),)}, None),
        (check.pilot_without_decision, pilot(61), "In pilot for 61 days and nothing was decided."),
        (check.pilot_without_decision, pilot(60), None),
        (check.pilot_without_decision, pilot(200, decided=61), "In pilot for 61 days since its last decision."),
        (check.pilot_without_decision, pilot(200, decided=60), None),
        (
            check.pilot_without_decision,
            pilot(None, status_since=None, first_loaded=before(61)),
            "In pilot for 61 days and nothing was decided.",
        ),
        (check.pilot_without_decision, {"pilot_started": before(900)}, None),
        (
            check.follow_up_overdue,
            promised(3),
            '1 promised step overdue, the oldest by 3 days: "Tighten the prompt".',
        ),
        (check.follow_up_overdue, promised(0), None),
        (check.follow_up_overdue, promised(3, done_on=AS_OF), None),
        (check.follow_up_overdue, promised(3, in_place=True), None),
        (
            check.not_confirmed_in_place,
            promised(1, in_place=True),
            'Decided, not confirmed in place: "Tighten the prompt", due 1 day ago.',
        ),
        (check.not_confirmed_in_place, promised(0, in_place=True), None),
        (check.not_confirmed_in_place, promised(1, in_place=True, done_on=AS_OF), None),
        (check.approval_bottleneck, waited(*[0.1] * 8, 3, 3), "One approval in ten waits 3 days or longer (n = 10)."),
        (check.approval_bottleneck, waited(*[0.1] * 9, 3), None),
        (check.approval_bottleneck, waited(*[2.0] * 10), None),
        (check.approval_bottleneck, {"approvals": ()}, None),
    ],
)
def test_a_finding_says_what_was_left_undone_and_is_silent_otherwise(finds, changes, sentence):
    found = finds(evidence(**changes), POLICY)
    assert (found.sentence.text if found else None) == sentence


def refused(code: GateItem) -> dict[str, object]:
    kept = tuple(row for row in HEALTHY.gates if row.item is not code)
    return {"gates": (*kept, GateRow(Gate.CHECKLIST, code, GateAnswer.NO, None, "ana", AS_OF))}


@pytest.mark.parametrize(
    ("finds", "changes", "weight"),
    [
        (check.contract_incomplete, {"constraints": None}, (Severity.BLOCK, Level.ASSISTED, True)),
        (check.checklist_incomplete, {"changes": ()}, (Severity.BLOCK, Level.ASSISTED, True)),
        (check.checklist_incomplete, refused(GateItem.F2), (Severity.BLOCK, Level.ASSISTED, False)),
        (check.gate_missing, {"gates": ()}, (Severity.NOTE, None, True)),
        (check.gate_missing, waiting(3, GateAnswer.FAIL), (Severity.NOTE, None, False)),
        (check.tier_missing, {"risk_tier": None}, (Severity.NOTE, None, True)),
        (
            check.tier_missing,
            {"risk_tier": Tier.LOW, "risk_tier_reason": None, "actions": (REFUND,)},
            (Severity.NOTE, None, False),
        ),
        (check.follow_up_overdue, promised(1), (Severity.WARN, None, False)),
        (check.pilot_without_decision, pilot(61), (Severity.WARN, None, False)),
    ],
)
def test_what_somebody_refused_is_no_set_up_question(finds, changes, weight):
    found = finds(evidence(**changes), POLICY)
    assert (found.severity, found.cap, found.setup) == weight
