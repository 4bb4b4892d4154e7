"""Every figure of a quarterly review says how it was computed, or stands in a row that leads to a card."""

from __future__ import annotations

from agent_scorecard.boards.quarter.steps import Step
from agent_scorecard.policy import read_explained
from tests.boards.quarter.build import agent, board

LEADS_TO_CARDS = {Step.EXCEPTIONS, Step.PROPOSALS, Step.OUTCOME}


def test_every_step_tells_how_it_was_computed_or_leads_to_the_cards():
    told = board(agent("Triage")).how
    assert set(told) | LEADS_TO_CARDS == set(Step)
    assert [said for rows in told.values() for _, said in rows if not said.endswith(".")] == []


def test_no_explanation_of_the_quarter_is_left_unsaid():
    said = [words for rows in board().how.values() for _, words in rows]
    assert len(said) == len(set(said)) == len(read_explained()["quarter"])


def test_each_figure_of_control_is_told_by_its_name():
    shown = board(agent("Triage"))
    names = [what for what, _ in shown.how[Step.CONTROL] if what]
    assert names == [row.name for row in shown.control]
