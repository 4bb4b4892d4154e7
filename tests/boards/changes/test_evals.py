"""Eval suites in words: their state, their owner, agents without one, and judgements that are no case yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from agent_scorecard.boards.changes.evals import Evals, evals, judged
from agent_scorecard.rules.facts import Eval, EvalCase, RunSample
from agent_scorecard.rules.suites import SuiteState
from agent_scorecard.vocabulary import (
    ApprovalVerdict,
    CaseSource,
    ChangeKind,
    Preset,
    ReviewOutcome,
    Role,
    RunResult,
    Tier,
)
from tests.boards.build import named
from tests.build import AS_OF, approval, at, changed_kind, day_figures, evidence
from tests.rules.assessed import POLICY

DAY = date(2026, 10, 10)
CORE = Eval("E-1", at(DAY), 100, 98, "core", edge_cases=12, blocking_failures=0, case_source=CaseSource.REAL)
PROMPT = changed_kind(ChangeKind.PROMPT, DAY + timedelta(days=3))
UNOWNED = tuple(row for row in evidence().assignments if row.role is not Role.EVALUATION_OWNER)
RUN = RunSample("r 7", at(DAY), ReviewOutcome.OVERRIDDEN, RunResult.FAILURE, "billing", "v3", None, "USD")


def built(**facts: Any) -> Evals:
    return evals([named("Triage", **{"evals": (CORE,), "changes": (), **facts})], POLICY)


def test_a_suite_is_told_with_its_last_run():
    (row,) = built().suites
    assert (row.suite, row.ran, row.age, row.result) == ("core", "10 Oct", "21 days ago", "98 of 100")
    assert (row.edge, row.source, row.gap) == ("12 edge cases", "real cases", "")


@pytest.mark.parametrize(
    ("facts", "state", "gap"),
    [
        ({"changes": (PROMPT,)}, SuiteState.STALE, "Older than the change of 13 Oct"),
        ({"evals": (Eval("E-1", at(DAY), 100, 98, "core"),)}, SuiteState.FAILING, "Its last run did not pass"),
        ({"evals": (Eval("E-1", at(DAY), 0, 0, "core"),)}, SuiteState.FAILING, "Its last run held no case"),
    ],
)
def test_what_is_wrong_with_a_suite_is_said(facts, state, gap):
    (row,) = built(**facts).suites
    assert (row.state, row.gap) == (state, gap)


def test_the_worst_suite_comes_first_and_the_sentence_counts():
    board = evals([named("A", evals=(CORE,), changes=()), named("B", evals=(CORE,), changes=(PROMPT,))], POLICY)
    assert [row.name for row in board.suites] == ["B", "A"]
    assert board.said == "2 of 2 agents have an eval suite. 1 of 2 passed on what is in use."


def test_a_suite_nobody_owns_is_pointed_out():
    board = built(assignments=UNOWNED)
    assert [row.owner for row in board.suites] == [""]
    assert board.said == "1 of 1 agent has an eval suite. 1 of 1 passed on what is in use; for 1 nobody owns the evals."


@pytest.mark.parametrize(
    ("policy", "said", "asked"),
    [
        (POLICY, "No suite is on record", True),
        (POLICY.with_preset(Preset.SMALL), "No suite, and its tier asks for none", False),
    ],
)
def test_an_agent_without_a_suite_says_whether_its_tier_asks_for_one(policy, said, asked):
    one = named("Triage", evals=(), agent=evidence(risk_tier=Tier.LOW, risk_tier_reason="Drafts").agent)
    (row,) = evals([one], policy).untested
    assert (row.said, row.is_asked) == (said, asked)


def test_judgements_of_the_look_back_wait_unless_they_are_cases():
    old = day_figures(AS_OF - timedelta(days=91), edited=5)
    runs = (old, day_figures(DAY, edited=2, rejected=1, overridden=1, accepted=9))
    cases = (EvalCase("r1", at(DAY), "core", DAY, "ana"), EvalCase("r0", at(date(2026, 1, 5)), "core", DAY, "ana"))
    (row,) = built(days=runs, eval_cases=cases).waiting
    assert (row.count, row.kept) == (3, 2)
    assert built(days=(day_figures(DAY, accepted=9),), approvals=()).waiting == ()


def test_a_run_leads_to_its_trace():
    one = named("Triage", agent=evidence(trace_url="https://trace.example/{request_id}").agent)
    (row,) = judged(one, POLICY, [RUN])
    assert (row.outcome, row.when, row.about) == (ReviewOutcome.OVERRIDDEN, "10 Oct", "billing · version v3")
    assert row.trace == "https://trace.example/r%207"


def test_without_a_log_the_approvals_are_listed():
    rows = (approval(1, DAY), approval(2, DAY, verdict=ApprovalVerdict.REJECTED))
    one = named("Triage", days=(), approvals=rows, eval_cases=())
    assert [row.request_id for row in judged(one, POLICY, [])] == ["req_2"]
    kept = named("Triage", days=(), approvals=rows, eval_cases=(EvalCase("req_2", at(DAY), "core", DAY, "ana"),))
    assert judged(kept, POLICY, []) == ()
