"""What the form offers a person who signed in: open, or closed with the sentence that says who may instead."""

from __future__ import annotations

import pytest

from agent_scorecard.access import AccessMode, Actor, CompanyRole
from agent_scorecard.boards.decision import decision_form
from agent_scorecard.boards.rights import offers, permitted
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import Assignment
from agent_scorecard.vocabulary import Choice, Role
from tests.build import evidence, person

POLICY = default_policy()
PEOPLE = {name: person(name) for name in ("ana", "rita", "otto", "vera")}
HELD = ((Role.ACCOUNTABLE_OWNER, "ana"), (Role.RISK_OWNER, "rita"), (Role.ON_CALL, "otto"))
ONE = assess(evidence(people=PEOPLE, assignments=tuple(Assignment(role, name) for role, name in HELD)), POLICY)
FORM = decision_form(ONE, POLICY, {}, {})


def actor(name: str, *roles: CompanyRole) -> Actor:
    return Actor(name, AccessMode.COMPANY, True, frozenset(roles), frozenset(role for role, who in HELD if who == name))


@pytest.mark.parametrize(
    ("who", "taken"),
    [
        (actor("ana"), {Choice.EXPAND, Choice.MAINTAIN, Choice.REVISE, Choice.PAUSE, Choice.RETIRE}),
        (actor("otto"), {Choice.REVISE, Choice.PAUSE}),
        (actor("vera", CompanyRole.VIEWER), set()),
        (actor("vera", CompanyRole.ADMIN), set()),
        (actor("vera", CompanyRole.REVIEWER), {Choice.MAINTAIN, Choice.REVISE, Choice.PAUSE}),
        (Actor("whoever"), set(Choice)),
    ],
    ids=["owner", "on-call", "viewer", "admin", "reviewer", "local mode"],
)
def test_each_choice_is_offered_to_whom_the_table_gives_it(who: Actor, taken: set[Choice]) -> None:
    assert {choice for choice, found in offers(ONE, POLICY, who).items() if found.step} == taken


def test_a_closed_option_stays_on_the_form_and_says_who_may() -> None:
    form = permitted(FORM, offers(ONE, POLICY, actor("otto")))
    assert {option.choice for option in form.open} <= {Choice.REVISE, Choice.PAUSE}
    captions = {option.choice: option.caption for option in form.closed}
    assert captions[Choice.RETIRE].startswith("otto may not retire support-triage: the owner of support-triage may")
    assert {option.choice for option in (*form.open, *form.closed)} == {
        option.choice for option in (*FORM.open, *FORM.closed)
    }


def test_whoever_may_do_all_sees_the_form_as_it_is() -> None:
    assert permitted(FORM, offers(ONE, POLICY, Actor("whoever"))) == FORM
