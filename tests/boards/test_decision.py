"""The decision form: what is open, what is closed and why, what is proposed first."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.boards.decision import DecisionForm, Option, decision_form
from agent_scorecard.boards.raising import Raise
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment, Proposal
from agent_scorecard.vocabulary import Choice, ExpandKind, Level
from tests.boards.build import assessment, judged, named, owned_by_nobody, said

EXPAND, MAINTAIN, REVISE, PAUSE, RETIRE, MERGE = Choice
OTHERWISE = "Needs a reason: you choose other than the proposal."
POLICY = default_policy()
DUES = {MAINTAIN: date(2027, 1, 14)}


def form(one: Assessment) -> DecisionForm:
    return decision_form(one, POLICY, {}, DUES)


def test_the_form_shows_open_options_proposal_first_and_closed_ones_with_their_reason():
    one = assessment(
        proposal=Proposal(REVISE, (said("Quality is missed."), said("Control is at risk."), said("And more."))),
        open={choice: said("Proof is missing.") if choice is EXPAND else None for choice in Choice},
        judged=(judged("accuracy", 0.9), judged("completeness")),
    )
    assert decision_form(one, POLICY, {PAUSE: "Pause the agent"}, DUES) == DecisionForm(
        open=(
            Option(REVISE, "Revise", "Proposed: Quality is missed. Control is at risk.", True),
            Option(MAINTAIN, "Maintain", OTHERWISE, False),
            Option(
                PAUSE,
                "Pause the agent",
                "Records a pause. Someone must stop the agent in its own system; confirm here when done.",
                False,
            ),
            Option(RETIRE, "Retire", "Asks for criteria, credentials and data clean-up.", False),
        ),
        closed=(Option(EXPAND, "Expand", "Proof is missing.", False),),
        proposed=REVISE,
        kind=None,
        raises=(Raise("", None, None, None),),
        granted=Level.RECOMMENDED,
        lower_to=Level.RECOMMENDED,
        figures=1,
        owner="ana",
        due_by_choice=DUES,
    )


@pytest.mark.parametrize("proposed", [EXPAND, MAINTAIN, REVISE, PAUSE, RETIRE])
def test_the_proposal_is_the_first_open_option(proposed):
    shown = form(assessment(proposal=Proposal(proposed, ())))
    assert [option.is_proposed for option in shown.open] == [True, False, False, False, False]
    assert shown.open[0] == Option(proposed, proposed.value.capitalize(), "Proposed: nothing speaks against it.", True)


def test_a_closed_proposal_stays_closed_with_its_reason():
    one = assessment(proposal=Proposal(EXPAND, ()), open={**dict.fromkeys(Choice), EXPAND: said("A gate failed.")})
    shown = form(one)
    assert shown.closed == (Option(EXPAND, "Expand", "A gate failed.", True),)
    assert [option.choice for option in shown.open] == [MAINTAIN, REVISE, PAUSE, RETIRE]


def test_everything_may_be_closed():
    shown = form(assessment(open=dict.fromkeys(Choice, said("Retired is final."))))
    assert (shown.open, len(shown.closed)) == ((), 5)


def test_a_merge_is_left_to_the_portfolio_review():
    shown = form(assessment())
    assert MERGE not in {option.choice for option in (*shown.open, *shown.closed)}


def test_the_kind_of_an_expansion_goes_along():
    assert form(assessment(proposal=Proposal(EXPAND, (), ExpandKind.MODE))).kind is ExpandKind.MODE


def test_nobody_is_put_forward_where_no_owner_is_active():
    assert form(named("One", **owned_by_nobody())).owner is None


@pytest.mark.parametrize(
    ("proposed", "lower_to"),
    [(None, Level.RECOMMENDED), (Level.ASSISTED, Level.ASSISTED), (Level.BOUNDED, Level.RECOMMENDED)],
    ids=["no level proposed", "a step down", "a step up lowers nothing"],
)
def test_a_proposed_step_down_is_the_level_to_pick(proposed, lower_to):
    assert form(assessment(proposal=Proposal(REVISE, (), level=proposed))).lower_to is lower_to
