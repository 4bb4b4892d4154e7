"""The change log in words: planned, unlogged and released changes, narrowed by kind and age."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from agent_scorecard.boards.changes.log import Log, LogRow, log, moved, plan_row
from agent_scorecard.boards.changes.seen import ChangesFilter
from agent_scorecard.rules.facts import AcceptedRisk, Eval, PlannedChange
from agent_scorecard.vocabulary import ChangeKind
from tests.boards.build import named
from tests.build import AS_OF, at, changed_kind, days
from tests.rules.assessed import POLICY

DAY = date(2026, 10, 10)
MODEL = changed_kind(ChangeKind.MODEL, DAY, from_value="4.1", to_value="4.2")
PLAN = PlannedChange("C-7", at(DAY), "ben", ChangeKind.PROMPT, "ben", "Shorter answers", to_value="p-32")
CORE = Eval("E-1", at(DAY, 12), 100, 98, "core", blocking_failures=0)


def built(choice: ChangesFilter | None = None, **facts: Any) -> Log:
    return log([named("Triage", **{"changes": (MODEL,), "evals": (CORE,), **facts})], POLICY, choice or ChangesFilter())


def row(**facts: Any) -> LogRow:
    (found,) = built(**facts).rows
    return found


def test_a_change_says_what_when_who_and_which_eval():
    told = row()
    assert (told.kind, told.what, told.when, told.reason) == ("Model", "4.1 → 4.2", "10 Oct", "Planned")
    assert (told.author, told.approver, told.gap) == ("Ben", "approved by Ana", "")
    assert (told.eval, told.no_eval) == ("core, 98 of 100", "")


@pytest.mark.parametrize(
    ("change", "gap", "approver"),
    [({"approver": None}, "Nobody approved it", ""), ({"approver": "ben"}, "", "self-approved")],
)
def test_what_is_wrong_with_its_approval_is_said(change, gap, approver):
    told = row(changes=(replace(MODEL, **change),))
    assert (told.gap, told.approver, told.self_approved) == (gap, approver, approver == "self-approved")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"evals": ()}, "No passing eval saw it"),
        ({"evals": (), "changes": (replace(MODEL, eval_run="E-9"),)}, "E-9 is not on file"),
        (
            {"evals": (replace(CORE, blocking_failures=2),), "changes": (replace(MODEL, eval_run="E-1"),)},
            "Did not pass: core, 98 of 100",
        ),
        (
            {"evals": (), "accepted_risks": (AcceptedRisk(MODEL.change, "cora", DAY, date(2026, 10, 20), "Outage"),)},
            "Accepted until 20 Oct only, and no eval passed since",
        ),
    ],
)
def test_a_change_that_no_eval_let_out_says_why(facts, said):
    assert row(**facts).no_eval == said


def test_an_accepted_risk_is_told_with_its_end():
    risk = AcceptedRisk(MODEL.change, "cora", DAY, AS_OF, "Outage")
    told = row(evals=(), accepted_risks=(risk,))
    assert (told.eval, told.no_eval) == ("Risk accepted by Cora until 31 Oct", "")


def test_what_happened_after_it_stands_beside_it():
    before = days(DAY - timedelta(days=84), DAY - timedelta(days=1))
    told = row(days=(*before, *days(DAY, AS_OF, interventions=12)))
    assert told.effect == "4.2\u202f% → 25\u202f%, clearly more"
    assert told.effect_of == "n = 4,032 / 1,056"


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (ChangesFilter(), 2),
        (ChangesFilter(kind=ChangeKind.SOP), 1),
        (ChangesFilter(days=22), 1),
        (ChangesFilter(days=21), 0),
        (ChangesFilter(kind=ChangeKind.MODEL, days=30), 1),
    ],
)
def test_the_log_is_narrowed_by_kind_and_age(choice, left):
    old = changed_kind(ChangeKind.SOP, date(2026, 1, 5))
    assert len(built(choice, changes=(old, MODEL)).rows) == left


def test_a_planned_change_says_what_it_still_asks_for():
    board = built(planned=(PLAN,), evals=(replace(CORE, run_at=at(DAY, 7)),))
    (plan,) = board.plans
    assert (plan.kind, plan.what, plan.author, plan.since) == ("Prompt", "p-32", "Ben", "10 Oct")
    assert plan.lacks == ("core last ran on 10 Oct 2026, before this change of 10 Oct 2026.",)
    assert board.said.endswith("One more is planned.")


def test_a_planned_change_whose_risk_is_accepted_asks_only_for_somebody_who_releases_it():
    risk = AcceptedRisk("C-7", "cora", DAY, AS_OF, "Outage")
    plan = plan_row(named("Triage", planned=(PLAN,), evals=(), accepted_risks=(risk,)), POLICY, "C-7")
    assert plan is not None
    assert (plan.lacks, plan.accepted) == ((), "Cora accepted the risk until 31 Oct.")


def test_what_is_not_planned_cannot_be_opened():
    assert plan_row(named("Triage", planned=(PLAN,)), POLICY, "C-8") is None


def test_a_version_nobody_logged_is_pointed_out():
    runs = (*days(date(2026, 9, 1), DAY), *days(date(2026, 10, 20), AS_OF))
    runs = tuple(day._replace(version="v4") if day.day > DAY else day for day in runs)
    (found,) = built(changes=(), days=runs).unlogged
    assert (found.version, found.when) == ("v4", "20 Oct")
    assert built(ChangesFilter(kind=ChangeKind.SOP), changes=(), days=runs).unlogged == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("in", "on", "crm.note"), "crm.note: in → on"),
        ((None, "p-2", None), "p-2"),
        ((None, None, "crm.note"), "crm.note"),
        ((None, None, None), "not stated"),
    ],
)
def test_what_moved_is_said_in_a_few_words(values, said):
    assert moved(*values) == said
