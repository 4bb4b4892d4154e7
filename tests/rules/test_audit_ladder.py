"""Evidence items where a clause of the rules is easily read wrongly: whole outputs read, months alone, cut short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agent_scorecard.vocabulary import EvidenceState, Level
from tests.build import AS_OF, LEVEL_BEGAN, bounds, days, decision, evidence, rebound
from tests.rules.assessed import assessed, item, reading

FIRST_LEVEL: dict[str, Any] = {
    "autonomy_level": Level.ASSISTED,
    "autonomy_since": date(2026, 8, 1),
    "decisions": (),
    "changes": (),
    "approvals": (),
}
RARE: dict[str, float] = {
    "started": 0.0,
    "completed": 0.0,
    "failed": 0.0,
    "escalated": 0.0,
    "reviewed": 0.0,
    "accepted": 0.0,
    "edited": 0.0,
    "edited_major": 0.0,
    "interventions": 0.0,
    "interventions_completed": 0.0,
}


def one_a_week(**counts: float) -> Any:
    """One run every seventh day since August, as the counts say."""
    rows = days(date(2026, 8, 1), AS_OF, **{**RARE, "started": 1, **counts})
    return tuple(row for row in rows if row.day.weekday() == 0)


def test_a_run_handed_over_does_not_count_as_an_output_read():
    read = one_a_week(completed=1, reviewed=1, accepted=1)
    unread = one_a_week(completed=1, escalated=1)
    assert reading(**FIRST_LEVEL, days=read).by_reading
    assert not reading(**FIRST_LEVEL, days=unread).by_reading


def test_a_figure_that_only_months_have_is_judged_in_months_at_the_first_step():
    held = item(5, **FIRST_LEVEL, bounds=(bounds("total_monthly_cost", passes=500.0, target=None),))
    assert held.state is EvidenceState.THERE


def test_item_8_does_not_apply_without_approvals_whatever_is_not_known_of_interventions():
    assert item(8, approvals=(), days=()).state is EvidenceState.DOES_NOT_APPLY


def test_item_8_is_missing_without_approvals_where_people_step_in_more_often():
    calm, loud = days(LEVEL_BEGAN, date(2026, 9, 30)), days(date(2026, 10, 1), AS_OF, interventions=5)
    alone = tuple(row._replace(mode="out") for row in (*calm, *loud))
    assert item(8, approvals=(), days=alone).state is EvidenceState.MISSING


def test_proof_never_reaches_before_the_day_a_decision_raised_the_level():
    raised = decision(1, date(2026, 9, 1))
    before = replace(raised, seq=0, as_of=date(2026, 1, 1), level=Level.ASSISTED)
    told = assessed(autonomy_since=None, changes=(), decisions=(before, raised))
    row = next(one for one in told.judged if one.measure.key == "policy_accuracy")
    assert row.proof is not None
    assert row.proof.n == 800


@pytest.mark.parametrize(
    ("tested", "state"),
    [("v3", EvidenceState.THERE), ("v2", EvidenceState.MISSING), (None, EvidenceState.NOT_KNOWN)],
    ids=["the version in use", "another", "not said"],
)
def test_item_7_asks_on_which_version_the_suite_ran(tested, state):
    runs = tuple(replace(row, agent_version=tested) for row in evidence().evals)
    assert item(7, evals=runs).state is state


def test_item_7_rests_on_the_last_change_where_no_version_is_ever_said():
    runs = tuple(replace(row, agent_version=None) for row in evidence().evals)
    assert item(7, evals=runs, version=None).state is EvidenceState.THERE


def test_what_is_known_for_today_only_does_not_hold_a_level_back_for_ever():
    row = item(5, bounds=rebound(bounds("raci_completeness", passes=1.0)))
    assert row.state is EvidenceState.THERE
