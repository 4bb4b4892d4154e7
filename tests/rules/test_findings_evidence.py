"""Findings about baselines, bounds and evals, on both sides of each edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.evals import is_current, passes, stale
from agent_scorecard.rules.facts import Eval
from agent_scorecard.rules.findings import evidence as check
from agent_scorecard.rules.scorecard import judged_measures
from agent_scorecard.vocabulary import CaseSource, ChangeKind, Preset, Severity, Status, Tier, WorkOrigin
from tests.build import AS_OF, OCTOBER, at, bounds, changed_kind, decision, evidence, rebound

POLICY = default_policy()
SMALL = POLICY.with_preset(Preset.SMALL)
LOW = {"risk_tier": Tier.LOW, "risk_tier_reason": "Test data only"}
UNKNOWN = {"risk_tier": None, "actions": ()}


def before(days_ago: int) -> date:
    return AS_OF - timedelta(days=days_ago)


def suite(days_ago: int, **changes: object) -> Eval:
    run = Eval(f"EV-{days_ago}", at(before(days_ago)), 120, 120, "core", None, 18, 0, CaseSource.REAL)
    return replace(run, **changes)


def changed(days_ago: int, kind: ChangeKind = ChangeKind.PROMPT, **changes: object) -> dict[str, object]:
    return {
        "version": None,
        "evals": (suite(40),),
        "changes": (changed_kind(kind, before(days_ago), **changes),),
    }


@pytest.mark.parametrize(
    ("finds", "changes", "sentence"),
    [
        (
            check.no_baseline,
            {"bounds": (bounds("first_response_time", headline=True, passes=30.0),)},
            "First response time has no baseline, so nobody can say it improved.",
        ),
        (check.no_baseline, {"bounds": (bounds("first_response_time", passes=30.0),)}, None),
        (
            check.no_baseline,
            {"bounds": (bounds("first_response_time", headline=True),), "work_origin": WorkOrigin.NEW},
            None,
        ),
        (check.no_baseline, {}, None),
        (check.no_bounds, {"bounds": ()}, "No measure has a pass bound."),
        (
            check.no_bounds,
            {"bounds": rebound(bounds("accuracy", passes=None, target=0.9))},
            "Accuracy has no pass bound.",
        ),
        (check.no_bounds, {"bounds": (), "status": Status.PAUSED}, None),
        (check.no_bounds, {}, None),
        (check.eval_stale, changed(39), "Core did not run since the change of 22 Sep 2026."),
        (check.eval_stale, changed(41), None),
        (check.eval_stale, changed(39, ChangeKind.POLICY), None),
        (check.eval_stale, changed(39, eval_run="EV-40"), None),
        (check.eval_stale, changed(39, eval_run="EV-unknown"), "Core did not run since the change of 22 Sep 2026."),
        (
            check.eval_stale,
            {"evals": (suite(40),), "changes": (), "workflow_changed_on": before(39), "version": None},
            "Core did not run since the change of 22 Sep 2026.",
        ),
        (
            check.eval_stale,
            {"evals": (suite(40),), "changes": (), "workflow_changed_on": before(40), "version": None},
            None,
        ),
        (
            check.eval_stale,
            {"evals": (suite(40, agent_version="v2"),), "changes": (), "version": "v3"},
            "Core did not run since the change of 21 Sep 2026.",
        ),
        (check.eval_stale, {"evals": (), "changes": ()}, None),
        (
            check.eval_failing,
            {"evals": (suite(1, passed=117, blocking_failures=None),)},
            "117 of 120 cases of core passed in its last run.",
        ),
        (check.eval_failing, {"evals": (suite(1, passed=117, blocking_failures=0),)}, None),
        (
            check.eval_failing,
            {"evals": (suite(1, passed=0, cases=0),)},
            "The last run of core held no case.",
        ),
        (check.eval_failing, {"evals": (suite(1), suite(2, blocking_failures=3))}, None),
        (
            check.eval_failing,
            {
                "evals": (suite(1, passed=117, blocking_failures=0),),
                "bounds": rebound(bounds("eval_pass_rate", passes=0.98)),
            },
            "117 of 120 cases of core passed in its last run.",
        ),
        (check.eval_failing, {"evals": ()}, None),
        (check.no_edge_cases, {"evals": ()}, "No eval suite is on record."),
        (check.no_edge_cases, {"evals": (suite(1, edge_cases=0),)}, "No eval suite holds real edge cases."),
        (
            check.no_edge_cases,
            {"evals": (suite(1, case_source=CaseSource.SYNTHETIC),)},
            "No eval suite holds real edge cases.",
        ),
        (check.no_edge_cases, {"evals": (), **UNKNOWN}, None),
        (check.no_edge_cases, {}, None),
        (
            check.validation_stale,
            {"evals": (suite(91),), "decisions": ()},
            "No passed eval and no decision for 91 days.",
        ),
        (check.validation_stale, {"evals": (suite(90),), "decisions": ()}, None),
        (check.validation_stale, {"evals": (suite(91),), "decisions": (decision(1, before(90)),)}, None),
        (
            check.validation_stale,
            {"evals": (suite(9),), "decisions": (), "workflow_changed_on": before(8)},
            "The workflow changed on 23 Oct 2026 and nobody has looked at the agent since.",
        ),
        (check.validation_stale, {"evals": (), "decisions": (), "first_loaded": before(90)}, None),
        (check.validation_stale, {"evals": (suite(91),), "decisions": (), "status": Status.PILOT}, None),
    ],
)
def test_a_finding_says_which_proof_is_missing_and_is_silent_otherwise(finds, changes, sentence):
    found = finds(evidence(**changes), POLICY)
    expected = sentence if sentence is None else sentence.replace("Core did", "core did")
    assert (found.sentence.text if found else None) == expected


@pytest.mark.parametrize(
    ("tier", "days", "severity"),
    [
        (LOW, 6, Severity.NOTE),
        (LOW, 7, Severity.WARN),
        ({}, 0, Severity.WARN),
        (UNKNOWN, 30, Severity.NOTE),
    ],
    ids=["low tier, sixth day", "low tier, seventh day", "medium tier at once", "no tier, no duty"],
)
def test_low_tier_agents_have_a_week_to_run_their_evals(tier, days, severity):
    found = check.eval_stale(evidence(**{**changed(days), **tier}), POLICY)
    assert (found.severity, found.cap) == (severity, None)


def test_a_small_company_needs_no_evals_at_low_tier_but_a_failing_one_counts():
    one = evidence(**{**changed(30), **LOW, "evals": (suite(40, blocking_failures=2),)})
    assert (check.eval_stale(one, SMALL), check.no_edge_cases(one, SMALL)) == (None, None)
    assert check.eval_failing(one, SMALL).severity is Severity.BLOCK


def test_bounds_agreed_after_the_window_they_judge_began_are_flagged():
    found = [
        check.bounds_set_late(one, POLICY, judged_measures(one, POLICY, OCTOBER))
        for one in (
            evidence(bounds=rebound(bounds("policy_accuracy", effective_from=date(2026, 9, 1), set_on=set_on)))
            for set_on in (date(2026, 10, 2), date(2026, 10, 1))
        )
    ]
    assert [each.sentence.text if each else None for each in found] == [
        "The bounds of Policy accuracy were agreed after the window they judge began.",
        None,
    ]


@pytest.mark.parametrize(
    ("changes", "current"),
    [
        ({}, True),
        ({"evals": ()}, False),
        (changed(39), False),
        ({"evals": (suite(1, blocking_failures=1),)}, False),
    ],
    ids=["passed on the version in use", "no suite", "older than the last change", "failing"],
)
def test_evals_are_current_when_every_suite_passed_on_what_is_in_use(changes, current):
    assert is_current(evidence(**changes), POLICY) is current


def test_each_suite_stands_for_itself():
    fresh, old = suite(1), suite(40, suite="edge", eval_run="EV-edge")
    one = evidence(**{**changed(39), "evals": (old, fresh)})
    assert [(row.suite, day) for row, day in stale(one)] == [("edge", before(39))]
    assert passes(one, POLICY, fresh)
