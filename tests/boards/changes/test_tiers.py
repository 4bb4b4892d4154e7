"""Tiers in words: those that ask for a word first, and who set one here."""

from __future__ import annotations

from dataclasses import replace

from agent_scorecard.boards.changes.tiers import tiers
from agent_scorecard.rules.facts import TierSet
from agent_scorecard.rules.tiers import Standing
from agent_scorecard.vocabulary import Tier
from tests.boards.build import named
from tests.build import AS_OF, evidence
from tests.rules.assessed import POLICY


def agent(name, **facts):
    held = evidence(**{key: facts.pop(key) for key in ("risk_tier", "risk_tier_reason") if key in facts}).agent
    return named(name, agent=replace(held, agent=name.casefold(), name=name), **facts)


def test_those_without_a_word_come_first_and_are_counted():
    board = tiers([agent("Stated"), agent("Silent", risk_tier=None)], POLICY)
    assert [(row.name, row.standing is Standing.NOT_STATED) for row in board.rows] == [
        ("Silent", True),
        ("Stated", False),
    ]
    assert board.said.startswith("One tier is stated; for 1 the one the actions suggest counts")


def test_one_set_here_names_who_and_who_approved():
    told = TierSet(7, Tier.LOW, "Drafts", AS_OF, "ben", Tier.HIGH, "cora")
    (row,) = tiers([agent("Triage", tiers_set=(told,))], POLICY).rows
    assert row.set_here == "low since 31 Oct by Ben, approved by Cora"


def test_without_an_action_nothing_suggests_one():
    (row,) = tiers([agent("Triage", actions=())], POLICY).rows
    assert (row.suggested, row.why) == ("nothing", "No action is on file, so nothing suggests one.")
