"""Two sources for one figure: the loaded one counts, the difference is told."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.conflicts import Conflict, conflicts
from agent_scorecard.rules.facts import Cost
from agent_scorecard.vocabulary import CostCategory
from tests.build import AS_OF, OCTOBER, UNIT, days, evidence, grouped, observation

POLICY = default_policy()
MEASURES = read_measures()
ESCALATIONS, COST = MEASURES["escalation_rate"], MEASURES["total_monthly_cost"]
RUNS = days(date(2026, 10, 1), AS_OF, started=100, escalated=10)


def told(*rows, **changes):
    return evidence(**{"days": RUNS, "costs": (), "observations": grouped(rows), **changes})


@pytest.mark.parametrize(("k", "differs"), [(96, False), (94, True)], ids=["within five per cent", "beyond it"])
def test_runs_and_a_loaded_month_may_differ_by_five_per_cent(k, differs):
    clash = Conflict(
        ESCALATIONS, OCTOBER, Figure(k / 1000, k, 1000, 1000), Figure(0.1, 310.0, 3100.0, 3100, derived=True)
    )
    found = conflicts(told(observation("escalation_rate", OCTOBER, of=(k, 1000))), POLICY, OCTOBER)
    assert found == ((clash,) if differs else ())


def test_weeks_that_differ_from_their_month_are_told():
    rows = [
        observation("policy_accuracy", OCTOBER, of=(95, 100)),
        observation("policy_accuracy", "2026-W41", of=(8, 10)),
        observation("policy_accuracy", "2026-W42", of=(9, 10)),
    ]
    clash = Conflict(MEASURES["policy_accuracy"], OCTOBER, Figure(0.95, 95, 100, 100), Figure(0.85, 17, 20, 20))
    assert conflicts(told(*rows), POLICY, OCTOBER) == (clash,)


@pytest.mark.parametrize(("billed", "differs"), [(30, False), (29, True)], ids=["about right", "too little"])
def test_a_bill_that_differs_from_the_runs_is_told(billed, differs):
    cost = Cost(OCTOBER, CostCategory.MODEL, billed * UNIT, "USD")
    clash = Conflict(COST, OCTOBER, Figure(float(billed)), Figure(31.0, derived=True))
    assert conflicts(told(costs=(cost,)), POLICY, OCTOBER) == ((clash,) if differs else ())


def test_one_source_alone_never_disagrees():
    rows = [observation("policy_accuracy", "2026-W41", of=(8, 10)), observation("csat", OCTOBER, of=(1, 2))]
    assert conflicts(told(*rows), POLICY, OCTOBER) == ()
