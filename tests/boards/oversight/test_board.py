"""The head of the oversight page: where a person comes first, what is open, and how a long list is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.oversight.board import Oversight, oversight
from agent_scorecard.boards.oversight.seen import OversightFilter, seen
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.vocabulary import Access, Effect, Mode, Severity, Status, Tier
from tests.boards.build import COMPANY, finding, named, reading
from tests.build import AS_OF, action, evidence
from tests.rules.assessed import POLICY

ON, OUT, IN = action("desk.tag", mode=Mode.ON), action("desk.read", mode=Mode.OUT), action("desk.send", mode=Mode.IN)
NEVER = action("desk.delete", mode=Mode.FORBIDDEN)


def board(*assessed: Assessment, narrowed: OversightFilter | None = None) -> Oversight:
    return oversight(COMPANY, AS_OF, seen(assessed, POLICY), POLICY, narrowed)


def agent(name: str, *actions: object, **facts: object) -> Assessment:
    changed = replace(evidence().agent, agent=name.casefold(), name=name, **facts)
    return named(name, agent=changed, actions=actions or (action(),))


def who(shown: Oversight) -> dict[str, list[str]]:
    return {each.name: [answer.action.action for answer in each.modes] for each in shown.shown}


@pytest.mark.parametrize(
    ("actions", "deck"),
    [
        ((action(mode=Mode.SHADOW),), "A person comes first in 1 of 1 action."),
        ((IN, NEVER), "A person comes first in 1 of 2 actions, 1 is forbidden."),
        (
            (action("a", mode=Mode.OUT, access=Access.READ), NEVER, IN),
            "A person comes first in 1 of 3 actions, 1 runs watched or alone and 1 is forbidden.",
        ),
    ],
    ids=["all", "one may never run", "one of each"],
)
def test_the_deck_says_where_a_person_comes_first(actions, deck):
    assert board(agent("Triage", *actions)).deck == deck


def test_without_any_action_there_is_no_figure():
    assert board(named("Bare", actions=())).deck == "No action is on file here."
    assert board().deck == "No action is on file here."


@pytest.mark.parametrize(
    ("findings", "more"),
    [
        ((), "Nothing about them needs a person today."),
        ((finding("drill_overdue"),), "Nothing about them needs a person today."),
        ((replace(finding("drill_overdue"), link="oversight"),), "One thing needs a person."),
        ((finding("builder_only_on_call"),), "One thing needs a person."),
        (
            (finding("no_kill_switch", Severity.BLOCK), finding("limit_breach", Severity.BLOCK)),
            "Two things need a person, two of them blocking.",
        ),
    ],
    ids=["none", "not about oversight", "linked here", "shown on the card", "blocking"],
)
def test_the_head_counts_what_needs_a_person(findings, more):
    assert board(named("Triage", answers={"findings": findings})).more == more


def test_findings_come_heaviest_first_whoever_they_are_about():
    light = named("Alpha", answers={"findings": (finding("builder_only_on_call"),)})
    heavy = named("Zulu", answers={"findings": (finding("no_kill_switch", Severity.BLOCK),)})
    assert [(row.name, row.code) for row in board(light, heavy).attention] == [
        ("Zulu", "no_kill_switch"),
        ("Alpha", "builder_only_on_call"),
    ]


COMPANY_OF_THREE = (
    agent(
        "Billing", action("pay.refund", effects=(Effect.MONEY,)), action("pay.read", access=Access.READ), team="Finance"
    ),
    agent("Leads", action("crm.tag", mode=Mode.SHADOW), team="Sales"),
    named("Bare", agent=replace(evidence().agent, agent="bare", name="Bare", team=None), actions=()),
)


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        (OversightFilter(), {"Billing": ["pay.read", "pay.refund"], "Leads": ["crm.tag"], "Bare": []}),
        (OversightFilter(team="Sales"), {"Leads": ["crm.tag"]}),
        (OversightFilter(agent="billing"), {"Billing": ["pay.read", "pay.refund"]}),
        (OversightFilter(tiers=frozenset({Tier.HIGH})), {"Billing": ["pay.refund"]}),
        (OversightFilter(modes=frozenset({Mode.SHADOW})), {"Leads": ["crm.tag"]}),
        (OversightFilter("Finance", frozenset({Tier.MEDIUM}), frozenset({Mode.SHADOW})), {}),
    ],
    ids=["all", "team", "one agent", "tier of the action", "mode today", "all must hold"],
)
def test_a_reader_narrows_agents_and_their_actions(narrowed, left):
    assert who(board(*COMPANY_OF_THREE, narrowed=narrowed)) == left


@pytest.mark.parametrize("status", [Status.RETIRED, Status.MERGED])
def test_history_leaves_the_page(status):
    assert board(agent("Gone", status=status)).shown == ()


def test_an_agent_says_its_team_tier_and_level():
    (each,) = board(named("Triage", answers={"reading": reading(tier=None)})).shown
    assert each.about == "Support · tier not known · level 2 allowed today"
