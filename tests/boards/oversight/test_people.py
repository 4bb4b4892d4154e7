"""Who answers for each action: the three people, who is asked and told, and every gap with its way out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.oversight.people import EVERYBODY, People, PeopleRow, Slot, people
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.vocabulary import Mode, Role, Severity
from tests.boards.build import finding
from tests.boards.oversight.build import agent, shown
from tests.build import AGENT, action, evidence
from tests.rules.assessed import POLICY

UNNAMED = action("desk.close", accountable=None, system_owner=None, risk_owner=None)


def board(*agents: Assessment) -> People:
    return people(shown(*agents), POLICY)


def test_a_row_names_everybody_of_an_action():
    ((row,),) = (group.rows for group in board(agent("Triage", action())).groups)
    assert row == PeopleRow(
        action="helpdesk.tag",
        about="helpdesk · write",
        slots=(Slot("Ana", None), Slot("Ben", None), Slot("Cora", None)),
        others="Ben consulted; Ana informed",
        trigger="Any rejected tag",
        gaps=(),
    )


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ((), "No action may run here, so nobody has to answer for one."),
        ((action(mode=Mode.FORBIDDEN),), "No action may run here, so nobody has to answer for one."),
        ((action(),), f"{EVERYBODY} answer for 1 of 1 action."),
        ((action(), action("desk.open", risk_owner="zoe")), f"{EVERYBODY} answer for 1 of 2 actions only."),
    ],
    ids=["none", "only a forbidden one", "complete", "one short"],
)
def test_the_view_says_for_how_many_actions_everybody_is_there(actions, said):
    assert board(agent("Triage", *actions)).said == said


def test_an_agent_in_a_slot_is_a_gap_with_a_way_out_of_its_own():
    (gap,) = board(agent("Triage", action(accountable=AGENT))).gaps
    assert (gap[0], gap[1].severity, gap[1].text, gap[1].way_out) == (
        "helpdesk.tag",
        Severity.BLOCK,
        "The accountable person is an agent, support-triage.",
        "Name a person: an agent cannot be accountable.",
    )


def test_a_slot_without_anybody_is_marked_as_heavy_as_its_gap():
    one = agent("Triage", UNNAMED, replace(UNNAMED, action="desk.draft", mode=Mode.SHADOW), assignments=())
    (group,) = board(one).groups
    assert [row.slots[0] for row in group.rows] == [
        Slot("nobody named", Severity.BLOCK),
        Slot("nobody named", Severity.NOTE),
    ]


def test_gaps_come_heaviest_first_over_all_agents():
    light = agent("Alpha", action(inform_trigger=None))
    heavy = agent("Zulu", UNNAMED, assignments=())
    assert [(gap.name, gap.severity) for _, gap in board(light, heavy).gaps] == [
        ("Zulu", Severity.BLOCK),
        ("Alpha", Severity.NOTE),
    ]


def test_a_builder_alone_on_call_is_a_gap_of_the_agent():
    one = agent("Triage", action(), answers={"findings": (finding("builder_only_on_call"),)})
    assert [(name, gap.text) for name, gap in board(one).gaps] == [("", "Sentence of builder_only_on_call.")]


@pytest.mark.parametrize(
    ("assignments", "about"),
    [(evidence().assignments, "executes; on call: Dan"), ((), "executes; on call: nobody named")],
    ids=["somebody", "nobody"],
)
def test_the_agent_executes_and_somebody_is_on_call(assignments, about):
    assert Role.ON_CALL in {row.role for row in evidence().assignments}
    (group,) = board(agent("Triage", action(), assignments=assignments)).groups
    assert group.about == about
