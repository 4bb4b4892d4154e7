"""What a measure came to: loaded before recorded, weeks into months, months into quarters, nothing across a cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.cuts import cuts
from agent_scorecard.rules.facts import UsedCall
from agent_scorecard.rules.figures import by_class, combined, figure
from agent_scorecard.rules.periods import ending, parse
from agent_scorecard.vocabulary import ChangeKind
from tests.build import (
    AS_OF,
    LEVEL_BEGAN,
    OCTOBER,
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
RATE, MEAN, COUNT, STOCK, MEDIAN = (
    MEASURES[key] for key in ("policy_accuracy", "drafting_time", "incidents", "active_users", "first_response_time")
)
PER_THOUSAND = MEASURES["compliance_tickets"]


def of(measure, *figures):
    return combined(measure, zip(ending(OCTOBER, len(figures)), figures, strict=True))


@pytest.mark.parametrize(
    ("measure", "parts", "whole"),
    [
        (RATE, [Figure(0.9, 9, 10, 10), Figure(0.8, 160, 200, 200)], Figure(169 / 210, 169, 210, 210)),
        (RATE, [Figure(0.75, 6, 8, 8), Figure(0.25, note="n not given")], Figure(0.5, note="n not given")),
        (MEAN, [Figure(10.0, n=3), Figure(20.0, n=1)], Figure(12.5, n=4)),
        (MEAN, [Figure(10.0, n=3), Figure(20.0)], Figure(15.0, note="n not given")),
        (COUNT, [Figure(2.0), Figure(3.0)], Figure(5.0)),
        (STOCK, [Figure(12.0), Figure(9.0)], Figure(9.0)),
        (MEDIAN, [Figure(24.0, n=400), Figure(31.0, n=10)], Figure(31.0, n=10, note="worst month")),
        (PER_THOUSAND, [Figure(2.0, 2, 1000, 1000), Figure(0.0, 0, 3000, 3000)], Figure(0.5, 2, 4000, 4000)),
        (RATE, [None, Figure(0.8, 160, 200, 200)], Figure(0.8, 160, 200, 200)),
        (RATE, [None, None], None),
    ],
    ids=[
        "rates add up cases",
        "a rate without n is a plain mean",
        "means weigh their cases",
        "a mean without n is a plain mean",
        "counts add up",
        "a stock is the last",
        "a median is the worst month",
        "per thousand stays per thousand",
        "a gap is passed over",
        "nothing is nothing",
    ],
)
def test_periods_add_up_as_their_measure_says(measure, parts, whole):
    assert of(measure, *parts) == whole


def test_a_week_counts_to_the_month_of_its_thursday():
    # Week 40 of 2026 runs from 28 September to 4 October; its Thursday is 1 October.
    rows = [
        observation("policy_accuracy", "2026-W40", of=(9, 10)),
        observation("policy_accuracy", "2026-W44", of=(8, 10)),
    ]
    told = evidence(observations=grouped(rows))
    assert figure(told, POLICY, RATE, OCTOBER) == Figure(0.85, 17, 20, 20)
    assert figure(told, POLICY, RATE, parse("2026-09")) is None


def test_a_month_value_keeps_its_weeks_out():
    rows = [
        observation("policy_accuracy", "2026-W41", of=(1, 10)),
        observation("policy_accuracy", "2026-10", of=(95, 100)),
    ]
    assert figure(evidence(observations=grouped(rows)), POLICY, RATE, OCTOBER) == Figure(0.95, 95, 100, 100)


def test_a_quarter_adds_up_its_months():
    told = evidence(observations=grouped(months("policy_accuracy", (90, 100), (80, 100), (100, 100), last="2026-09")))
    assert figure(told, POLICY, RATE, parse("2026-Q3")) == Figure(0.9, 270, 300, 300)


def test_a_loaded_figure_wins_over_the_runs():
    escalations = MEASURES["escalation_rate"]
    told = evidence(observations=observed([observation("escalation_rate", OCTOBER, of=(40, 1000))]))
    assert figure(told, POLICY, escalations, OCTOBER) == Figure(0.04, 40, 1000, 1000)
    assert figure(told, POLICY, escalations, parse("2026-09")) == Figure(90 / 1500, 90, 1500, 1500, derived=True)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (observation("policy_accuracy", OCTOBER, of=(0, 0)), None),
        (observation("policy_accuracy", OCTOBER, of=(0, 5)), Figure(0.0, 0, 5, 5)),
        (observation("policy_accuracy", OCTOBER, 0.97), Figure(0.97, note="n not given")),
        (observation("policy_accuracy", OCTOBER, nan), None),
        (observation("policy_accuracy", OCTOBER, 0.97, cohort="human"), None),
        (observation("policy_accuracy", OCTOBER, of=(9, 10), cohort="class:billing"), None),
    ],
    ids=["no cases", "none of five", "n not given", "no number", "people's own figure", "part of the whole"],
)
def test_only_a_counted_figure_of_the_agent_is_its_value(row, expected):
    assert figure(evidence(observations=grouped([row])), POLICY, RATE, OCTOBER) == expected


def test_a_period_without_cases_stays_empty_whatever_the_runs_say():
    told = evidence(observations=grouped([observation("escalation_rate", OCTOBER, of=(0, 0))]))
    assert figure(told, POLICY, MEASURES["escalation_rate"], OCTOBER) is None


def test_case_classes_come_from_their_rows_or_from_the_runs():
    rows = [
        observation("policy_accuracy", OCTOBER, of=(40, 41), cohort="class:duplicate"),
        observation("policy_accuracy", OCTOBER, of=(30, 40), cohort="class:late"),
    ]
    assert by_class(evidence(observations=grouped(rows)), POLICY, RATE, [OCTOBER]) == {
        "duplicate": (40.0, 41.0),
        "late": (30.0, 40.0),
    }
    runs = tuple(row._replace(case_class="login") for row in days(date(2026, 10, 1), date(2026, 10, 2)))
    assert by_class(evidence(days=runs), POLICY, MEASURES["escalation_rate"], [OCTOBER]) == {"login": (6.0, 100.0)}


CALLS = UsedCall("helpdesk.tag", 899, 0, 0, 0, 0, 0, AS_OF, 0, 0)
MODE = changed_kind(ChangeKind.MODE, date(2026, 8, 3), action="helpdesk.tag", from_value="in", to_value="on")


@pytest.mark.parametrize(
    ("changes", "days_cut"),
    [
        ({"changes": ()}, (LEVEL_BEGAN,)),
        ({"changes": (changed_kind(ChangeKind.SAMPLING_PLAN, date(2026, 7, 1)),)}, (LEVEL_BEGAN, date(2026, 7, 1))),
        ({"changes": (changed_kind(ChangeKind.PROMPT, date(2026, 7, 1)),)}, (LEVEL_BEGAN,)),
        ({"changes": (MODE,), "calls": (CALLS._replace(ok=910),)}, (LEVEL_BEGAN, date(2026, 8, 3))),
        ({"changes": (MODE,), "calls": (CALLS,)}, (LEVEL_BEGAN,)),
        ({"changes": (MODE,), "calls": ()}, (LEVEL_BEGAN,)),
    ],
    ids=[
        "the level began",
        "a new sampling plan",
        "a prompt is only a marker",
        "a mode that touches a fifth of the runs",
        "a mode that touches fewer",
        "a mode of one action of two, nothing known of calls",
    ],
)
def test_figures_begin_anew_where_they_may_not_be_compared(changes, days_cut):
    # 91 days of 50 runs are 4,550 runs; a fifth of them are 910.
    assert cuts(evidence(**changes), POLICY) == days_cut


def test_money_of_another_currency_is_never_added():
    euros = tuple(row._replace(currency="EUR") for row in days(AS_OF, AS_OF))
    dollars = days(date(2026, 10, 1), date(2026, 10, 30))
    alone = figure(evidence(days=dollars), POLICY, MEASURES["cost_per_task"], OCTOBER)
    assert figure(evidence(days=dollars + euros), POLICY, MEASURES["cost_per_task"], OCTOBER) == alone


@given(st.permutations(range(12)), st.permutations(range(30)))
def test_the_order_of_rows_never_matters(loaded, counted):
    rows = months("policy_accuracy", *((380 + step, 400) for step in range(12)))
    runs = tuple(replace_count(row, step) for step, row in enumerate(days(date(2026, 10, 1), date(2026, 10, 30))))
    shuffled = evidence(
        observations={"policy_accuracy": tuple(rows[place] for place in loaded)},
        days=tuple(runs[place] for place in counted),
    )
    straight = evidence(observations={"policy_accuracy": rows}, days=runs)
    for measure in (RATE, MEASURES["escalation_rate"]):
        for period in (OCTOBER, parse("2026-Q3"), parse("2026-W42")):
            assert figure(shuffled, POLICY, measure, period) == figure(straight, POLICY, measure, period)


def replace_count(row, step):
    return row._replace(counts=tuple(count + step for count in row.counts))


def test_what_was_worked_out_is_not_carried_over_to_a_copy():
    first = evidence()
    figure(first, POLICY, RATE, OCTOBER)
    changed = replace(first, observations=grouped([observation("policy_accuracy", OCTOBER, of=(1, 10))]))
    assert figure(changed, POLICY, RATE, OCTOBER) == Figure(0.1, 1, 10, 10)
