"""One agent at its gates: how each item stands and by what, who signed, who signs next, what is asked of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agent_scorecard.boards.gates.agent import AgentGates, ItemLine, agent_gates
from agent_scorecard.boards.gates.passing import passing
from agent_scorecard.rules.facts import GateRow
from agent_scorecard.vocabulary import EvidenceState, Gate, GateAnswer, GateItem, Role, Tier
from tests.boards.build import finding, named
from tests.build import evidence
from tests.rules.assessed import POLICY
from tests.rules.test_gate_steps import answers, result, without

LOW = {"agent": replace(evidence().agent, risk_tier=Tier.LOW, risk_tier_reason="Reads only")}


def board(**facts: Any) -> AgentGates:
    (each,) = passing([named("Triage", **facts)], POLICY)
    return agent_gates(each, POLICY)


def line(code: str, **facts: Any) -> ItemLine:
    shown = board(**facts)
    lines = [*(row for part in shown.gates for row in part.items), *shown.checklist.items]
    return next(row for row in lines if row.code == code)


def test_an_item_is_computed_from_facts_or_ticked_by_a_person():
    computed, ticked = line("G3.3"), line("F2")
    assert (computed.said, computed.facts, computed.place) == ("", "contacts and role", "load_data")
    assert computed.columns == "agents.contacts, assignments.role, assignments.person"
    assert (ticked.facts, ticked.place, ticked.state) == ("", "", EvidenceState.THERE)
    assert ticked.said.endswith("2026)")


def test_an_item_says_what_is_missing_and_where_its_facts_are_seen():
    missing = line("G2.5", escalations=())
    assert (missing.state, missing.said, missing.place) == (
        EvidenceState.MISSING,
        "Missing: an escalation trigger.",
        "on_call",
    )


def test_a_waived_item_says_until_when():
    row = GateRow(
        Gate.CHECKLIST,
        GateItem.M4,
        GateAnswer.WAIVED,
        answered_by="cora",
        answered_on=date(2026, 10, 1),
        reason="Being collected",
        expires_on=date(2026, 11, 30),
    )
    assert line("M4", evals=(), gates=answers(row)).said == "Waived until 30 Nov 2026: Being collected."


def test_a_tier_is_asked_its_own_depth():
    intake = board(**LOW).gates[0]
    assert [row.code for row in intake.items] == ["G1.0", "G1.1", "G1.2", "G1.4", "G1.5"]
    assert intake.deeper == ("Systems, data and tools the workflow touches are listed (medium and high tier)",)
    assert (board().gates[0].deeper, line("G1.3").depth, line("G1.0").depth) == ((), "medium and high tier", "")


@pytest.mark.parametrize(
    ("row", "note", "signs"),
    [
        (
            result(Gate.INTAKE, GateAnswer.OPEN, answered_by="ben"),
            "Submitted by Ben.",
            "the accountable owner (Ana)",
        ),
        (
            result(Gate.INTAKE, GateAnswer.OPEN, answered_by="ana"),
            "Submitted by Ana.",
            "a second person",
        ),
        (
            result(Gate.INTAKE, GateAnswer.OPEN),
            "Submitted, by whom is not on record.",
            "the accountable owner (Ana)",
        ),
        (
            result(Gate.INTAKE, GateAnswer.FAIL, answered_by="cora", reviewers=("ana", "cora"), reason="No baseline"),
            "Signed by Cora beside Ana: No baseline.",
            "the accountable owner (Ana); whoever submits it does not sign it",
        ),
    ],
    ids=["by the builder", "by the owner", "from a file", "failed"],
)
def test_a_gate_says_who_signed_it_and_who_signs_next(row, note, signs):
    intake = board(gates=answers(row)).gates[0]
    assert (intake.note, intake.signs) == (note, signs)


def test_work_is_asked_at_the_first_gate_that_is_not_passed():
    shown = board(gates=without(Gate.DESIGN_REVIEW, GateItem.G2_1))
    assert [part.is_next for part in shown.gates] == [False, True, False, False]
    assert [row.code for row in shown.gates[1].open_for] == ["G2.1"]
    assert (shown.gates[1].can_submit, shown.gates[1].there) == (True, "4 of 5 items there")


def test_the_sixteen_stand_in_four_blocks_with_their_signatures():
    part = board().checklist
    assert [(block.name, len(block.items)) for block in part.blocks] == [
        ("Workflow fit", 4),
        ("Control design", 4),
        ("Measurement", 4),
        ("Operations", 4),
    ]
    assert (len(part.signed), part.owed, part.flag) == (2, (), "")


def test_one_person_who_signed_twice_is_flagged():
    rows = [
        GateRow(Gate.CHECKLIST, item, GateAnswer.YES, answered_by="ana", answered_on=date(2026, 10, 1))
        for item in (GateItem.SIGNED_BY_MANAGER, GateItem.SIGNED_BY_BUILDER)
    ]
    part = board(gates=answers(*rows)).checklist
    assert part.flag == "Ana signed as manager and as builder."
    assert Role.BUILDER in part.owed


def test_what_needs_a_person_is_what_is_found_about_gates():
    about_gates = replace(finding("gate_age"), link="gates")
    shown = board(answers={"findings": (finding("no_owner"), about_gates)})
    assert [row.code for row in shown.attention] == ["gate_age"]
