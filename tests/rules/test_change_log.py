"""Each change with its approver, the eval that saw it, and what happened after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.rules.change_log import Gate, change_log
from agent_scorecard.rules.facts import AcceptedRisk, Eval
from agent_scorecard.rules.statistics import Climb
from agent_scorecard.vocabulary import ChangeKind
from tests.build import AS_OF, at, changed_kind, days, evidence
from tests.rules.assessed import POLICY

DAY = date(2026, 10, 10)
PROMPT = changed_kind(ChangeKind.PROMPT, DAY)
BEFORE = Eval("E-1", at(DAY - timedelta(days=1)), 100, 100, "core")
AFTER = Eval("E-2", at(DAY + timedelta(days=1)), 100, 100, "core")
RISK = AcceptedRisk(PROMPT.change, "cora", DAY, AS_OF, "Outage")


def logged(change=PROMPT, **facts):
    """The one change of the log."""
    (row,) = change_log(evidence(**{"changes": (change,), "evals": (), **facts}), POLICY)
    return row


@pytest.mark.parametrize(
    ("change", "facts", "gate", "seen"),
    [
        (changed_kind(ChangeKind.SOP, DAY), {}, Gate.NOT_ASKED, None),
        (PROMPT, {}, Gate.NONE, None),
        (PROMPT, {"evals": (BEFORE,)}, Gate.NONE, None),
        (PROMPT, {"evals": (BEFORE, AFTER)}, Gate.PASSED, AFTER),
        (replace(PROMPT, eval_run="E-1"), {"evals": (BEFORE, AFTER)}, Gate.PASSED, BEFORE),
        (replace(PROMPT, eval_run="E-9"), {"evals": (BEFORE,)}, Gate.UNKNOWN, None),
        (
            replace(PROMPT, eval_run="E-1"),
            {"evals": (replace(BEFORE, passed=9),)},
            Gate.FAILED,
            replace(BEFORE, passed=9),
        ),
        (PROMPT, {"accepted_risks": (RISK,)}, Gate.ACCEPTED, None),
        (PROMPT, {"accepted_risks": (replace(RISK, expires_on=DAY),)}, Gate.NONE, None),
    ],
    ids=[
        "a procedure",
        "no eval",
        "only before",
        "after",
        "named",
        "named, not loaded",
        "failed",
        "accepted",
        "expired",
    ],
)
def test_what_an_eval_says_about_a_change(change, facts, gate, seen):
    row = logged(change, **facts)
    assert (row.gate, row.eval) == (gate, seen)


@pytest.mark.parametrize(
    ("changes", "unapproved", "self_approved"),
    [({}, False, False), ({"approver": None}, True, False), ({"approver": "ben"}, False, True)],
)
def test_who_approved_it(changes, unapproved, self_approved):
    row = logged(replace(PROMPT, **changes))
    assert (row.unapproved, row.self_approved) == (unapproved, self_approved)


def test_people_stepping_in_are_compared_around_it():
    before = days(DAY - timedelta(days=84), DAY - timedelta(days=1))
    after = days(DAY, AS_OF, interventions=12, reviewed=48)
    effect = logged(days=(*before, *after), as_of=AS_OF).effect
    assert effect is not None
    assert (effect.result.answer, effect.n_after) == (Climb.ALERT, 22 * 48)


@pytest.mark.parametrize("kind", [ChangeKind.LEVEL, ChangeKind.SAMPLING_PLAN, ChangeKind.STATUS])
def test_figures_are_never_compared_across_a_change_that_cuts_them(kind):
    assert logged(changed_kind(kind, DAY)).effect is None


def test_the_latest_change_comes_first():
    older = changed_kind(ChangeKind.SOP, DAY - timedelta(days=3))
    assert [row.change for row in change_log(evidence(changes=(older, PROMPT)), POLICY)] == [PROMPT, older]
