"""What a planned change still asks for before it is released (S1-22, S4-26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.rules.evals import stale
from agent_scorecard.rules.facts import AcceptedRisk, Eval, PlannedChange
from agent_scorecard.rules.releasing import eval_gaps, gating_eval, is_accepted, needs_other_approver, open_plans
from agent_scorecard.vocabulary import ChangeKind, Preset, Tier
from tests.build import AS_OF, at, changed_kind, decision, evidence
from tests.rules.assessed import POLICY

DAY = AS_OF - timedelta(days=10)
PLAN = PlannedChange("C-1", at(DAY), "ben", ChangeKind.PROMPT, "ben", "Shorter answers")
CORE = Eval("E-1", at(DAY, 12), 100, 100, "core")
OUT = replace(changed_kind(ChangeKind.PROMPT, DAY + timedelta(days=2)), change="C-1", eval_run="E-1")


@pytest.mark.parametrize(
    ("evals", "gaps", "gate"),
    [
        ((), ("No eval suite is on record.",), None),
        ((CORE,), (), CORE),
        ((CORE, replace(CORE, eval_run="E-2", suite="edges")), (), replace(CORE, eval_run="E-2", suite="edges")),
        (
            (replace(CORE, run_at=at(DAY, 8)),),
            ("core last ran on 21 Oct 2026, before this change of 21 Oct 2026.",),
            None,
        ),
        ((replace(CORE, passed=99),), ("core passed 99 of 100 cases in its last run; a failure blocks.",), None),
        ((replace(CORE, passed=99, blocking_failures=0),), (), replace(CORE, passed=99, blocking_failures=0)),
    ],
    ids=["no suite", "seen", "two suites", "older by an hour", "failing", "failing without blocking"],
)
def test_every_suite_must_have_seen_the_change_and_passed(evals, gaps, gate):
    facts = evidence(evals=evals, planned=(PLAN,), bounds=())
    assert tuple(eval_gaps(facts, POLICY, PLAN)) == gaps
    assert gating_eval(facts, POLICY, PLAN) == gate


def test_where_evals_are_optional_for_a_tier_none_is_asked():
    small = POLICY.with_preset(Preset.SMALL)
    facts = evidence(evals=(), risk_tier=Tier.LOW, risk_tier_reason="Drafts only")
    assert tuple(eval_gaps(facts, small, PLAN)) == ()


def test_a_suite_that_ran_between_plan_and_release_is_not_stale():
    edges = replace(CORE, eval_run="E-2", suite="edges")
    later = {"evals": (CORE, edges), "changes": (OUT,)}
    assert stale(evidence(**later, planned=(PLAN,))) == ()
    assert [row.suite for row, _ in stale(evidence(**later))] == ["edges"]


def test_a_plan_is_open_until_its_change_is_there():
    assert open_plans(evidence(planned=(PLAN,), changes=())) == (PLAN,)
    assert open_plans(evidence(planned=(PLAN,), changes=(OUT,))) == ()


@pytest.mark.parametrize(("as_of", "holds"), [(AS_OF, True), (date(2026, 11, 20), True), (date(2026, 11, 21), False)])
def test_an_accepted_risk_holds_to_its_last_day(as_of, holds):
    risk = AcceptedRisk("C-1", "cora", AS_OF, date(2026, 11, 20), "Outage")
    assert is_accepted(evidence(as_of=as_of, accepted_risks=(risk,)), "C-1") is holds
    assert not is_accepted(evidence(as_of=as_of, accepted_risks=(risk,)), "C-2")


@pytest.mark.parametrize(
    ("tier", "level", "asked"),
    [(Tier.LOW, 4, False), (Tier.MEDIUM, 2, False), (Tier.MEDIUM, 3, True), (Tier.HIGH, 1, True)],
)
def test_the_tier_says_whether_the_author_may_approve(tier, level, asked):
    held = decision(1, date(2026, 3, 2), level=level)
    facts = evidence(risk_tier=tier, risk_tier_reason="Agreed", decisions=(held,))
    assert needs_other_approver(facts, POLICY) is asked
