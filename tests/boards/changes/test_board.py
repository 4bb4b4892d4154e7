"""The head of the page: what lacks an approver or an eval, and which findings belong to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.changes.board import changes
from agent_scorecard.boards.changes.seen import ChangesFilter, in_view
from agent_scorecard.rules.facts import PlannedChange
from agent_scorecard.vocabulary import ChangeKind, Severity
from tests.boards.build import COMPANY, RETIRED, finding, named
from tests.build import AS_OF, at, changed_kind
from tests.rules.assessed import POLICY

SOP = changed_kind(ChangeKind.SOP, AS_OF)


def built(*agents, choice=None):
    return changes(COMPANY, AS_OF, in_view(agents), POLICY, choice)


@pytest.mark.parametrize(
    ("rows", "deck"),
    [
        ((), "No change is on record here."),
        ((SOP,), "Every change has its approver and, where it asks for one, an eval that passed."),
        ((SOP, replace(SOP, change="b", approver=None)), "One change lacks an approver or an eval that passed."),
    ],
)
def test_the_deck_says_what_is_open(rows, deck):
    assert built(named("Triage", changes=rows)).deck == deck


def test_what_is_planned_is_counted_first():
    plan = PlannedChange("C-1", at(AS_OF), "ben", ChangeKind.SOP, "ben", "Why")
    assert built(named("A", planned=(plan,))).more.startswith("One change is planned. Its evals passed")


def test_of_one_agent_its_own_evals_are_told():
    assert built(named("A")).more == "Its evals passed on what is in use now."
    prompt = changed_kind(ChangeKind.PROMPT, AS_OF)
    assert built(named("A", changes=(prompt,))).more == "Its evals did not pass on what is in use now."


def test_without_evals_it_is_said():
    assert built(named("Triage", evals=())).more == "No eval suite is on record."
    assert built(named("A"), named("B", evals=())).more == "The evals of 1 of 2 agents passed on what is in use now."


def test_its_findings_come_heaviest_first_and_no_others():
    stale, failing = (replace(row, link="changes") for row in (finding("a"), finding("b", Severity.BLOCK)))
    board = built(
        named("Triage", answers={"findings": (stale, finding("no_owner"), finding("self_approved"), failing)})
    )
    assert [row.code for row in board.attention] == ["b", "a", "self_approved"]
    assert [row.place for row in board.attention] == ["changes", "changes", "scorecard"]


def test_agents_are_narrowed_and_those_of_history_left_out():
    agents = (named("Retired", agent=replace(named("Retired").evidence.agent, **RETIRED)), named("B"), named("A"))
    assert [one.evidence.agent.name for one in built(*agents).shown] == ["A", "B"]
    assert [one.evidence.agent.name for one in built(*agents, choice=ChangesFilter(agent="b")).shown] == ["B"]
