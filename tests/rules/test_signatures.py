"""Who signs an expansion beside the person who decides it, by tier, level, kind and depth of the policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, Assignment, Person
from agent_scorecard.rules.ladder import reading
from agent_scorecard.rules.signatures import Signature, signature, who_may_sign
from agent_scorecard.vocabulary import Access, Effect, ExpandKind, Level, Mode, Preset, Role, Tier
from tests.build import action, evidence, person

LEVEL, MODE, SCOPE, GO_LIVE = ExpandKind.LEVEL, ExpandKind.MODE, ExpandKind.SCOPE, ExpandKind.GO_LIVE
SMALL, ENTERPRISE = Preset.SMALL, Preset.ENTERPRISE
NOBODY, SECOND, RISK_OWNER = None, "a second person signs.", "the risk owner signs."
REFUND = action("payments.refund", access=Access.WRITE, effects=(Effect.MONEY,), reversible=True, mode=Mode.IN)
READ = action("helpdesk.read", access=Access.READ, effects=(Effect.NONE,), mode=Mode.SHADOW)
RISK = Assignment(Role.RISK_OWNER, "cora")


def known(*names: str) -> MappingProxyType[str, Person]:
    """People of the company, and one who left."""
    left = replace(person("gone"), active=False)
    return MappingProxyType({"gone": left, **{name: person(name) for name in names}})


def an_agent(tier: Tier | None, level: int, **changes: Any) -> Evidence:
    """An agent of a tier at a level on file, of a company of three people, one of them its risk owner."""
    given = {"actions": (), "assignments": (RISK,), "people": known("ana", "ben", "cora"), **changes}
    return evidence(risk_tier=tier, risk_tier_reason="Agreed", autonomy_level=Level(level), decisions=(), **given)


def asked(one: Evidence, preset: Preset, kind: ExpandKind | None, raised: Action | None = None) -> Signature | None:
    policy = default_policy().with_preset(preset)
    return signature(one, policy, reading(one, policy, (), ()), kind, raised)


@pytest.mark.parametrize(
    ("tier", "level", "kind", "enterprise", "small"),
    [
        (Tier.LOW, 1, LEVEL, NOBODY, NOBODY),
        (Tier.LOW, 3, LEVEL, NOBODY, NOBODY),
        (Tier.LOW, 4, SCOPE, NOBODY, NOBODY),
        (Tier.MEDIUM, 1, LEVEL, NOBODY, NOBODY),
        (Tier.MEDIUM, 2, LEVEL, SECOND, NOBODY),
        (Tier.MEDIUM, 2, MODE, NOBODY, NOBODY),
        (Tier.MEDIUM, 2, SCOPE, NOBODY, NOBODY),
        (Tier.MEDIUM, 2, GO_LIVE, NOBODY, NOBODY),
        (Tier.MEDIUM, 3, LEVEL, SECOND, NOBODY),
        (Tier.MEDIUM, 3, MODE, SECOND, NOBODY),
        (Tier.MEDIUM, 3, SCOPE, SECOND, NOBODY),
        (Tier.MEDIUM, 3, GO_LIVE, SECOND, NOBODY),
        (Tier.HIGH, 1, LEVEL, RISK_OWNER, SECOND),
        (Tier.HIGH, 1, MODE, RISK_OWNER, SECOND),
        (Tier.HIGH, 1, SCOPE, RISK_OWNER, SECOND),
        (Tier.HIGH, 1, GO_LIVE, RISK_OWNER, SECOND),
        (None, 1, LEVEL, RISK_OWNER, SECOND),
    ],
)
def test_what_tier_and_level_ask_for_in_each_depth_of_the_policy(tier, level, kind, enterprise, small) -> None:
    one = an_agent(tier, level)
    for preset, wanted in ((ENTERPRISE, enterprise), (SMALL, small)):
        found = asked(one, preset, kind)
        assert (found.sentence.text.split(": ")[1] if found else NOBODY) == wanted


@pytest.mark.parametrize(
    ("tier", "level", "preset", "sentence"),
    [
        (Tier.MEDIUM, 3, ENTERPRISE, "Medium tier above level 2: a second person signs."),
        (Tier.HIGH, 1, ENTERPRISE, "High tier: the risk owner signs."),
        (Tier.HIGH, 1, SMALL, "High tier: a second person signs."),
    ],
)
def test_the_sentence_says_why_somebody_signs(tier, level, preset, sentence) -> None:
    found = asked(an_agent(tier, level), preset, SCOPE)
    assert found is not None
    assert found.sentence.text == sentence


@pytest.mark.parametrize(
    ("raised", "wanted"),
    [(None, NOBODY), (READ, NOBODY), (REFUND, "High tier: the risk owner signs.")],
    ids=["its scope", "an action of low tier", "an action of high tier"],
)
def test_an_action_of_a_higher_tier_than_its_agent_asks_for_its_own(raised, wanted) -> None:
    one = an_agent(Tier.LOW, 2, actions=(REFUND, READ))
    found = asked(one, ENTERPRISE, MODE, raised)
    assert (found.sentence.text if found else NOBODY) == wanted


@pytest.mark.parametrize(
    ("assignments", "own", "raised", "people"),
    [
        ((RISK,), None, False, ("cora",)),
        ((RISK, Assignment(Role.RISK_OWNER, "ben")), None, False, ("ben", "cora")),
        ((RISK,), "ben", False, ("cora",)),
        ((RISK,), "ben", True, ("ben",)),
        ((RISK,), "gone", True, ()),
        ((), "ben", False, ("ben",)),
        ((), None, True, ()),
        ((Assignment(Role.RISK_OWNER, "gone"),), None, False, ()),
        ((Assignment(Role.RISK_OWNER, "cora", until=date(2026, 1, 1)),), None, False, ()),
        ((Assignment(Role.RISK_OWNER, "nobody-knows"),), None, False, ()),
    ],
    ids=[
        "the agent's",
        "either of two",
        "the agent's, where no action is raised",
        "the one of the raised action",
        "nobody, where the one of the raised action left",
        "those of its actions, where the agent has none",
        "nobody, where none is named",
        "nobody, where the one named left",
        "nobody, where the role has ended",
        "nobody, where the name is not a person",
    ],
)
def test_the_risk_owner_is_that_of_the_action_raised_or_of_the_agent(assignments, own, raised, people) -> None:
    refund = replace(REFUND, risk_owner=own)
    one = an_agent(Tier.HIGH, 1, actions=(refund,), assignments=assignments)
    found = asked(one, ENTERPRISE, MODE if raised else SCOPE, refund if raised else None)
    assert found is not None
    assert (found.of_risk_owner, found.people) == (True, people)


def test_any_other_active_person_may_be_the_second_and_the_risk_owner_is_named_first() -> None:
    one = an_agent(Tier.MEDIUM, 3)
    found = asked(one, ENTERPRISE, SCOPE)
    assert found is not None
    assert found.people == ("cora", "ana", "ben")
    assert found.open_to("ben") == ("cora", "ana")


@pytest.mark.parametrize(
    ("tier", "people", "assignments", "decider", "sentence"),
    [
        (Tier.MEDIUM, ("ana", "ben", "cora"), (RISK,), "ana", "Name Cora (cora) or Ben (ben)."),
        (
            Tier.MEDIUM,
            ("ana", "ben", "cora", "dan", "eva", "finn"),
            (RISK,),
            "ana",
            "Name Cora (cora), Ben (ben), Dan (dan), Eva (eva) or anybody else who is active.",
        ),
        (Tier.MEDIUM, ("ana",), (), "ana", "Nobody else is on file as active: add a person to people.csv."),
        (Tier.HIGH, ("ana", "ben", "cora"), (RISK,), "ana", "Name Cora (cora)."),
        (
            Tier.HIGH,
            ("ana", "ben", "cora"),
            (RISK,),
            "cora",
            "The risk owner cannot sign a decision of their own: let somebody else decide.",
        ),
        (Tier.HIGH, ("ana", "ben"), (), "ana", "No active risk owner is on file: name one in assignments.csv."),
    ],
)
def test_who_may_sign_is_named_and_where_nobody_may_the_way_out(tier, people, assignments, decider, sentence) -> None:
    one = an_agent(tier, 3, people=known(*people), assignments=assignments)
    found = asked(one, ENTERPRISE, SCOPE)
    assert found is not None
    assert who_may_sign(one, found, decider) == sentence
