"""Agents x gates: what each cell says, in which order agents come, and what the head counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agent_scorecard.boards.gates.agents import agents
from agent_scorecard.boards.gates.board import gates
from agent_scorecard.boards.gates.passing import GatesFilter, passing
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.gate_steps import GateState
from agent_scorecard.vocabulary import Gate, GateAnswer, Severity, Status, Tier
from tests.boards.build import COMPANY, finding, named, reading
from tests.build import AS_OF
from tests.rules.assessed import POLICY
from tests.rules.test_gate_steps import answers, result

BLOCKED = {"findings": (replace(finding("contract_incomplete", Severity.BLOCK), link="gates"),)}
WARNED = {"findings": (replace(finding("gate_age"), link="gates"),)}


def row(**facts: Any):
    (found,) = agents(passing([named("Triage", **facts)], POLICY), POLICY)
    return found


def opened(on: date) -> dict[str, Any]:
    return {"gates": answers(result(Gate.INTAKE, GateAnswer.OPEN, submitted_on=on))}


@pytest.mark.parametrize(
    ("facts", "state", "about", "late"),
    [
        (opened(date(2026, 10, 13)), GateState.OPEN, "18 days", False),
        (opened(AS_OF), GateState.OPEN, "today", False),
        (opened(date(2026, 10, 1)), GateState.OPEN, "30 days", False),
        (opened(date(2026, 9, 30)), GateState.OPEN, "31 days, over 30", True),
        (
            {"gates": answers(result(Gate.INTAKE, GateAnswer.WAIVED, expires_on=date(2026, 11, 2)))},
            GateState.WAIVED,
            "until 2 Nov",
            False,
        ),
        ({"gates": answers(result(Gate.INTAKE, GateAnswer.FAIL))}, GateState.FAILED, "1 Oct", True),
        ({"gates": ()}, GateState.NOT_HELD, "", False),
    ],
    ids=["open", "open today", "open to the mark", "over the mark", "waived", "failed", "not held"],
)
def test_a_cell_says_how_the_gate_stands_and_since_when(facts, state, about, late):
    cell = row(**facts).gates[0]
    assert (cell.state, cell.about, cell.late) == (state, about, late)


def test_papers_are_counted_in_the_order_of_their_headings():
    shares = [(share.there, share.of) for share in row(constraints=None).papers]
    assert shares == [(16, 16), (6, 7), (7, 7), (8, 8), (5, 5)]


def test_a_row_says_what_is_missing_next():
    assert row().next == "Nothing."
    assert row(constraints=None).next == "Contract: write down constraints."


THREE = (
    named("Alpha"),
    named("Bravo", constraints=None, status=Status.PILOT, answers=BLOCKED),
    named("Mike", constraints=None, answers=WARNED),
    named("Zulu", constraints=None, answers=BLOCKED),
)


def test_what_blocks_a_live_agent_comes_first_and_what_is_complete_last():
    assert [each.name for each in passing(THREE, POLICY)] == ["Zulu", "Mike", "Bravo", "Alpha"]


@pytest.mark.parametrize("status", [Status.RETIRED, Status.MERGED])
def test_history_leaves_the_page(status):
    assert passing([named("Gone", status=status)], POLICY) == ()


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (GatesFilter(), ["Bare", "Other"]),
        (GatesFilter(open_only=True), ["Bare"]),
        (GatesFilter(agent="other"), ["Other"]),
        (GatesFilter(team="Sales"), ["Other"]),
        (GatesFilter(tiers=frozenset({Tier.HIGH})), ["Other"]),
        (GatesFilter(statuses=frozenset({Status.PILOT})), ["Bare"]),
        (GatesFilter(team="Sales", open_only=True), []),
    ],
    ids=["all", "open only", "one agent", "team", "tier", "status", "all must hold"],
)
def test_a_reader_narrows_agents(choice, left):
    bare = named("Bare", status=Status.PILOT, constraints=None)
    other = named("Other", team="Sales", answers={"reading": reading(tier=Tier.HIGH)})
    assert [each.name for each in gates(COMPANY, AS_OF, passing([bare, other], POLICY), choice).shown] == left


@pytest.mark.parametrize(
    ("agents_", "deck", "more"),
    [
        ((), "No agent fits this choice.", ""),
        ((named("Alpha"),), "1 of 1 agent passed everything its tier asks for.", ""),
        (
            THREE,
            "1 of 4 agents passed everything their tier asks for.",
            "One live agent only assists until its papers are complete.",
        ),
        (
            (named("Alpha", **opened(AS_OF)), named("Mike", **opened(AS_OF))),
            "0 of 2 agents passed everything their tier asks for.",
            "Two gates are open.",
        ),
    ],
    ids=["none", "one", "one is stuck", "two are waiting"],
)
def test_the_head_counts_who_is_through_and_what_waits(agents_: tuple[Assessment, ...], deck, more):
    head = gates(COMPANY, AS_OF, passing(agents_, POLICY))
    assert (head.deck, head.more) == (deck, more)
