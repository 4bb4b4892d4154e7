"""The heads of the page: how complete the records are, how many runs fit, and what to do where none does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.runs.agents import missing, run_log, short_agents
from agent_scorecard.boards.runs.asked import RunsFilter
from agent_scorecard.boards.runs.board import agent_runs
from agent_scorecard.boards.runs.keeping import kept
from agent_scorecard.rules.run_facts import FieldGap
from agent_scorecard.vocabulary import KeepContent
from tests.boards.build import COMPANY, named
from tests.boards.runs.build import NOTHING
from tests.build import AS_OF, evidence
from tests.rules.assessed import POLICY


def head(tally=NOTHING, **asked):
    return agent_runs(evidence(), POLICY, RunsFilter("triage", **asked), tally)


@pytest.mark.parametrize(
    ("runs", "most", "asked", "deck"),
    [
        (12, 99, {}, "12 runs in the last 28 days."),
        (1, 99, {"outcome": "edited"}, "1 run in the last 28 days fits this choice."),
        (99, 99, {"period": "2026-10"}, "More than 99 runs in October 2026."),
        (0, 99, {}, "No run in the last 28 days."),
        (0, 99, {"tool": "a"}, "No run of the last 28 days fits."),
    ],
)
def test_the_deck_counts_what_fits(runs, most, asked, deck):
    assert head(replace(NOTHING, runs=runs, most=most), **asked).deck == deck


def test_nothing_to_show_says_what_to_do_next():
    assert head(tool="a").empty[1] == "Take a filter away, or pick another period."
    assert head(period="2025-01").empty[1].startswith("The last one is of ")
    assert head().empty[0] == "The runs of the last 28 days are not kept here, only their figures."
    unlogged = agent_runs(evidence(days=()), POLICY, RunsFilter("triage"), NOTHING)
    assert unlogged.empty[0] == "No run of this agent was ever loaded."


def test_a_company_without_runs_is_asked_for_logs():
    board = run_log(COMPANY, AS_OF, [named("Triage", days=())], POLICY, {})
    assert (board.deck, board.lines, board.tiers) == ("No agent has runs in the last complete month.", (), ())
    assert board.unlogged == "No run of Triage was ever loaded: load their logs as runs.jsonl."
    assert short_agents([named("Triage", days=())], POLICY) == ()


def test_what_is_missing_is_named_worst_first():
    gaps = tuple(FieldGap(field, 9, n) for field, n in (("output", 1), ("trigger", 0), ("human_approver", 4)))
    assert missing(replace(NOTHING, gaps=gaps)) == "approver in 4 of 9, output in 1 of 9"


@pytest.mark.parametrize(
    ("facts", "name", "words"),
    [
        ({"retention_days": None}, "days", "Not stated: nothing is purged"),
        ({"retention_days": 90}, "days", "90 days"),
        ({"keep_content": KeepContent.BOTH}, "content", "Inputs and outputs"),
        ({"keep_content": KeepContent.INPUTS, "mask_keys": ()}, "masked", "No key: whatever the inputs hold is stored"),
        ({"mask_keys": ("card", "email")}, "masked", "card and email"),
    ],
)
def test_how_runs_are_kept_is_said(facts, name, words):
    found = kept(evidence(agent=replace(evidence().agent, **facts)), POLICY)
    assert getattr(found, name) == words
