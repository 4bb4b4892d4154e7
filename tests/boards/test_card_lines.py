"""Risk and cost of a card: only what was recorded, and what was not measured said as that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.boards.card_lines import cost_lines, decided, risk_lines
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment, Figure, GroupAnswer, say
from agent_scorecard.rules.explained import Explanations
from agent_scorecard.rules.facts import CostTail, Drill
from agent_scorecard.vocabulary import DetectedBy, Group, Verdict
from tests.boards.build import assessment, judged
from tests.build import AS_OF, UNIT, at, bounds, evidence, incident

TOLD = Explanations(default_policy())


def risk(answers: tuple = (), **facts: object) -> dict[str, str]:
    return {line.label: line.value for line in risk_lines(_one(answers, facts), TOLD)}


def cost(answers: tuple = (), **facts: object) -> dict[str, str]:
    return {line.label: line.value for line in cost_lines(_one(answers, facts), TOLD)}


def _one(answers: tuple, facts: dict[str, object]) -> Assessment:
    return assessment(evidence(**facts), judged=answers)


def test_a_card_of_which_nothing_is_known_says_so_line_by_line():
    assert risk(incidents=(), drills=(), kill_switch=None) == {
        "Incidents": "none recorded",
        "Escalations": "not measured",
        "Permission issues": "not measured",
        "Kill switch": "not stated",
    }
    assert cost(cost_tail=None) == {
        "Per completed task": "not measured",
        "Month": "not measured",
        "Budget": "not measured",
        "Cost tail": "not measured",
        "Effort avoided": "not measured",
    }


def test_a_figure_stands_with_its_cases():
    answers = (judged("escalation_rate", 0.06), judged("permission_exceptions", 0.0, figure=Figure(0.0)))
    assert risk(answers) | {"Incidents": "", "Kill switch": ""} == {
        "Incidents": "",
        "Escalations": "6\u202f%, n = 400",
        "Permission issues": "0\u202f%",
        "Kill switch": "",
    }


def test_costs_carry_the_currency_of_the_company():
    answers = (judged("cost_per_completed_task", 0.0212), judged("total_monthly_cost", 31.0, figure=Figure(31.0)))
    shown = cost(answers, currency="EUR")
    assert (shown["Per completed task"], shown["Month"]) == ("0.021\u202fEUR, n = 400", "31\u202fEUR")


@pytest.mark.parametrize(
    ("verdict", "limits", "said"),
    [
        (Verdict.MET, {"target": 0.9}, "Accuracy 93\u202f%, target at least 90\u202f%."),
        (Verdict.PASSING, {"target": 0.98, "passes": 0.9}, "Accuracy 93\u202f%, target at least 98\u202f%."),
        (Verdict.PASSING, {"passes": 0.9}, "Accuracy 93\u202f%, pass bound at least 90\u202f%."),
        (Verdict.AT_RISK, {"target": 0.98}, "Accuracy 93\u202f%, pass bound at least 95\u202f%."),
        (Verdict.MISSED, {"fails": 0.94}, "Accuracy 93\u202f%, pass bound at least 95\u202f%."),
        (Verdict.UNPROVEN, {}, "Accuracy 93\u202f%, n = 400: too few to tell."),
        (Verdict.NOT_TRUSTED, {}, "Accuracy 93\u202f%, approved faster than it can be read."),
    ],
)
def test_what_decided_a_group_stands_beside_the_bound_that_matters(verdict, limits, said):
    row = judged("accuracy", 0.93, bounds("accuracy", **limits), verdict=verdict)
    answer = GroupAnswer(Group.QUALITY, verdict, say("group.worst", "All of it.", measure="accuracy"))
    assert decided(assessment(judged=(row,)), answer) == said


def test_a_group_that_no_measure_decided_says_so_itself():
    answer = GroupAnswer(Group.QUALITY, Verdict.NO_DATA, say("group.no_data", "No measure is agreed for it."))
    assert decided(assessment(), answer) == "No measure is agreed for it."


SILENT = {"detected_by": DetectedBy.CUSTOMER}
RESOLVED = {"resolved_at": at(AS_OF)}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ([{}], "1 recorded, 1 open"),
        ([RESOLVED], "1 recorded, none open"),
        ([{}, RESOLVED, RESOLVED], "3 recorded, 1 open"),
        ([{**RESOLVED, **SILENT}], "1 recorded, none open, 1 first seen by a customer or an auditor"),
        ([{"detected_by": DetectedBy.MONITOR}], "1 recorded, 1 open"),
    ],
)
def test_incidents_say_what_is_open_and_who_saw_them_first(changes, line):
    happened = tuple(incident(date(2026, 10, n), **each) for n, each in enumerate(changes, 1))
    assert risk(incidents=happened)["Incidents"] == line


def drill(days_ago: int, *, passed: bool = True, covered: bool = True) -> Drill:
    return Drill("DR", AS_OF - timedelta(days=days_ago), passed, 48, covered, "ben")


@pytest.mark.parametrize(
    ("drills", "line"),
    [
        ((), "Switch it off. No drill has been passed."),
        ((drill(3, passed=False),), "Switch it off. No drill has been passed."),
        ((drill(29),), "Drill recorded 2 Oct, 29 days ago; covers work in flight."),
        ((drill(29), drill(1, covered=False)), "Drill recorded 30 Oct, 1 day ago; does not cover work in flight."),
        ((drill(29), drill(1, passed=False)), "Drill recorded 2 Oct, 29 days ago; covers work in flight."),
        ((drill(400),), "Drill recorded 26 Sep 2025, 400 days ago; covers work in flight."),
    ],
    ids=["none", "failed", "passed", "the latest counts", "a failed one does not", "of last year"],
)
def test_a_kill_switch_is_as_good_as_its_last_passed_drill(drills, line):
    assert risk(drills=drills, kill_switch="Switch it off.")["Kill switch"] == line


@pytest.mark.parametrize("word", ["none", "None", " NONE "])
def test_a_kill_switch_may_be_stated_as_absent(word):
    assert risk(kill_switch=word)["Kill switch"] == "there is none"


@pytest.mark.parametrize(
    ("tail", "line"),
    [
        ((99, UNIT, 3 * UNIT, 5 * UNIT), "highest 5\u202fUSD, n = 99"),
        ((100, UNIT, 3 * UNIT, 5 * UNIT), "1 run in 100 costs 3\u202fUSD or more, 3 times the usual, n = 100"),
        ((1_940, 0, UNIT // 2, 5 * UNIT), "1 run in 100 costs 0.50\u202fUSD or more, n = 1,940"),
    ],
    ids=["too few for a tail", "just enough", "a median of nothing is no measure"],
)
def test_the_cost_tail_is_named_from_a_hundred_runs_on(tail, line):
    assert cost(cost_tail=CostTail(*tail, 0.1, "USD"))["Cost tail"] == line
