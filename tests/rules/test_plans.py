"""Rollout plans: every step ticked from stored facts, its sentence shows which, and nobody ticks one by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.policy.read import read_plans
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Agent, WeeklyReview
from agent_scorecard.rules.plan_facts import FACTS
from agent_scorecard.rules.plans import LOOP, PlanAnswer, StepAnswer, plan, plans
from agent_scorecard.vocabulary import CaseSource, ChangeKind, Choice, ExpandKind, Status
from tests.build import AGENT, AS_OF, changed_kind, decision, evidence, grouped, observation

POLICY = default_policy()
BEGAN = date(2026, 10, 1)
NOBODY_READ = {"approvals": (), "days": (), "observations": {}}
READ = observation("human_correction_rate", "2026-10", of=(1, 20))


def bare(**changes: object) -> Evidence:
    return Evidence(Agent("a", "A"), AS_OF, **changes)  # type: ignore[arg-type]


def piloted(**changes: object) -> Evidence:
    """The healthy agent as a pilot that began on 1 October, about which nothing was decided since."""
    given = {"status": Status.PILOT, "pilot_started": BEGAN, "status_since": BEGAN, "live_on": None, "decisions": ()}
    return evidence(**{**given, **changes})


def step(one: Evidence, key: str, code: str) -> StepAnswer:
    return next(row for row in plan(one, POLICY, key).steps if row.code == code)


@pytest.mark.parametrize("key", read_plans())
def test_every_step_names_items_or_a_fact_the_rules_know(key: str) -> None:
    for asked in read_plans()[key].steps:
        assert bool(asked.items) != bool(asked.fact)
        assert asked.fact in ("", *FACTS)
        assert all(POLICY.item(code) is not None for code in asked.items)


def test_no_fact_is_without_a_step() -> None:
    assert {asked.fact for shipped in read_plans().values() for asked in shipped.steps} - {""} == set(FACTS)


def test_the_plans_have_the_steps_they_are_known_by() -> None:
    assert [len(read_plans()[key].steps) for key in (LOOP, "first_30_days", "first_90_days")] == [6, 7, 10]
    assert {row.by for row in read_plans()["first_90_days"].steps} == {15, 30, 60, 90}


def test_the_healthy_agent_has_been_around_the_loop() -> None:
    assert [row.there for row in plan(evidence(), POLICY, LOOP).steps] == [True] * 6


def test_of_an_agent_nobody_told_anything_about_nothing_is_there() -> None:
    for answer in (plan(bare(), POLICY, LOOP), *plans(bare(), POLICY)):
        assert (answer.there, answer.day, answer.next is answer.steps[0]) == (0, None, True)
        assert all(row.sentence.text for row in answer.steps)


def test_days_are_counted_from_the_start_of_the_pilot() -> None:
    answer = plan(piloted(), POLICY, "first_30_days")
    assert (answer.began, answer.day) == (BEGAN, 30)
    assert [row.due for row in answer.steps][-1] == BEGAN + timedelta(days=30)


def test_a_step_is_late_from_the_day_after() -> None:
    days = [piloted(as_of=BEGAN + timedelta(days=day)) for day in (30, 31)]
    assert [step(one, "first_30_days", "decided").is_late for one in days] == [False, True]


@pytest.mark.parametrize(
    ("key", "code", "without", "there"),
    [
        ("first_30_days", "evals", {"evals": ()}, {}),
        ("first_30_days", "reviewed", {}, {"weekly_reviews": (WeeklyReview(AGENT, BEGAN, 1, BEGAN, ("a",), "a", 1),)}),
        ("first_30_days", "decided", {}, {"decisions": (decision(1, BEGAN, Choice.REVISE),)}),
        ("first_30_days", "assisted", {"days": (), "observations": {}}, {}),
        ("first_30_days", "listed", {"assignments": ()}, {}),
        ("first_90_days", "raci", {"actions": ()}, {}),
        ("first_90_days", "drill", {"drills": ()}, {}),
        ("first_90_days", "raised", {}, {"decisions": (decision(1, BEGAN, Choice.EXPAND, kind=ExpandKind.LEVEL),)}),
        (LOOP, "approve", NOBODY_READ, {}),
        (LOOP, "approve", NOBODY_READ, {**NOBODY_READ, "observations": grouped([READ])}),
        (LOOP, "measure", {"observations": {}, "days": ()}, {}),
        (LOOP, "improve", {"changes": ()}, {"changes": (changed_kind(ChangeKind.SOP, BEGAN),)}),
    ],
)
def test_a_stored_fact_completes_its_step(key: str, code: str, without: dict, there: dict) -> None:
    shown = [step(piloted(**given), key, code) for given in (without, there)]
    assert [row.there for row in shown] == [False, True]
    assert shown[0].sentence.text != shown[1].sentence.text


def test_going_on_as_before_decides_nothing() -> None:
    one = piloted(decisions=(decision(1, BEGAN, Choice.MAINTAIN),))
    assert not step(one, "first_30_days", "decided").there


def test_what_was_decided_before_the_pilot_does_not_count() -> None:
    one = piloted(decisions=(decision(1, BEGAN - timedelta(days=1), Choice.REVISE),))
    assert not step(one, "first_30_days", "decided").there


def test_an_eval_on_made_up_cases_is_no_real_work() -> None:
    rows = tuple(replace(row, case_source=CaseSource.SYNTHETIC) for row in evidence().evals)
    assert not step(piloted(evals=rows), "first_30_days", "evals").there


def test_a_missing_item_says_what_it_lacks() -> None:
    shown = step(piloted(required_outputs=None), "first_30_days", "result")
    assert shown.sentence.text == "Missing: required outputs."


def test_the_next_step_is_the_first_that_is_not_there() -> None:
    answer: PlanAnswer = plan(piloted(evals=()), POLICY, "first_30_days")
    assert answer.next is not None
    assert answer.next.code == "evals"
