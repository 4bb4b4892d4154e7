"""Levels then and now, who moved, where the human gates are, and what is proposed with its blockers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.boards.quarter.standing import LevelCount, Proposed, against, proposals, standing
from agent_scorecard.rules.answers import Proposal
from agent_scorecard.vocabulary import AgainstReason, AgentKind, Choice, ExpandKind, Level, Mode, Severity, Status
from tests.boards.build import finding, reading, said
from tests.boards.quarter.build import agent, review
from tests.build import action, decision

ONE, TWO, THREE, FOUR = Level


def at(name: str, *levels: Level, **changes):
    return replace(agent(name, changes=()), reading=reading(*levels), findings=(), **changes)


def test_levels_count_the_agents_then_and_now_and_no_automation():
    robot = replace(agent("Robot", kind=AgentKind.AUTOMATION), reading=reading())
    shown = standing(review(at("A", *(THREE,) * 4), at("B"), robot, before=[at("A")]))
    assert shown.levels == (
        LevelCount(FOUR, 0, 0),
        LevelCount(THREE, 0, 1),
        LevelCount(TWO, 1, 1),
        LevelCount(ONE, 0, 0),
    )
    assert shown.agents == 2


@pytest.mark.parametrize(
    ("now", "before", "move"),
    [
        ((THREE,) * 4, (TWO,) * 4, ("up", "2 → 3")),
        ((TWO,) * 4, (THREE,) * 4, ("down", "3 → 2")),
        ((TWO,) * 4, (TWO,) * 4, None),
    ],
    ids=["raised", "lowered", "stayed"],
)
def test_a_move_is_a_change_of_the_level_that_may_count(now, before, move):
    moves = standing(review(at("A", *now), before=[at("A", *before)])).moves
    assert [(row.way, row.text) for row in moves] == ([move] if move else [])


def test_who_was_not_live_before_entered():
    shown = standing(review(at("New"), before=[replace(at("New"), evidence=agent("New", status=Status.IDEA).evidence)]))
    assert [(row.way, row.text, row.start) for row in shown.moves] == [("in", "entered at 2", None)]


def test_a_level_held_down_by_a_finding_says_which():
    capped = replace(
        at("A", TWO, TWO, TWO, ONE), findings=(replace(finding("checklist_incomplete", Severity.BLOCK), cap=ONE),)
    )
    (move,) = standing(review(capped, before=[at("A")])).moves
    assert (move.way, move.text) == ("down", "2 → 1, while this holds: Sentence of checklist_incomplete.")


def test_a_gate_is_the_mode_in_force_not_the_one_on_file():
    actions = (action("crm.read", access=None, mode=Mode.OUT), action("crm.write", mode=Mode.OUT, always_approve=True))
    shown = standing(review(replace(agent("A", actions=actions), reading=reading(*(THREE,) * 4))))
    (row,) = shown.gates
    assert dict(row.actions)[Mode.IN] == ("crm.write",)
    assert sum(count for _, count in shown.actions) == 2


def test_a_proposal_stands_in_its_column_with_reasons_and_what_blocks_it():
    blocked = replace(
        agent("A"),
        reading=reading(),
        proposal=Proposal(Choice.REVISE, (said("Quality is missed."),), None, ONE),
        findings=(finding("budget", Severity.BLOCK),),
    )
    groups = proposals(review(blocked, before=[replace(blocked, proposal=Proposal(Choice.MAINTAIN, ()))]))
    assert [(group.choice, len(group.rows), group.before) for group in groups] == [
        (Choice.EXPAND, 0, 0),
        (Choice.MAINTAIN, 0, 1),
        (Choice.REVISE, 1, 0),
        (Choice.PAUSE, 0, 0),
        (Choice.MERGE, 0, 0),
        (Choice.RETIRE, 0, 0),
    ]
    assert groups[2].rows == (Proposed("a", "A", "level 2 → 1", ("Quality is missed.",), ("Sentence of budget.",)),)


@pytest.mark.parametrize(
    ("choice", "column"),
    [(Choice.MAINTAIN, Choice.MERGE), (Choice.EXPAND, Choice.MERGE), (Choice.REVISE, Choice.REVISE)],
)
def test_the_weaker_twin_is_merged_unless_something_worse_is_proposed(choice, column):
    strong = replace(agent("Strong"), reading=reading(*(THREE,) * 4), proposal=Proposal(Choice.MAINTAIN, ()))
    weak = replace(agent("Weak"), reading=reading(), proposal=Proposal(choice, (), ExpandKind.SCOPE))
    placed = {row.name: (group.choice, row.line) for group in proposals(review(strong, weak)) for row in group.rows}
    assert placed["Strong"] == (Choice.MAINTAIN, "")
    assert placed["Weak"][0] is column
    assert column is not Choice.MERGE or placed["Weak"][1] == "into Strong"


def test_what_was_decided_against_the_proposal_in_the_quarter_is_counted_with_its_reasons():
    rows = (
        decision(1, date(2026, 6, 30), proposed=Choice.EXPAND, against=AgainstReason.COST),
        decision(2, date(2026, 7, 1), proposed=Choice.EXPAND, against=AgainstReason.NEW_FACT),
        decision(3, date(2026, 8, 1), proposed=Choice.REVISE, against=AgainstReason.NEW_FACT),
        decision(4, date(2026, 9, 30)),
    )
    said = "2 of 3 decisions of the quarter went against the proposal: 2 for new fact."
    assert against(review(agent("Calm", decisions=rows))) == said
    assert against(review(agent("Calm", decisions=rows[3:]))) == ""
