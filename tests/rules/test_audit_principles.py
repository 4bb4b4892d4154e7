"""The principles on top of the rules: a fact nobody gave is a question, never a reason to pause or retire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from typing import Any

import pytest

from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Agent
from agent_scorecard.vocabulary import Choice, Effect, Mode, Status
from tests.build import AGENT, action, evidence
from tests.rules.assessed import POLICY, assessed

RUNS_ALONE = {"mode": Mode.ON, "effects": (Effect.MONEY,)}
LAST_RESORTS = (Choice.PAUSE, Choice.RETIRE)
GIVEN = ("actions", "assignments", "bounds", "changes", "decisions", "drills", "escalations", "evals", "gates")


def blanks(row: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a fact that may be left out and is not, with what it is when nobody gave it."""
    for field in fields(row):
        empty = field.default if field.default is not MISSING else None
        if field.default_factory is not MISSING:
            empty = field.default_factory()
        optional = field.default is not MISSING or field.default_factory is not MISSING
        if field.init and optional and field.name != "status" and getattr(row, field.name) != empty:
            yield field.name, empty


def without_one_fact(known: Evidence) -> Iterator[tuple[str, Evidence]]:
    for name, empty in blanks(known):
        yield name, replace(known, **{name: empty})
    for name, empty in blanks(known.agent):
        yield f"agent.{name}", replace(known, agent=replace(known.agent, **{name: empty}))
    for kind in GIVEN:
        *others, row = getattr(known, kind)
        for name, empty in blanks(row):
            yield f"{kind}.{name}", replace(known, **{kind: (*others, replace(row, **{name: empty}))})


def test_no_fact_left_out_is_a_reason_to_pause_or_retire():
    proposed = {name: assess(told, POLICY).proposal.choice for name, told in without_one_fact(evidence())}
    assert [name for name, choice in proposed.items() if choice in LAST_RESORTS] == []


@pytest.mark.parametrize("status", [Status.PILOT, Status.LIVE, Status.PAUSED])
def test_an_agent_of_which_nothing_is_known_is_to_be_revised(status):
    known = evidence()
    nothing = Evidence(Agent(AGENT, "Support triage", status=status), known.as_of, known.company, known.first_loaded)
    assert assess(nothing, POLICY).proposal.choice is Choice.REVISE


def test_a_permission_nobody_described_is_no_reason_to_pause():
    told = {"kill_switch": "none", "actions": (action(**RUNS_ALONE),)}
    assert assessed(**told).proposal.choice is Choice.PAUSE
    assert assessed(**{**told, "actions": (action(**RUNS_ALONE, access=None),)}).proposal.choice is Choice.REVISE


def test_an_idea_that_never_ran_has_nothing_to_pause():
    told = {"kill_switch": "none", "actions": (action(**RUNS_ALONE),), "status": Status.IDEA}
    silent = {"days": (), "observations": {}, "month_figures": (), "costs": (), "approvals": (), "calls": ()}
    assert assessed(**told).proposal.choice is Choice.PAUSE
    assert assessed(**told, **silent).proposal.choice not in LAST_RESORTS


def test_nothing_lost_lowers_the_level_allowed_by_itself():
    lost = assessed(drills=(), approvals=(), calls=(), month_figures=(), costs=()).reading
    assert (lost.allowed, lost.granted) == (assessed().reading.allowed, assessed().reading.granted)
