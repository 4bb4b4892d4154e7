"""What figures say by themselves, and what they keep quiet about: each finding on both sides of its edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.facts import Assignment, Budget, CostTail
from agent_scorecard.rules.interventions import too_few_to_see
from agent_scorecard.rules.periods import parse
from agent_scorecard.rules.signals import signals
from agent_scorecard.rules.spend import cost_moved
from agent_scorecard.vocabulary import ApprovalVerdict, BudgetPeriod, ChangeKind, Level, Role, Severity, Status
from tests.build import (
    AS_OF,
    LEVEL_BEGAN,
    OCTOBER,
    UNIT,
    approval,
    bounds,
    changed_kind,
    days,
    evidence,
    grouped,
    months,
    observation,
    observed,
)

POLICY = default_policy()
MEASURES = read_measures()
OCT_1 = OCTOBER.first
BEFORE = days(LEVEL_BEGAN, OCT_1 - timedelta(days=1))
MODEL = changed_kind(ChangeKind.MODEL, OCT_1, from_value="4.2", to_value="4.3")
LEVEL = changed_kind(ChangeKind.LEVEL, LEVEL_BEGAN, from_value="1", to_value="2")


CLIMBED = (
    "People step in 50 % more often since model 4.2 → 4.3: 6.3 % after 4.2 % (n = 1,488 after 4,032), "
    "0.8 to 3.5 points more."
)


def after(**counts):
    return BEFORE + days(OCT_1, AS_OF, **counts)


def found(**changes):
    return {each.code: each for each in signals(evidence(**changes), POLICY, OCTOBER)}


def words(code, **changes):
    each = found(**changes)[code]
    return each.severity, each.cap, each.sentence.text.replace("\u202f", " ")


def test_a_healthy_agent_gives_no_reason_to_look():
    assert found() == {}


def test_an_agent_nobody_measured_gives_none_either():
    told = {"days": (), "observations": grouped(), "approvals": (), "costs": (), "cost_tail": None, "month_figures": ()}
    assert found(**told) == {}


def test_an_agent_out_of_service_can_only_spend():
    told = {"status": Status.RETIRED, "days": after(interventions=9), **budgets(BudgetPeriod.MONTH, 31)}
    assert set(found(**told)) == {"budget"}


# People stepping in.


def test_the_alert_names_the_change_both_n_and_the_interval():
    assert words("intervention_climbing", days=after(interventions=3), changes=(LEVEL, MODEL)) == (
        Severity.BLOCK,
        None,
        CLIMBED,
    )


def test_without_a_change_the_last_four_weeks_meet_the_frozen_reference():
    _, _, text = words("intervention_climbing", days=after(interventions=4), changes=(LEVEL,))
    assert text.startswith("People step in 89 % more often compared with the twelve weeks before this quarter: ")
    assert "(n = 1,344 after 4,032)" in text


CLIMB = {"changes": (LEVEL, MODEL)}
SEPT_30 = OCT_1 - timedelta(days=1)
FIVE_IN_A_DAY = days(OCT_1, AS_OF, reviewed=25, interventions=5)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({**CLIMB, "days": BEFORE + days(OCT_1, OCT_1, reviewed=30, interventions=8)}, {"intervention_climbing"}),
        ({**CLIMB, "days": BEFORE + days(OCT_1, OCT_1, reviewed=29, interventions=8)}, set()),
        ({**CLIMB, "days": BEFORE + days(OCT_1, OCT_1, reviewed=30, interventions=4)}, set()),
        ({**CLIMB, "days": after(reviewed=100, interventions=5)}, set()),
        ({**CLIMB, "days": days(date(2026, 9, 3), SEPT_30) + FIVE_IN_A_DAY}, {"intervention_climbing"}),
        ({**CLIMB, "days": days(date(2026, 9, 4), SEPT_30) + FIVE_IN_A_DAY}, {"intervention_watch"}),
        ({"changes": (LEVEL, replace(MODEL, kind=ChangeKind.SAMPLING_PLAN)), "days": after(interventions=6)}, set()),
        ({"changes": (LEVEL, replace(MODEL, kind=ChangeKind.LEVEL)), "days": after(interventions=6)}, set()),
    ],
    ids=[
        "30 after",
        "29 after",
        "four cases",
        "only a fifth more",
        "four weeks before",
        "fewer weeks only watch",
        "a new sampling plan",
        "a new level",
    ],
)  # fmt: skip
def test_the_alert_has_its_edges(changes, codes):
    assert {code for code in found(**changes) if code.startswith("intervention")} == codes


@pytest.mark.parametrize(
    ("day", "codes"),
    [(7, {"intervention_watch"}), (6, set()), (56, {"intervention_watch"}), (57, set())],
    ids=["after one whole week", "not before", "kept to day 56", "and not longer"],
)
def test_a_watch_looks_at_whole_weeks_only(day, codes):
    # 4.2 % to 6.1 % in a week of 560 reviewed runs, then back to what it was: a watch, never an alert.
    week = days(OCT_1, OCT_1 + timedelta(days=6), reviewed=80, interventions=4.9)
    runs = BEFORE + week + days(OCT_1 + timedelta(days=7), OCT_1 + timedelta(days=60))
    as_of = OCT_1 + timedelta(days=day)
    watched = (
        runs
        if day < 28
        else BEFORE
        + days(OCT_1, OCT_1 + timedelta(days=27), interventions=2.65)
        + days(OCT_1 + timedelta(days=28), OCT_1 + timedelta(days=60))
    )
    told = {"changes": (LEVEL, MODEL), "as_of": as_of, "days": tuple(row for row in watched if row.day <= as_of)}
    assert {code for code in found(**told) if code.startswith("intervention")} == codes


def test_runs_whose_time_was_only_stated_raise_no_alarm():
    stated = tuple(row._replace(stated=True) for row in days(OCT_1, AS_OF, interventions=9))
    assert found(days=BEFORE + stated, changes=(LEVEL, MODEL)) == {}


def test_loaded_weeks_stand_in_for_runs():
    weeks = [observation("intervention_rate", f"2026-W{week}", of=(8, 200)) for week in range(28, 40)]
    rising = [observation("intervention_rate", f"2026-W{week}", of=(24, 200)) for week in range(40, 44)]
    told = {"days": (), "changes": (LEVEL,), "observations": grouped(weeks, rising)}
    assert words("intervention_climbing", **told)[2].startswith("People step in 200 % more often")


def test_more_escalations_are_told_by_the_same_test():
    assert words("escalation_climbing", days=after(escalated=6), changes=(LEVEL, MODEL))[0] is Severity.NOTE


def test_a_small_agent_is_told_how_many_runs_it_takes():
    few = evidence(days=days(date(2026, 7, 1), AS_OF, reviewed=2, interventions=0.1))
    assert too_few_to_see(few, POLICY).text == (
        "It takes about 569 more reviewed runs to see a doubling: read every intervention."
    )
    assert too_few_to_see(evidence(), POLICY) is None


# Speed and harm.


def speed(*accuracy, minutes=24.0, before=24.0, **changes):
    rows = months("first_response_time", *(before,) * 11, minutes, n=400)
    return {"observations": observed(rows, months("policy_accuracy", *accuracy)), **changes}


STEADY = ((395, 400),) * 11
NO_BASELINE = tuple(replace(row, baseline_value=None) for row in evidence().bounds)


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (speed(*STEADY, (380, 400), minutes=22.8), (Severity.BLOCK, Level.RECOMMENDED)),
        (speed(*STEADY, (380, 400), minutes=22.9), None),
        (speed(*STEADY, (387, 400), minutes=22.8), (Severity.NOTE, None)),
        (speed(*STEADY, (391, 400), minutes=22.8), None),
        (speed(*STEADY, (360, 400), minutes=20.0), (Severity.BLOCK, Level.RECOMMENDED)),
    ],
    ids=["faster, surely worse", "not quite faster", "perhaps worse", "about as good", "beyond its fail bound"],
)
def test_faster_but_worse_needs_both(told, answer):
    each = found(bounds=NO_BASELINE, **told).get("faster_but_worse")
    assert (each and (each.severity, each.cap)) == answer


def test_faster_but_worse_says_both_against_one_reference():
    assert words("faster_but_worse", **speed(*STEADY, (380, 400), minutes=20.0), bounds=NO_BASELINE)[2] == (
        "First response time is better than last quarter (20 min after 24 min), "
        "but “Policy accuracy” is worse than last quarter (95 % after 98.8 %)."
    )


def test_figures_are_not_compared_across_a_new_level():
    told = speed(*STEADY, (380, 400), minutes=20.0, changes=(replace(LEVEL, changed_at=MODEL.changed_at),))
    assert "faster_but_worse" not in found(bounds=NO_BASELINE, **told)


@pytest.mark.parametrize(
    ("runs", "minutes", "severity"),
    [(60, 26.0, Severity.BLOCK), (59, 26.0, None), (60, 25.0, None)],
    ids=["a fifth more", "not quite", "the outcome holds"],
)
def test_volume_up_while_the_outcome_is_worse(runs, minutes, severity):
    told = speed(*STEADY, (395, 400), minutes=minutes, days=after(started=runs), bounds=NO_BASELINE)
    each = found(**told).get("volume_up_outcome_down")
    assert (each and each.severity) is severity


def test_a_changed_mix_is_no_worse():
    classes = [
        *(observation("policy_accuracy", f"2026-0{month}", of=(60, 67), cohort="class:easy") for month in (7, 8, 9)),
        *(observation("policy_accuracy", f"2026-0{month}", of=(8, 13), cohort="class:hard") for month in (7, 8, 9)),
        observation("policy_accuracy", "2026-10", of=(46, 50), cohort="class:easy"),
        observation("policy_accuracy", "2026-10", of=(124, 190), cohort="class:hard"),
    ]
    whole = months("policy_accuracy", *((68, 80),) * 6, (170, 240))
    told = {"observations": grouped(whole, classes), "bounds": (bounds("policy_accuracy"),)}
    assert words("mix_changed", **told)[2] == (
        "Policy accuracy went from 85 % to 70.8 %, but every kind of case moved the other way; "
        "with the same mix it would be 76.2 % and 79.2 %."
    )
    assert "faster_but_worse" not in found(**told)


# Approvals and reading.


def decided(*, fast, slow, rejected=0, **changes):
    rows = [approval(number, AS_OF, seconds=5, **changes) for number in range(fast)]
    rows += [approval(fast + number, AS_OF, seconds=60, **changes) for number in range(slow)]
    refused = [row._replace(verdict=ApprovalVerdict.REJECTED) for row in rows[:rejected]]
    return {"approvals": (*refused, *rows[rejected:])}


@pytest.mark.parametrize(
    ("told", "severity"),
    [
        (decided(fast=15, slow=15), Severity.WARN),
        (decided(fast=15, slow=14), None),
        (decided(fast=14, slow=16), None),
        (decided(fast=50, slow=50, rejected=2), Severity.WARN),
        (decided(fast=50, slow=50, rejected=3), Severity.NOTE),
    ],
    ids=["half of thirty", "only 29", "fewer than half", "98 % approved", "97 % approved: fast alone"],
)
def test_approvals_nobody_can_have_read(told, severity):
    each = found(**told).get("rubber_stamp")
    assert (each and each.severity) is severity


def test_a_rubber_stamp_says_how_many():
    assert words("rubber_stamp", **decided(fast=20, slow=10))[2] == (
        "20 of 30 decisions took less time than reading takes; 100 % were approved."
    )


def shared(most, others):
    rows = [approval(number, AS_OF, approver="dan") for number in range(most)]
    return {"approvals": (*rows, *(approval(most + number, AS_OF, approver="eva") for number in range(others)))}


TWO_SUPERVISORS = tuple(
    row for row in evidence().assignments if row != Assignment(Role.SUPERVISOR, "finn", date(2025, 11, 1))
)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (shared(61, 39), ("approver_concentration", "Dan decided 61 of 100 approvals.")),
        (shared(60, 40), None),
        (shared(99, 0), None),
        (
            {**shared(88, 12), "assignments": TWO_SUPERVISORS},
            ("single_approver", "Dan decided 88 of 100; name the person closest to the work."),
        ),
    ],
    ids=["over three fifths", "three fifths", "fewer than a hundred", "too few who may approve"],
)
def test_one_person_deciding_nearly_everything(told, sentence):
    codes = [
        (code, each.sentence.text)
        for code, each in found(**told).items()
        if code.endswith(("concentration", "approver"))
    ]
    assert codes == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("one_in", "read", "is_found"),
    [(1, 48, False), (1, 47, True), (4, 12, False), (4, 11, False), (4, 9, True)],
    ids=["all", "nearly all", "a quarter", "chance", "too few"],
)
def test_fewer_runs_read_than_planned(one_in, read, is_found):
    assert ("sampling_below_plan" in found(days=after(reviewed=read), sampling_one_in=one_in)) is is_found


@pytest.mark.parametrize(("known", "is_found"), [(0, False), (1, True)])
def test_nobody_knows_how_many_runs_are_read_where_the_log_never_speaks_of_people(known, is_found):
    told = days(OCT_1, AS_OF, reviewed=0, accepted=0, edited=0, interventions=0, people_known=known)
    assert ("sampling_below_plan" in found(days=told)) is is_found


# Money.


@pytest.mark.parametrize(
    ("tail", "is_found"),
    [
        (CostTail(200, 10, 100, 900, 0.3, "USD"), True),
        (CostTail(199, 10, 100, 900, 0.3, "USD"), False),
        (CostTail(200, 10, 99, 900, 0.3, "USD"), False),
        (CostTail(200, 0, 100, 900, 0.3, "USD"), False),
    ],
    ids=["ten times", "too few", "just under", "nothing to compare with"],
)
def test_a_heavy_tail_of_cost(tail, is_found):
    assert ("cost_tail" in found(cost_tail=tail)) is is_found


DEARER = {"cost": 2 * UNIT, "cost_log": -195.6 + 50 * 0.6931, "cost_log_sq": 524.6, "cost_sq": 0.1}


def test_a_run_that_costs_twice_as_much_is_told_in_separate_figures():
    _, _, text = words("cost_change", days=after(**DEARER), changes=(LEVEL, MODEL))
    assert text.startswith("Against the last change, the typical cost per run is up 100 % (")
    assert "and the mean cost per run is up 100 % (" in text


def test_typical_needs_thirty_and_mean_five_hundred():
    small = BEFORE + days(OCT_1, OCT_1, **DEARER)
    moved = cost_moved(evidence(days=small, changes=(LEVEL, MODEL)), POLICY)
    assert (moved.n_before, moved.n_after, moved.typical is not None, moved.mean) == (4200, 50, True, None)


def budgets(kind, amount, currency="USD"):
    return {"budgets": (Budget(kind, round(amount * UNIT), currency),)}


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (budgets(BudgetPeriod.MONTH, 31), (Severity.BLOCK, "100 % of the monthly budget is spent (31 USD of 31 USD).")),
        (
            budgets(BudgetPeriod.MONTH, 31.01),
            (Severity.WARN, "100 % of the monthly budget is spent (31 USD of 31.01 USD)."),
        ),
        (
            budgets(BudgetPeriod.MONTH, 38.75),
            (Severity.WARN, "80 % of the monthly budget is spent (31 USD of 38.75 USD)."),
        ),
        (budgets(BudgetPeriod.MONTH, 38.8), None),
        (
            budgets(BudgetPeriod.QUARTER, 92),
            (Severity.WARN, "34 % of the quarterly budget is spent (31 USD of 92 USD); at this pace it ends at 100 %."),
        ),
        (budgets(BudgetPeriod.QUARTER, 92.1), None),
        (budgets(BudgetPeriod.DAY, 1), (Severity.BLOCK, "100 % of the daily budget is spent (1 USD of 1 USD).")),
        (
            budgets(BudgetPeriod.MONTH, 1, "EUR"),
            (Severity.NOTE, "The monthly budget is in EUR, spend is in USD: not measured."),
        ),
    ],
    ids=["all", "a cent under", "four fifths", "just under", "forecast", "within it", "the day", "another currency"],
)
def test_a_budget_warns_at_four_fifths_and_blocks_at_the_whole(told, answer):
    each = found(**told).get("budget")
    assert (each and (each.severity, each.sentence.text.replace("\u202f", " "))) == answer


@pytest.mark.parametrize(
    ("last", "is_found"),
    [(3.01, True), (3.0, False)],
    ids=["over three times the usual day", "three times"],
)
def test_a_day_that_costs_far_too_much(last, is_found):
    runs = days(date(2026, 9, 1), date(2026, 10, 30)) + days(AS_OF, AS_OF, spend=last * UNIT)
    assert ("budget" in found(days=runs, costs=(), budgets=())) is is_found


def test_one_dear_day_hides_the_next_unless_it_is_dearer_still():
    dear = days(date(2026, 10, 1), date(2026, 10, 1), spend=10 * UNIT)
    calm = days(date(2026, 8, 20), date(2026, 9, 30)) + dear + days(date(2026, 10, 2), date(2026, 10, 20))
    told = {"costs": (), "budgets": (), "as_of": date(2026, 10, 21)}
    hidden = found(days=calm + days(date(2026, 10, 21), date(2026, 10, 21), spend=15 * UNIT), **told)["budget"]
    dearer = found(days=calm + days(date(2026, 10, 21), date(2026, 10, 21), spend=16 * UNIT), **told)["budget"]
    assert (hidden.sentence.arguments["day"], dearer.sentence.arguments["day"]) == ("2026-10-01", "2026-10-21")


def test_a_quiet_agent_is_looked_at_in_weeks():
    quiet = {"spend_known": 2, "cost_known": 2}
    runs = days(date(2026, 8, 1), AS_OF - timedelta(days=7), **quiet)
    runs += days(AS_OF - timedelta(days=6), AS_OF, **quiet, spend=4 * UNIT)
    text = words("budget", days=runs, costs=(), budgets=())[2]
    assert text == "The week to 31 Oct cost 28 USD; the usual is 7 USD."


@given(st.permutations(range(40)))
def test_the_order_of_approvals_never_matters(order):
    rows = decided(fast=20, slow=20)["approvals"]
    assert found(approvals=tuple(rows[place] for place in order)) == found(approvals=rows)


def test_a_quarter_can_be_looked_at_too():
    assert signals(evidence(), POLICY, parse("2026-Q3")) == ()
