"""One line of questions instead of a page of findings."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.answers import SetUp
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import Agent
from agent_scorecard.rules.setup import QUESTIONS, in_grace, set_up
from agent_scorecard.vocabulary import AgentKind, Preset, Status, Tier
from tests.build import AS_OF, days, evidence

POLICY = default_policy()


def loaded(days_ago: int) -> date:
    return AS_OF - timedelta(days=days_ago)


@pytest.mark.parametrize(
    ("first_loaded", "grace"),
    [(None, True), (loaded(-1), True), (loaded(0), True), (loaded(30), True), (loaded(31), False)],
    ids=["not loaded yet", "seen from before the load", "loaded today", "day 30", "day 31"],
)
def test_questions_stay_questions_up_to_day_thirty_after_the_first_load(first_loaded, grace):
    one = evidence(first_loaded=first_loaded)
    assert (in_grace(one, POLICY), set_up(one, POLICY).in_grace) == (grace, grace)


def test_every_question_of_the_policy_is_asked_and_every_question_asked_is_in_the_policy():
    assert set(QUESTIONS) == {code for code, weight in POLICY.findings.items() if weight.question}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, SetUp(16, 16, "", False)),
        ({"kill_switch": None}, SetUp(15, 16, "How is the agent stopped?", False)),
        ({"kill_switch": "none"}, SetUp(16, 16, "", False)),
        ({"kill_switch": None, "assignments": ()}, SetUp(12, 16, "Who answers for this agent?", False)),
        ({"kind": AgentKind.AUTOMATION, "constraints": None}, SetUp(14, 14, "", False)),
        ({"status": Status.RETIRED, "kill_switch": None}, SetUp(0, 0, "", False)),
    ],
    ids=["all known", "one open", "none is an answer", "the most important first", "fixed rules", "retired"],
)
def test_set_up_counts_what_is_known_and_asks_the_next_question(changes, expected):
    assert set_up(evidence(**changes), POLICY) == expected


def test_a_bare_agent_is_asked_who_answers_for_it():
    one = Evidence(Agent("x", "X"), AS_OF, Company(measures=read_measures()), AS_OF, days=days(AS_OF, AS_OF))
    assert set_up(one, POLICY) == SetUp(0, 15, "Who answers for this agent?", True)


def test_a_small_company_is_not_asked_for_evals_at_low_tier():
    one = evidence(risk_tier=Tier.LOW, risk_tier_reason="Test data only")
    assert (set_up(one, POLICY).asked, set_up(one, POLICY.with_preset(Preset.SMALL)).asked) == (16, 15)


FACTS = {
    "kill_switch": None,
    "risk_tier": None,
    "rollback_target": None,
    "contacts": (),
    "owner_confirmed_on": None,
    "assignments": (),
    "bounds": (),
    "escalations": (),
    "gates": (),
    "constraints": None,
}
fact_sets = st.sets(st.sampled_from(sorted(FACTS)))


@given(fact_sets, fact_sets)
def test_one_more_answer_never_lowers_what_is_known(gone, back):
    fewer = set_up(evidence(**{name: FACTS[name] for name in gone}), POLICY)
    more = set_up(evidence(**{name: FACTS[name] for name in gone - back}), POLICY)
    assert fewer.known <= more.known
