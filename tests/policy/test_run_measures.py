"""Each counter counts what its sentence says, and every measure is made of counters that exist."""

import pytest

from agent_scorecard.policy.run_measures import COUNTERS, POSITION, RUN_COLUMNS, RUN_MEASURES, amount, nearest_rank

QUIET = dict.fromkeys(RUN_COLUMNS) | {
    "status": "completed",
    "outcome": "none",
    "result": "not_judged",
    **dict.fromkeys(
        ("infra_failure", "edited_major", "override_only", "contradictory", "limit_breaches", "without_approval"), 0
    ),
    "people_known": 0,
    "forbidden_calls": 0,
    "audit_present": 3,
    "audit_required": 8,
}
IN_EVERY_RUN = {"started", "completed", "audit_present", "audit_required"}


def counted(**changes):
    run = QUIET | changes
    return {counter.name for counter in COUNTERS if amount(counter, run)}


def told(given):
    return str(given) if isinstance(given, dict) else ", ".join(sorted(given))


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({}, set()),
        ({"result": "success"}, {"success", "usable", "completable"}),
        ({"result": "failure"}, {"failure", "completable"}),
        ({"outcome": "accepted"}, {"reviewed", "accepted"}),
        ({"outcome": "edited"}, {"reviewed", "edited", "interventions", "interventions_completed"}),
        ({"outcome": "none", "override_only": 1}, {"override_known"}),
        ({"sources": 0}, {"citation_known"}),
        ({"sources": 2}, {"citation_known", "citing"}),
        ({"shadow": 0}, {"shadow_compared"}),
        ({"shadow": 1}, {"shadow_compared", "shadow_differs"}),
        ({"calls": 0}, {"calls_recorded"}),
        ({"cost": 0}, {"cost_known", "spend_known"}),
        ({"duration_ms": 0}, {"duration_known"}),
        ({"contradictory": 1}, {"contradictory"}),
        ({"people_known": 1}, {"people_known"}),
    ],
    ids=told,
)
def test_a_completed_run_counts_for_what_is_known_of_it(changes, beside):
    assert counted(**changes) == IN_EVERY_RUN | beside


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"status": "pending"}, {"not_counted"}),
        ({"outcome": "pending", "result": "success"}, {"not_counted"}),
        ({"status": "cancelled", "cost": 5}, {"not_counted", "spend", "spend_known"}),
        ({"infra_failure": 1, "status": "failed"}, {"infra_failed"}),
        ({"infra_failure": 1, "calls": 2, "calls_ok": 2}, {"infra_failed"}),
        (
            {"status": "pending", "calls": 1, "calls_blocked_approval": 1},
            {"not_counted", "calls", "calls_blocked_approval"},
        ),
        ({"infra_failure": 1, "forbidden_calls": 1}, {"infra_failed", "forbidden_calls"}),
    ],
    ids=told,
)
def test_a_run_outside_the_denominators_is_counted_beside(changes, names):
    assert counted(**changes) == names


def test_a_hand_off_is_started_and_neither_completed_nor_a_failure():
    assert counted(outcome="escalated") == {
        "started", "escalated", "completable", "audit_present", "audit_required",
    }  # fmt: skip


def test_an_intervention_on_a_failed_run_is_not_one_on_a_completed_run():
    names = counted(status="failed", outcome="overridden")
    assert names & {"interventions", "interventions_completed", "failed"} == {"interventions", "failed"}


@pytest.mark.parametrize(
    ("percent", "n", "rank"),
    [(50, 1, 1), (50, 2, 1), (50, 3, 2), (95, 20, 19), (95, 21, 20), (99, 100, 99), (99, 101, 100)],
)
def test_the_percentile_is_the_value_of_a_run_that_happened(percent, n, rank):
    assert nearest_rank(percent, n) == rank


def test_measures_are_made_of_counters_that_exist():
    assert {name for each in RUN_MEASURES.values() for name in (*each.numerator, *each.denominator)} <= set(POSITION)


def test_counters_read_columns_that_exist():
    assert {counter.sum_of for counter in COUNTERS if counter.sum_of} <= set(RUN_COLUMNS)
