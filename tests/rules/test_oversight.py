"""What each action may do alone, and where a person always stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Threshold
from agent_scorecard.rules.oversight import (
    action_tier,
    agent_tier,
    always_human,
    effective_mode,
    effective_modes,
    suggested_tier,
    unapproved_actions,
)
from agent_scorecard.vocabulary import Access, Effect, Level, Mode, Operator, Tier
from tests.build import action, evidence

POLICY = default_policy()
REFUND: dict[str, Any] = {"effects": (Effect.MONEY,), "reversible": True}
ABOVE_100: dict[str, Any] = {
    "mode": Mode.IN_ABOVE,
    "threshold_field": "amount_usd",
    "threshold_operator": Operator.ABOVE,
    "threshold_value": "100",
}


@pytest.mark.parametrize(
    ("changes", "tier"),
    [
        ({"access": Access.READ}, Tier.LOW),
        ({"access": Access.DRAFT, "effects": (Effect.CUSTOMERS,)}, Tier.LOW),
        ({"access": Access.READ, "effects": (Effect.SENSITIVE_DATA,)}, Tier.MEDIUM),
        ({"access": Access.DRAFT, "effects": (Effect.EMPLOYEE_RECORDS,)}, Tier.MEDIUM),
        ({"access": Access.READ, "effects": ()}, Tier.MEDIUM),
        ({"access": Access.WRITE}, Tier.MEDIUM),
        ({"access": Access.WRITE, "reversible": False}, Tier.HIGH),
        ({"access": Access.WRITE, "effects": ()}, Tier.HIGH),
        ({"access": None}, Tier.MEDIUM),
        (REFUND, Tier.HIGH),
    ],
    ids=[
        "reading",
        "drafting for a customer",
        "reading sensitive data",
        "drafting from employee records",
        "reading nobody knows what",
        "writing what can be undone",
        "writing what cannot be undone",
        "writing nobody knows what",
        "an access nobody stated is a write",
        "moving money",
    ],
)
def test_the_tier_of_an_action_follows_from_what_a_wrong_call_could_touch(changes, tier):
    assert action_tier(action(**changes), POLICY) is tier


@pytest.mark.parametrize(
    ("actions", "tier"),
    [
        ((), None),
        ((action(mode=Mode.FORBIDDEN),), None),
        ((action(**REFUND, mode=Mode.IN),), Tier.MEDIUM),
        ((action(**REFUND, mode=Mode.ON),), Tier.HIGH),
        ((action(**REFUND, mode=Mode.OUT, always_approve=True),), Tier.MEDIUM),
        ((action(**REFUND, **ABOVE_100),), Tier.HIGH),
        ((action(**REFUND, mode=Mode.IN), action("crm.note", mode=Mode.ON)), Tier.MEDIUM),
        ((action(**REFUND, mode=None),), Tier.MEDIUM),
    ],
    ids=[
        "no action",
        "only forbidden ones",
        "approved each time",
        "runs alone",
        "always approved",
        "alone below a threshold",
        "the higher of both",
        "no mode stated",
    ],
)
def test_approval_lowers_the_suggested_tier_by_one(actions, tier):
    assert suggested_tier(evidence(actions=actions), POLICY) is tier


@pytest.mark.parametrize(
    ("stated", "reason", "counts", "is_stated", "sentence"),
    [
        (Tier.HIGH, None, Tier.HIGH, True, "Stated high."),
        (Tier.MEDIUM, None, Tier.MEDIUM, True, "Stated medium."),
        (Tier.LOW, "Only test data", Tier.LOW, True, "Stated low."),
        (
            Tier.LOW,
            None,
            Tier.MEDIUM,
            False,
            "Stated low, but its actions suggest medium and no reason is given: medium counts.",
        ),
        (None, None, Tier.MEDIUM, False, "Not stated; its actions suggest medium."),
    ],
    ids=["raised freely", "as suggested", "lowered with a reason", "lowered without one", "not stated"],
)
def test_a_tier_is_raised_freely_and_lowered_only_with_a_reason(stated, reason, counts, is_stated, sentence):
    one = evidence(risk_tier=stated, risk_tier_reason=reason, actions=(action(mode=Mode.ON),))
    answer = agent_tier(one, POLICY)
    assert (answer.tier, answer.stated, answer.sentence.text) == (counts, is_stated, sentence)


def test_a_tier_nobody_can_know_asks_for_everything_when_raising():
    answer = agent_tier(evidence(risk_tier=None, actions=()), POLICY)
    assert (answer.tier, answer.for_raising) == (None, Tier.HIGH)
    assert answer.sentence.text == "Not known: no tier is stated and no action is on file. High counts for raising."


@pytest.mark.parametrize(
    ("changes", "level", "mode", "sentence"),
    [
        ({"mode": Mode.ON}, 1, Mode.SHADOW, "helpdesk.tag: shadow, level 1 allows no more."),
        ({"mode": Mode.ON}, 2, Mode.IN, "helpdesk.tag: in the loop, level 2 allows no more."),
        ({"mode": Mode.ON}, 3, Mode.ON, "helpdesk.tag: on the loop, on file."),
        ({"mode": Mode.OUT}, 4, Mode.ON, "helpdesk.tag: on the loop, level 4 allows no more."),
        ({"mode": Mode.IN}, 4, Mode.IN, "helpdesk.tag: in the loop, on file."),
        ({"mode": None}, 4, Mode.IN, "helpdesk.tag: in the loop, no mode is stated."),
        ({"mode": Mode.OUT, "access": Access.READ}, 1, Mode.OUT, "helpdesk.tag: out of the loop, on file."),
        ({"mode": Mode.OUT, "access": Access.DRAFT}, 3, Mode.ON, "helpdesk.tag: on the loop, level 3 allows no more."),
        ({"mode": Mode.OUT, "access": Access.DRAFT}, 4, Mode.OUT, "helpdesk.tag: out of the loop, on file."),
        (
            {"mode": Mode.OUT, "access": Access.READ, "effects": (Effect.SENSITIVE_DATA,)},
            4,
            Mode.ON,
            "helpdesk.tag: on the loop, the action is of medium tier.",
        ),
        ({"mode": Mode.ON, **REFUND}, 4, Mode.IN, "helpdesk.tag: in the loop, the action is of high tier."),
        ({**REFUND, **ABOVE_100}, 3, Mode.IN_ABOVE, "helpdesk.tag: in the loop above a threshold, on file."),
        (
            {"mode": Mode.ON, "always_approve": True},
            3,
            Mode.IN,
            "helpdesk.tag: in the loop, a person approves every call.",
        ),
        (
            {"mode": Mode.ON, "compensation_tested_on": None},
            3,
            Mode.IN,
            "helpdesk.tag: in the loop, undoing it was never tested.",
        ),
        ({"mode": Mode.FORBIDDEN}, 4, Mode.FORBIDDEN, "helpdesk.tag: forbidden, on file."),
    ],
)
def test_the_strictest_limit_holds_and_is_named(changes, level, mode, sentence):
    one = action(**changes)
    answer = effective_mode(evidence(actions=(one,)), POLICY, one, Level(level))
    assert (answer.mode, answer.sentence.text) == (mode, sentence)


def test_a_threshold_rule_lets_an_action_run_alone_only_below_it():
    one = action(mode=Mode.ON)
    rule = Threshold(one.action, 1, "amount_usd", Operator.ABOVE, "100", Mode.IN)
    answer = effective_mode(evidence(actions=(one,), thresholds=(rule,)), POLICY, one, Level.BOUNDED)
    assert answer.mode is Mode.IN_ABOVE
    assert answer.sentence.text == "helpdesk.tag: in the loop above a threshold, in the loop when amount_usd > 100."


@pytest.mark.parametrize(
    ("actions", "level", "text"),
    [
        ((), 2, "not known: no action is on file"),
        ((action("b.read", access=Access.READ, mode=Mode.OUT),), 2, "nothing: no action waits for a person"),
        ((action("b.tag"), action("a.tag")), 2, "approves a.tag and b.tag"),
        ((action("b.tag"),), 1, "carries out b.tag"),
        ((action("pay.refund", **REFUND, **ABOVE_100),), 3, "approves pay.refund when amount_usd > 100"),
        ((action("b.drop", mode=Mode.FORBIDDEN), action()), 2, "approves helpdesk.tag; never allows b.drop"),
    ],
    ids=["no action", "reading only", "both approved", "level 1", "above a threshold", "one forbidden"],
)
def test_one_sentence_says_what_a_person_always_does(actions, level, text):
    assert always_human(evidence(actions=actions), POLICY, Level(level)) == text


@pytest.mark.parametrize(
    ("changes", "runs_alone"),
    [
        ({"mode": Mode.ON}, True),
        (ABOVE_100, True),
        ({"mode": Mode.IN}, False),
        ({"mode": None}, False),
        ({"mode": Mode.ON, "always_approve": True}, False),
        ({"mode": Mode.OUT, "access": Access.READ}, False),
        ({"mode": Mode.OUT, "access": Access.DRAFT}, False),
        ({"mode": Mode.ON, "access": Access.DELETE}, True),
    ],
)
def test_only_acting_counts_as_running_without_approval(changes, runs_alone):
    assert bool(unapproved_actions(evidence(actions=(action(**changes),)), POLICY)) is runs_alone


actions = st.builds(
    action,
    access=st.sampled_from([None, *Access]),
    effects=st.sampled_from([(), (Effect.NONE,), (Effect.MONEY,), (Effect.SENSITIVE_DATA,)]),
    reversible=st.booleans(),
    mode=st.sampled_from([None, *Mode]),
    always_approve=st.booleans(),
)


@given(actions, st.sampled_from(Level))
def test_a_lower_level_never_frees_an_action(one, level):
    agent = evidence(actions=(one,))
    modes = [effective_mode(agent, POLICY, one, each).mode.freedom for each in Level if each <= level]
    assert modes == sorted(modes)


@given(actions, st.sampled_from(Level))
def test_an_action_never_works_more_freely_than_its_mode_on_file_says(one, level):
    answer = effective_mode(evidence(actions=(one,)), POLICY, one, level)
    assert answer.mode.freedom <= (one.mode or Mode.IN).freedom


@given(st.permutations([action("a"), action("b", mode=Mode.ON), action("c", mode=Mode.FORBIDDEN)]))
def test_the_order_of_actions_never_matters(rows):
    one, other = evidence(actions=tuple(rows)), evidence(actions=tuple(reversed(rows)))
    assert effective_modes(one, POLICY, Level.BOUNDED) == effective_modes(other, POLICY, Level.BOUNDED)
    assert suggested_tier(one, POLICY) is suggested_tier(other, POLICY)
