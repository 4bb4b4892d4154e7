"""Measures worked out from records, each from a handful of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.derived import DERIVED
from agent_scorecard.rules.facts import Budget, Cost, Drill, Eval, PeriodFigure
from agent_scorecard.rules.figures import figure
from agent_scorecard.rules.periods import parse
from agent_scorecard.vocabulary import (
    ApprovalVerdict,
    BaselineKind,
    BudgetPeriod,
    ChangeKind,
    CostCategory,
    DatePrecision,
    DetectedBy,
    Mode,
    Preset,
    Status,
)
from tests.build import (
    AS_OF,
    OCTOBER,
    UNIT,
    action,
    approval,
    at,
    bounds,
    changed_kind,
    days,
    evidence,
    grouped,
    incident,
    observation,
)

POLICY = default_policy()
MEASURES = read_measures()
SEPTEMBER = parse("2026-09")
TWELFTH = date(2026, 10, 12)
REJECTED, EDITED, PENDING = ApprovalVerdict.REJECTED, ApprovalVerdict.EDITED, ApprovalVerdict.PENDING
QUEUE = (
    approval(1, TWELFTH, seconds=60),
    approval(2, TWELFTH, seconds=19),
    approval(3, TWELFTH, seconds=20, verdict=EDITED, approver="eva"),
    approval(4, TWELFTH, seconds=600, verdict=REJECTED),
    approval(5, TWELFTH, decided_at=None, verdict=PENDING, approver=None),
)
NOTICED = incident(TWELFTH, occurred_at=at(TWELFTH, 8), paused_at=at(TWELFTH, 12, 6), resolved_at=at(TWELFTH, 20))
MONTH = days(date(2026, 10, 1), AS_OF)


def came_to(key, period=OCTOBER, **changes):
    return figure(evidence(**changes), POLICY, MEASURES[key], period)


def share(k, n):
    return Figure(k / n, k, n, n, derived=True)


def amount(value, n=None):
    return Figure(value, n=n, derived=True)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("approval_rate", share(3, 4)),
        ("approved_actions", amount(3)),
        ("approval_volume", amount(5)),
        ("approval_wait", amount(20 / 60, 4)),
        ("approval_queue_depth", amount(1)),
        ("fast_approval_share", share(1, 4)),
        ("approver_concentration", share(3, 4)),
    ],
)
def test_the_approval_queue_is_measured(key, expected):
    assert came_to(key, approvals=QUEUE) == expected
    assert came_to(key, approvals=()) is None


def test_reading_starts_when_the_approver_was_free():
    behind = approval(1, TWELFTH, seconds=300, previous_decided_at=at(TWELFTH, 9, 4, 55))
    unopened = approval(2, TWELFTH, seconds=300, opened_at=None)
    assert came_to("fast_approval_share", approvals=(behind, unopened)) == share(1, 2)


def test_the_minimum_reading_time_is_the_actions_own():
    quick = tuple(approval(number, TWELFTH, seconds=11) for number in range(4))
    without = (replace(action(), min_reading_seconds=None),)
    assert came_to("fast_approval_share", approvals=quick, actions=without) == share(0, 4)
    assert came_to("fast_approval_share", approvals=quick) == share(4, 4)


@pytest.mark.parametrize(
    ("key", "rows", "expected"),
    [
        ("incidents", (NOTICED,), amount(1)),
        ("incidents", (), amount(0)),
        ("incident_rate", (NOTICED,), Figure(1 / 1550 * 1000, 1, 1550, 1550, derived=True)),
        ("silent_incident_share", (NOTICED,), None),
        ("silent_incident_share", (replace(NOTICED, detected_by=DetectedBy.CUSTOMER),), share(1, 1)),
        ("silent_incident_share", (replace(NOTICED, detected_by=DetectedBy.MONITOR),), share(0, 1)),
        ("detection_lag", (NOTICED,), amount(4.0, 1)),
        ("detection_lag", (replace(NOTICED, occurred_at=None),), None),
        ("detection_lag", (replace(NOTICED, date_precision=DatePrecision.MONTH),), None),
        ("time_to_pause", (NOTICED,), amount(6.0, 1)),
        ("time_to_pause", (), amount(48 / 60, 1)),
        ("mttr", (NOTICED,), amount(8.0, 1)),
        ("mttr", (replace(NOTICED, resolved_at=None),), None),
    ],
)
def test_incidents_are_measured(key, rows, expected):
    assert came_to(key, incidents=rows) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": Status.IDEA, "pilot_started": None, "live_on": None, "days": ()}, None),
        ({"status": Status.RETIRED, "status_since": date(2026, 9, 30), "days": ()}, None),
        ({"status": Status.RETIRED, "status_since": date(2026, 10, 2), "days": ()}, amount(0)),
    ],
    ids=["never at work", "retired before", "retired in the month"],
)
def test_no_incident_is_zero_only_while_the_agent_worked(changes, expected):
    assert came_to("incidents", **changes) == expected


@pytest.mark.parametrize(
    ("key", "changes", "expected"),
    [
        ("drill_age", {}, amount(29)),
        ("drill_age", {"drills": (Drill("DR", date(2026, 10, 2), False),)}, None),
        ("validation_age", {"decisions": ()}, amount(25)),
        ("validation_age", {"evals": (), "decisions": ()}, None),
        ("eval_pass_rate", {}, share(119, 120)),
        ("eval_pass_rate", {"evals": (Eval("EV", at(date(2026, 8, 6)), 10, 10),)}, None),
        ("raci_completeness", {"actions": (action(), action("other", risk_owner=None))}, share(1, 2)),
        ("compensable_share", {"actions": (action(), action("other", compensation_tested_on=None))}, share(1, 2)),
        ("compensable_share", {"actions": (action(mode=Mode.SHADOW),)}, None),
        ("sampling_coverage", {"days": MONTH, "sampling_one_in": 2}, Figure(2.0, 1488, 744, 744, derived=True)),
        ("sampling_coverage", {"days": MONTH, "live_on": date(2026, 10, 25)}, share(1488, 1488)),
        ("intervention_change", {"changes": ()}, None),
    ],
)
def test_control_is_measured(key, changes, expected):
    assert came_to(key, **changes) == expected


def test_what_has_no_history_is_known_for_today_only():
    assert came_to("raci_completeness", SEPTEMBER) is None
    assert came_to("compensable_share", SEPTEMBER) is None


def test_people_stepping_in_is_compared_with_before_the_change():
    changed = (changed_kind(ChangeKind.MODEL, date(2026, 10, 1)),)
    runs = days(date(2026, 7, 1), date(2026, 9, 30)) + days(date(2026, 10, 1), AS_OF, interventions=3)
    assert came_to("intervention_change", days=runs, changes=changed) == amount(0.5, 1488)


def test_nobody_stepping_in_any_more_is_a_fall_by_the_whole_and_not_no_change():
    changed = (changed_kind(ChangeKind.MODEL, date(2026, 10, 1)),)
    runs = days(date(2026, 7, 1), date(2026, 9, 30)) + days(date(2026, 10, 1), AS_OF, interventions=0)
    assert came_to("intervention_change", days=runs, changes=changed) == amount(-1.0, 1488)


@pytest.mark.parametrize(
    ("key", "changes", "expected"),
    [
        ("total_monthly_cost", {}, amount(121.0)),
        ("total_monthly_cost", {"costs": ()}, amount(31.0)),
        ("total_monthly_cost", {"costs": (), "days": ()}, None),
        ("total_monthly_cost", {"costs": (Cost(OCTOBER, CostCategory.SEATS, 10 * UNIT, "USD"),)}, amount(41.0)),
        ("total_monthly_cost", {"costs": (Cost(OCTOBER, CostCategory.MODEL, 10 * UNIT, "USD"),)}, amount(10.0)),
        ("total_monthly_cost", {"costs": (Cost(OCTOBER, CostCategory.SEATS, UNIT, "EUR"),)}, amount(31.0)),
        ("total_monthly_cost", {"costs": (Cost(parse("2026-W40"), CostCategory.MODEL, UNIT, "USD"),)}, amount(1.0)),
        ("budget_burn", {}, Figure(31 / 60, 31.0, 60.0, derived=True)),
        ("budget_burn", {"budgets": ()}, None),
        ("budget_burn", {"budgets": (Budget(BudgetPeriod.MONTH, UNIT, "EUR"),)}, None),
        ("budget_burn", {"budgets": (Budget(BudgetPeriod.MONTH, UNIT, "USD", date(2026, 11, 1)),)}, None),
    ],
)
def test_money_is_measured(key, changes, expected):
    assert came_to(key, **changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"baseline_value": 42.0, "target": 22.0}, amount(0.9)),
        ({"baseline_value": 42.0, "target": None}, None),
        ({"baseline_value": 42.0, "target": 42.0}, None),
        ({"baseline_value": None, "target": 22.0}, None),
        ({"baseline_value": 42.0, "target": 22.0, "baseline_kind": BaselineKind.NONE}, None),
    ],
    ids=["nine tenths of the way", "no target", "no way to go", "no baseline", "new work"],
)
def test_attainment_is_the_way_gone_from_baseline_to_target(changes, expected):
    headline = bounds("first_response_time", passes=30.0, headline=True, **changes)
    told = {"bounds": (headline,), "observations": grouped([observation("first_response_time", OCTOBER, 24.0)])}
    assert came_to("main_kpi_attainment", **told) == expected


def test_attainment_is_no_headline_of_its_own():
    own = bounds("main_kpi_attainment", passes=0.5, headline=True)
    assert came_to("main_kpi_attainment", bounds=(own,)) is None


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("intervention_rate", share(62, 1488)),
        ("escalation_rate", share(93, 1550)),
        ("human_correction_rate", share(31, 1488)),
        ("accuracy", share(1457, 1488)),
        ("completion_rate", share(1457, 1550)),
        ("exception_rate", share(31, 1550)),
        ("rollback_rate", share(0, 3069)),
        ("volume", amount(1550)),
        ("cost_per_task", Figure(0.02, 31.0, 1550, 1550, derived=True)),
        ("p95_task_latency", amount(9.0, 1500)),
    ],
)
def test_runs_are_measured(key, expected):
    assert came_to(key) == expected


def test_a_rate_read_from_the_month_keeps_its_cases():
    told = (PeriodFigure("repeat_usage", OCTOBER, 0.5, 40),)
    assert came_to("repeat_usage", month_figures=told) == share(20, 40)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("override_rate", 0.0),
        ("escalation_rate", 0.0),
        ("escalation_count", 0.0),
        ("sampling_coverage", 0.0),
        ("exception_rate", 0.02),
    ],
)
def test_a_log_that_never_speaks_of_people_tells_no_share_of_what_they_did(measure, value):
    alone = dict.fromkeys(("reviewed", "accepted", "edited", "edited_major", "interventions"), 0) | {"escalated": 0}
    spoken = days(OCTOBER.first, OCTOBER.first, **alone, people_known=1)
    silent = days(OCTOBER.first, AS_OF, **alone, people_known=0)
    assert came_to(measure, days=spoken + silent[1:]).value == value
    found = came_to(measure, days=silent)
    assert (found is None) is (measure != "exception_rate")


def test_a_log_that_only_knows_overrides_does_not_tell_what_was_read():
    counts = {"override_known": 50, "overridden": 2, "reviewed": 2, "interventions": 2, "accepted": 0, "edited": 0}
    assert came_to("intervention_rate", days=days(OCTOBER.first, AS_OF, **counts)) is None


@pytest.mark.parametrize(
    ("n", "note"), [(99, "the dearest of fewer than 100 runs"), (100, None)], ids=["too few", "a hundred"]
)
def test_below_a_hundred_runs_the_dearest_is_no_p99(n, note):
    told = (PeriodFigure("p99_cost_per_task", OCTOBER, 0.5, n),)
    assert came_to("p99_cost_per_task", month_figures=told) == Figure(0.5, n=n, derived=True, note=note)


SMALL = POLICY.with_preset(Preset.SMALL)
EDITS = (
    observation("human_correction_rate", OCTOBER, of=(6, 100)),
    observation("rejection_rate", OCTOBER, of=(2, 90)),
)


@pytest.mark.parametrize(
    ("policy", "rows", "runs", "expected"),
    [
        (SMALL, EDITS, (), share(8, 100)),
        (SMALL, EDITS[:1], (), share(6, 100)),
        (SMALL, [observation("human_correction_rate", OCTOBER, 0.06)], (), None),
        (SMALL, EDITS, MONTH, share(62, 1488)),
        (POLICY, EDITS, (), None),
    ],
    ids=["edits and rejections", "edits alone", "n not given", "runs say it better", "only where the preset allows"],
)
def test_loaded_edit_counts_suffice_for_a_small_company(policy, rows, runs, expected):
    small = evidence(days=runs, observations=grouped(rows))
    assert figure(small, policy, MEASURES["intervention_rate"], OCTOBER) == expected


def test_spend_in_two_currencies_leaves_the_budget_unmeasured():
    euros = tuple(row._replace(currency="EUR") for row in days(AS_OF, AS_OF))
    assert came_to("budget_burn", days=MONTH + euros) is None


def test_the_future_has_no_figures():
    assert all(came_to(key, OCTOBER.next) is None for key in DERIVED)


def test_every_measure_worked_out_is_in_the_catalogue():
    assert set(DERIVED) <= set(MEASURES)


def test_days_are_those_of_the_companys_zone():
    late = approval(1, AS_OF - timedelta(days=31), seconds=60)
    midnight = late._replace(requested_at=at(date(2026, 9, 30), 22, 30), decided_at=at(date(2026, 9, 30), 22, 31))
    assert came_to("approval_volume", approvals=(midnight,), zone="Europe/Berlin") == amount(1)
    assert came_to("approval_volume", approvals=(midnight,), zone="UTC") == amount(0)
