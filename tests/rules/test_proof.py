"""Sure enough for more autonomy: the window, the cases, and how many more it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.periods import parse
from agent_scorecard.rules.proof import proof
from agent_scorecard.vocabulary import ChangeKind
from tests.build import OCTOBER, bounds, changed_kind, evidence, grouped, months

POLICY = default_policy()
MEASURES = read_measures()
ACCURACY, ERRORS, MEDIAN = (MEASURES[key] for key in ("policy_accuracy", "error_rate", "first_response_time"))
PASS_95 = bounds("policy_accuracy", passes=0.95)
UNDER_8 = bounds("error_rate", passes=0.08)
ONE_SHORT = "0 in 99 outputs checked went wrong, so at most 3 % do; about 10 more are needed to be sure of at most 5 %."
LONG_AGO = {"autonomy_since": date(2025, 1, 1), "changes": (), "decisions": ()}


def proven(measure, *rows, row, period=OCTOBER, **changes):
    told = evidence(observations=grouped(months(measure.key, *rows)), bounds=(row,), **{**LONG_AGO, **changes})
    return proof(told, POLICY, measure, period)


def said(*arguments, **changes):
    found = proven(*arguments, **changes)
    return found.proven, found.n, found.sentence.text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("measure", "rows", "row", "answer"),
    [
        (
            ACCURACY,
            [(490, 500)] * 3,
            PASS_95,
            (True, 1500, "1,470 of 1,500 outputs checked: surely at least 95 %."),
        ),
        (
            ACCURACY,
            [(95, 100)],
            PASS_95,
            (False, 100, "95 of 100 outputs checked; about 150 more are needed to be sure of at least 95 %."),
        ),
        (
            ERRORS,
            [(86, 1000)],
            UNDER_8,
            (False, 1000, "86 of 1,000 outputs checked; about 400 more are needed to be sure of at most 8 %."),
        ),
        (
            ERRORS,
            [(0, 300)],
            UNDER_8,
            (True, 300, "0 in 300 outputs checked went wrong, so at most 1 % do: surely at most 8 %."),
        ),
        (
            ERRORS,
            [(0, 99)],
            bounds("error_rate", passes=0.05),
            (
                False,
                99,
                ONE_SHORT,
            ),
        ),
        (ACCURACY, [0.99], PASS_95, (False, 0, "Not proven: the cases behind it were not given.")),
        (
            ACCURACY,
            [],
            PASS_95,
            (False, 0, "Not proven: no whole month has been measured yet."),
        ),
    ],
    ids=[
        "plenty",
        "too few",
        "the many that still look bad",
        "none wrong",
        "one short of a hundred",
        "no n",
        "nothing",
    ],
)
def test_a_rate_is_proven_by_its_cases(measure, rows, row, answer):
    assert said(measure, *rows, row=row) == answer


@pytest.mark.parametrize(
    ("rows", "n"),
    [
        ([(40, 40)] * 12, 120),
        ([(30, 30)] * 12, 120),
        ([(5, 5)] * 12, 60),
        ([(5, 5)] * 14, 60),
    ],
    ids=["three periods are enough", "one more reaches a hundred", "all twelve", "never more than twelve"],
)
def test_the_window_reaches_back_until_a_hundred(rows, n):
    assert proven(ACCURACY, *rows, row=PASS_95).n == n


@pytest.mark.parametrize(
    ("changes", "n"),
    [
        ({"autonomy_since": date(2026, 9, 1)}, 200),
        ({"autonomy_since": date(2026, 9, 2)}, 100),
        ({"changes": (changed_kind(ChangeKind.SAMPLING_PLAN, date(2026, 10, 1)),)}, 100),
        ({"row": replace(PASS_95, effective_from=date(2026, 9, 1))}, 200),
        ({"row": replace(PASS_95, effective_from=date(2026, 10, 15))}, 0),
    ],
    ids=["the level's first day", "a begun month is not whole", "a new sampling plan", "new bounds", "provisional"],
)
def test_the_window_never_reaches_before_what_it_is_about(changes, n):
    assert proven(ACCURACY, *[(100, 100)] * 4, **{"row": PASS_95, **changes}).n == n


def test_a_running_month_waits_for_its_last_day():
    rows = [(100, 100)] * 3 + [(0, 100)]
    assert proven(ACCURACY, *rows, row=PASS_95, as_of=date(2026, 10, 30)).proven
    assert not proven(ACCURACY, *rows, row=PASS_95, as_of=date(2026, 10, 31)).proven


def test_a_quarter_is_proven_by_its_months():
    assert proven(ACCURACY, *[(100, 100)] * 4, row=PASS_95, period=parse("2026-Q3")).n == 300


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ([24.0, 30.0, 29.0], (True, 3)),
        ([24.0, 31.0, 29.0], (False, 2)),
        ([24.0, 29.0], (False, 2)),
    ],
    ids=["passing three times", "once not", "only two"],
)
def test_what_is_no_rate_has_to_pass_three_times(rows, answer):
    found = proven(MEDIAN, *rows, row=bounds("first_response_time", passes=30.0))
    assert (found.proven, found.n) == answer


def test_without_a_bound_there_is_nothing_to_prove():
    assert proof(evidence(bounds=()), POLICY, ACCURACY, OCTOBER) is None
