"""What stands, what is proposed, who is quiet, and what was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.boards.quarter.outcome import outcomes
from agent_scorecard.rules.answers import Proposal
from agent_scorecard.vocabulary import Choice, Disposition, Mode, Severity
from tests.boards.build import finding, reading, said
from tests.boards.quarter.build import agent, outcome, review
from tests.build import action, decision

QUIET = {"proposal": Proposal(Choice.MAINTAIN, ()), "findings": ()}


def row(facts=None, **answers):
    (shown,) = outcomes(review(replace(agent("A", **(facts or {})), **{**QUIET, **answers}))).rows
    return shown


@pytest.mark.parametrize(
    ("facts", "answers", "quiet"),
    [
        ({}, {}, True),
        ({}, {"findings": (finding("gate_age", Severity.NOTE),)}, True),
        ({}, {"findings": (finding("drill_overdue"),)}, False),
        ({}, {"proposal": Proposal(Choice.EXPAND, ())}, False),
        ({"decisions": (decision(4, date(2026, 10, 14), Choice.REVISE),)}, {}, False),
        ({"decisions": ()}, {}, False),
    ],
    ids=["maintained", "a note", "a warning", "more is proposed", "its owner revised", "nothing was decided"],
)
def test_an_agent_is_quiet_where_its_owner_maintained_it_and_nothing_speaks_against(facts, answers, quiet):
    assert row(facts, **answers).is_quiet is quiet


@pytest.mark.parametrize(
    ("facts", "answers", "disposition"),
    [
        ({}, {}, Disposition.GATED),
        ({"actions": (action(mode=Mode.ON),)}, {"reading": reading()}, Disposition.GATED),
        ({}, {"findings": (finding("budget", Severity.BLOCK),)}, Disposition.TIGHTEN),
        ({}, {"reading": reading(step_down=(said("Proof is gone."),))}, Disposition.TIGHTEN),
        ({"actions": ()}, {}, Disposition.GATED),
    ],
    ids=["a person approves", "the level holds it back", "a block", "a step down", "no action on file"],
)
def test_the_disposition_is_suggested_by_the_facts(facts, answers, disposition):
    assert row(facts, **answers).suggested is disposition


def test_the_open_and_loud_come_first_and_the_recorded_last():
    loud = replace(agent("Loud", actions=(), workflow="another"), **{**QUIET, "findings": (finding("drill_overdue"),)})
    quiet = replace(agent("Calm", actions=(action("crm.write", system="crm"),), workflow="third"), **QUIET)
    done = replace(agent("Above"), **QUIET)
    shown = outcomes(review(done, quiet, loud, recorded=[outcome("above")]))
    assert [shown_row.name for shown_row in shown.rows] == ["Loud", "Calm", "Above"]
    assert (shown.recorded, shown.quiet) == (1, ("calm",))


@pytest.mark.parametrize(("chair", "named"), [("ana", "Ana"), ("someone typed", "someone typed")])
def test_whoever_chaired_is_called_by_name(chair, named):
    (shown,) = outcomes(review(agent("A"), recorded=[outcome("a", chair=chair)])).rows
    assert shown.chair == named


def test_an_outcome_recorded_later_is_not_seen_yet():
    later = outcome("a", held_on=date(2026, 11, 1))
    assert outcomes(review(agent("A"), recorded=[later])).recorded == 0


def test_the_decisions_of_the_quarter_before_are_held_against_their_promises():
    shown = outcomes(review(agent("A")))
    assert (shown.decided_before, shown.promised, shown.kept) == (1, 1, 1)
    assert shown.next_review == date(2027, 1, 30)
