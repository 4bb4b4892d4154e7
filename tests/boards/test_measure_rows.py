"""The measures table: groups in order, each guard under its headline, no figure and no bound said as such."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.measure_rows import MeasureRow, measure_groups, parted
from agent_scorecard.rules.answers import Figure, Judged
from agent_scorecard.rules.facts import Band
from agent_scorecard.vocabulary import BaselineKind, Verdict
from tests.boards.build import judged
from tests.build import bounds

HEADLINE = judged("first_response_time", 24.0, bounds("first_response_time", passes=30.0, headline=True))


def shown(*rows: Judged) -> dict[str, list[str]]:
    return {table.group.value: [row.name for row in table.rows] for table in measure_groups(rows, "USD")}


def row_of(one: Judged) -> MeasureRow:
    ((row,),) = (table.rows for table in measure_groups((one,), "USD"))
    return row


def guard(key: str, of: str = "first_response_time") -> Judged:
    return judged(key, 0.97, bounds(key, guard_of=of))


def test_nothing_judged_is_no_table():
    assert measure_groups((), "USD") == ()


def test_groups_come_in_their_order_and_context_last():
    keys = ("uptime", "incidents", "active_users", "accuracy", "time_saved")
    assert list(shown(*(judged(key, 1.0) for key in keys))) == ["outcome", "quality", "adoption", "control", "other"]


def test_a_guard_stands_under_its_headline_and_not_in_its_own_group():
    assert shown(guard("policy_accuracy"), judged("accuracy", 0.9), HEADLINE, guard("incidents")) == {
        "outcome": ["First response time", "Guard: policy accuracy", "Guard: incidents"],
        "quality": ["Accuracy"],
    }


def test_each_guard_goes_to_its_own_headline():
    other = judged("csat", 0.9, bounds("csat", headline=True))
    assert shown(HEADLINE, other, guard("policy_accuracy"), guard("error_rate", of="csat")) == {
        "outcome": ["Customer satisfaction", "Guard: error rate", "First response time", "Guard: policy accuracy"]
    }


def test_a_guard_whose_headline_was_not_judged_keeps_its_own_group():
    assert shown(guard("policy_accuracy")) == {"quality": ["Guard: policy accuracy"]}
    no_headline = judged("first_response_time", 24.0, bounds("first_response_time", passes=30.0))
    assert shown(guard("policy_accuracy"), no_headline) == {
        "outcome": ["First response time"],
        "quality": ["Guard: policy accuracy"],
    }


def test_after_headlines_come_judged_then_measured_then_empty_rows_each_by_name():
    rows = (
        judged("completeness"),
        judged("rework_rate", 0.1),
        judged("accuracy", 0.9),
        judged("policy_accuracy", 0.9, bounds("policy_accuracy")),
        judged("eval_pass_rate", 0.9, bounds("eval_pass_rate")),
    )
    assert shown(*rows) == {"quality": ["Eval pass rate", "Policy accuracy", "Accuracy", "Rework rate", "Completeness"]}


def test_a_row_puts_current_beside_baseline_bounds_and_n():
    limits = bounds("policy_accuracy", target=0.98, passes=0.95, fails=0.92)
    row = row_of(
        judged("policy_accuracy", 0.9875, limits, baseline=0.94, how="395 of 400 in October 2026", verdict=Verdict.MET)
    )
    assert replace(row, bullet=None) == MeasureRow(
        key="policy_accuracy",
        name="Policy accuracy",
        about=judged("policy_accuracy").measure.definition,
        baseline="94\u202f%",
        current="98.8\u202f%",
        target="98\u202f%",
        passes="95\u202f%",
        fails="92\u202f%",
        n="400",
        bullet=None,
        trend=(),
        trend_label="no earlier period",
        verdict=Verdict.MET,
        sentence="Sentence of policy_accuracy.",
        how="395 of 400 in October 2026",
        is_guard=False,
    )
    assert row.bullet is not None


@pytest.mark.parametrize(
    ("one", "texts"),
    [
        (judged("accuracy"), ("–", "–", "–", "–", "–", "–")),
        (judged("accuracy", 0.9), ("–", "90\u202f%", "–", "–", "–", "400")),
        (judged("accuracy", None, bounds("accuracy")), ("–", "–", "–", "95\u202f%", "–", "–")),
        (judged("accuracy", 0.0, bounds("accuracy", passes=None)), ("–", "0\u202f%", "–", "–", "–", "400")),
    ],
    ids=["no figure, no bounds", "no bounds", "no figure", "nothing is not nought"],
)
def test_what_is_not_known_is_a_dash(one, texts):
    row = row_of(one)
    assert (row.baseline, row.current, row.target, row.passes, row.fails, row.n) == texts
    assert row.bullet is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [(BaselineKind.NONE, "new work"), (BaselineKind.MEASURED, "–"), (None, "–")],
)
def test_new_work_has_no_baseline_and_says_so(kind, text):
    assert row_of(judged("accuracy", 0.9, bounds("accuracy", baseline_kind=kind))).baseline == text


def test_a_known_baseline_is_shown_even_where_the_work_is_called_new():
    one = judged("accuracy", 0.9, bounds("accuracy", baseline_kind=BaselineKind.NONE), baseline=0.5)
    assert row_of(one).baseline == "50\u202f%"


def test_a_band_shows_both_its_ends():
    limits = bounds("escalation_rate", target=Band(0.02, 0.1), passes=Band(0.01, 0.15), fails=None)
    row = row_of(judged("escalation_rate", 0.06, limits))
    assert (row.target, row.passes, row.fails) == ("2\u202f% to 10\u202f%", "1\u202f% to 15\u202f%", "–")


@pytest.mark.parametrize(
    ("fails", "text"),
    [(Band(0.005, 0.2), "under 0.5\u202f%, over 20\u202f%"), (Band(0.0, 0.2), "over 20\u202f%")],
)
def test_a_band_fails_on_either_side_of_it(fails, text):
    assert (
        row_of(judged("escalation_rate", 0.06, bounds("escalation_rate", passes=Band(0.05, 0.1), fails=fails))).fails
        == text
    )


def test_a_count_has_no_cases_of_its_own():
    assert row_of(judged("incidents", 2.0, figure=Figure(2.0))).n == "–"


@pytest.mark.parametrize(("n", "text"), [(None, "not given"), (0, "0"), (1_940, "1,940")])
def test_cases_that_were_not_given_are_not_nought(n, text):
    assert row_of(judged("accuracy", 0.9, figure=Figure(0.9, n=n))).n == text


def test_money_carries_the_currency_of_the_company():
    one = judged("total_monthly_cost", 1_200.5)
    ((row,),) = (table.rows for table in measure_groups((one,), "EUR"))
    assert row.current == "1,200.50\u202fEUR"


@pytest.mark.parametrize(
    ("values", "heights", "label"),
    [
        ((), (), "no earlier period"),
        ((0.5, None, 1.0), (0.5, None, 1.0), "last 3 periods: 50\u202f%, –, 100\u202f%"),
        ((0.0, 0.0), (0.0, 0.0), "last 2 periods: 0\u202f%, 0\u202f%"),
        ((None, None), (None, None), "last 2 periods: –, –"),
        ((-0.25, 0.125), (1.0, 0.5), "last 2 periods: −25\u202f%, 12.5\u202f%"),
    ],
    ids=["no period", "a gap", "all nought", "all gaps", "below nought"],
)
def test_the_trend_is_shares_of_the_tallest_and_keeps_its_gaps(values, heights, label):
    trend = tuple(None if value is None else Figure(value) for value in values)
    row = row_of(judged("accuracy", 0.9, trend=trend))
    assert (row.trend, row.trend_label) == (heights, label)


@pytest.mark.parametrize(
    ("one", "on_the_card"),
    [
        (judged("accuracy", 0.9, bounds("accuracy")), True),
        (judged("accuracy", None, bounds("accuracy")), True),
        (judged("accuracy", 0.9, verdict=Verdict.NOT_TRUSTED), True),
        (judged("accuracy", 0.9), False),
        (judged("accuracy"), False),
        (judged("intervention_rate"), True),
    ],
    ids=["judged", "bound without a figure", "judged without a bound", "no bound", "nothing", "the first signal"],
)
def test_only_what_decides_is_on_the_card_itself(one, on_the_card):
    beside = judged("policy_accuracy", 0.96, bounds("policy_accuracy"))
    shown, folded = parted([beside, one])
    assert (one in shown, one in folded) == (on_the_card, not on_the_card)


def test_without_any_bound_every_value_is_on_the_card():
    valued, empty = judged("volume", 40.0), judged("accuracy")
    assert parted([valued, empty]) == ([valued], [empty])
