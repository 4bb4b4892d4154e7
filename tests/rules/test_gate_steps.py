"""How each gate stands, which comes next, and what is missing for it, in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import GateRow
from agent_scorecard.rules.gate_steps import GateState, missing_next, next_gate, state_of
from agent_scorecard.rules.gates import gate
from agent_scorecard.vocabulary import AgentKind, Gate, GateAnswer, GateItem, Role, Status, Tier
from tests.build import evidence
from tests.rules.assessed import POLICY

LAST_DAY = date(2026, 11, 30)


def answers(*rows: GateRow) -> tuple[GateRow, ...]:
    """The healthy agent's answers with these in the place of those to the same item."""
    given = {(row.gate, row.item) for row in rows}
    return (*(row for row in evidence().gates if (row.gate, row.item) not in given), *rows)


def result(which: Gate, answer: GateAnswer, **changes: Any) -> GateRow:
    decided = {} if answer is GateAnswer.OPEN else {"answered_by": "ana", "answered_on": date(2026, 10, 1)}
    return GateRow(which, GateItem.RESULT, answer, **{**decided, **changes})


def without(which: Gate, asked: GateItem) -> tuple[GateRow, ...]:
    return tuple(row for row in evidence().gates if (row.gate, row.item) != (which, asked))


DESIGN, READY = Gate.DESIGN_REVIEW, Gate.PRODUCTION_READINESS


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, GateState.PASSED),
        ({"gates": answers(result(DESIGN, GateAnswer.OPEN, submitted_on=date(2026, 10, 1)))}, GateState.OPEN),
        ({"gates": answers(result(DESIGN, GateAnswer.FAIL, reason="No prompts"))}, GateState.FAILED),
        ({"gates": answers(result(DESIGN, GateAnswer.WAIVED, expires_on=LAST_DAY))}, GateState.WAIVED),
        ({"gates": answers(result(DESIGN, GateAnswer.WAIVED, expires_on=date(2026, 10, 30)))}, GateState.FAILED),
        ({"gates": without(DESIGN, GateItem.G2_1)}, GateState.REOPENED),
        ({"gates": without(DESIGN, GateItem.RESULT)}, GateState.NOT_HELD),
        ({"gates": without(DESIGN, GateItem.RESULT), "risk_tier": Tier.LOW}, GateState.NOT_ASKED),
    ],
    ids=["passed", "open", "failed", "waived", "waiver over", "an item is gone", "not held", "not asked at low tier"],
)
def test_a_gate_stands_as_its_result_and_its_items_say(changes, state):
    low = {"risk_tier_reason": "Reads only"} if "risk_tier" in changes else {}
    known = evidence(**changes, **low)
    assert state_of(gate(known, POLICY, DESIGN)) is state


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, ""),
        ({"constraints": None}, "Contract: write down constraints."),
        (
            {"gates": without(Gate.CHECKLIST, GateItem.F2)},
            'Checklist: "The job is narrow enough to test with real examples".',
        ),
        ({"gates": without(Gate.CHECKLIST, GateItem.SIGNED_BY_BUILDER)}, "Checklist: to be signed as builder."),
        ({"gates": without(READY, GateItem.RESULT)}, "Production readiness: to be submitted."),
        ({"gates": answers(result(READY, GateAnswer.OPEN))}, "Production readiness: to be signed."),
        (
            {"assignments": tuple(row for row in evidence().assignments if row.role is not Role.OWN_METRIC)},
            "Responsibility map: name who owns the business measure.",
        ),
        ({"constraints": None, "kind": AgentKind.AUTOMATION}, ""),
    ],
    ids=["nothing", "contract", "item", "signature", "not submitted", "not signed", "right", "an automation"],
)
def test_what_is_missing_next_is_one_sentence(changes, sentence):
    assert missing_next(evidence(**changes), POLICY) == sentence


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(Status.LIVE, "Contract: write down constraints."), (Status.PILOT, "Production readiness: to be submitted.")],
)
def test_at_work_the_contract_comes_before_the_next_gate(status, sentence):
    known = evidence(status=status, constraints=None, gates=without(READY, GateItem.RESULT))
    assert missing_next(known, POLICY) == sentence


def test_the_next_gate_is_the_first_that_is_not_passed():
    assert next_gate(evidence(), POLICY) is None
    known: Evidence = replace(evidence(), gates=without(DESIGN, GateItem.RESULT))
    found = next_gate(known, POLICY)
    assert found is not None
    assert found.gate is DESIGN
