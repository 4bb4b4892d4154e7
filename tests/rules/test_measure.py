"""The verdict of one measure: both sides of every bound, enough cases, noise, and the sentence that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.policy import default_policy, read_measures
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.facts import Band
from agent_scorecard.rules.measure import judge
from agent_scorecard.rules.periods import parse
from agent_scorecard.rules.verdicts import raw_verdict, scale_for, standing
from agent_scorecard.vocabulary import ApprovalVerdict, ChangeKind, Direction, Verdict
from tests.build import (
    AS_OF,
    OCTOBER,
    approval,
    bounds,
    changed_kind,
    day_figures,
    days,
    evidence,
    grouped,
    months,
    observation,
)

POLICY = default_policy()
MEASURES = read_measures()
AUGUST = parse("2026-08")
ACCURACY, MEDIAN, BANDED = (MEASURES[key] for key in ("policy_accuracy", "first_response_time", "escalation_rate"))
MET, PASSING, AT_RISK, MISSED = Verdict.MET, Verdict.PASSING, Verdict.AT_RISK, Verdict.MISSED
HIGHER = bounds("policy_accuracy", target=0.98, passes=0.95, fails=0.92)
LOWER = bounds("first_response_time", target=25.0, passes=30.0, fails=40.0)
BAND = bounds("escalation_rate", target=Band(0.04, 0.06), passes=Band(0.02, 0.10), fails=Band(0.01, 0.25))


def raw(measure, value, row, n=1000):
    return raw_verdict(measure, Figure(value, value * n, n, n), scale_for(measure, row), POLICY)


@pytest.mark.parametrize(
    ("measure", "row", "value", "verdict"),
    [
        (ACCURACY, HIGHER, 0.98, MET),
        (ACCURACY, HIGHER, 0.979, PASSING),
        (ACCURACY, HIGHER, 0.95, PASSING),
        (ACCURACY, HIGHER, 0.949, AT_RISK),
        (ACCURACY, HIGHER, 0.921, AT_RISK),
        (ACCURACY, HIGHER, 0.92, MISSED),
        (MEDIAN, LOWER, 25.0, MET),
        (MEDIAN, LOWER, 25.1, PASSING),
        (MEDIAN, LOWER, 30.0, PASSING),
        (MEDIAN, LOWER, 30.1, AT_RISK),
        (MEDIAN, LOWER, 39.9, AT_RISK),
        (MEDIAN, LOWER, 40.0, MISSED),
        (BANDED, BAND, 0.04, MET),
        (BANDED, BAND, 0.039, PASSING),
        (BANDED, BAND, 0.10, PASSING),
        (BANDED, BAND, 0.101, AT_RISK),
        (BANDED, BAND, 0.25, MISSED),
        (BANDED, BAND, 0.01, MISSED),
        (ACCURACY, replace(HIGHER, fails=0.95), 0.95, PASSING),
        (ACCURACY, replace(HIGHER, fails=0.95), 0.949, MISSED),
        (ACCURACY, replace(HIGHER, fails=None), 0.5, AT_RISK),
        (ACCURACY, replace(HIGHER, target=None), 0.95, MET),
        (ACCURACY, replace(HIGHER, passes=None), 0.99, Verdict.NO_BOUND),
        (ACCURACY, replace(HIGHER, passes=Band(0.1, 0.2)), 0.99, Verdict.NO_BOUND),
        (ACCURACY, None, 0.99, Verdict.NO_BOUND),
        (MEASURES["volume"], bounds("volume", passes=1.0), 5.0, Verdict.NO_BOUND),
    ],
)
def test_a_value_is_judged_by_its_bounds(measure, row, value, verdict):
    assert raw(measure, value, row) is verdict


@pytest.mark.parametrize(("n", "verdict"), [(29, Verdict.UNPROVEN), (30, MISSED)])
def test_a_rate_needs_thirty_cases(n, verdict):
    assert raw(ACCURACY, 0.0, HIGHER, n) is verdict


def test_a_rate_without_n_and_a_median_of_few_are_judged_by_value():
    assert raw_verdict(ACCURACY, Figure(0.96, note="n not given"), scale_for(ACCURACY, HIGHER), POLICY) is PASSING
    assert raw_verdict(MEDIAN, Figure(41.0, n=2), scale_for(MEDIAN, LOWER), POLICY) is MISSED


@given(st.floats(0, 1), st.floats(0, 1), st.integers(30, 10_000), st.sampled_from([Direction.HIGHER, Direction.LOWER]))
def test_a_better_value_never_lowers_the_verdict(one, other, n, direction):
    worse, better = sorted((one, other), reverse=direction is Direction.LOWER)
    measure = replace(ACCURACY, direction=direction)
    row = HIGHER if direction is Direction.HIGHER else replace(HIGHER, target=0.02, passes=0.05, fails=0.08)
    assert raw(measure, better, row, n).rank <= raw(measure, worse, row, n).rank


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_what_is_no_number_never_becomes_a_verdict(value):
    told = evidence(observations=grouped([observation("first_response_time", OCTOBER, value)]))
    assert judge(told, POLICY, MEDIAN, OCTOBER).verdict is Verdict.NO_DATA


def accuracy(*rows, **changes):
    return evidence(observations=grouped(months("policy_accuracy", *rows)), **changes)


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        ([(50, 60), (30, 30)], 1),
        ([(50, 59), (30, 30)], 2),
        ([(20, 30), (30, 30)], 2),
        ([(20, 30), (20, 29), (30, 30)], 3),
        ([(20, 29), (900, 900)], 2),
        ([(30, 30)], 1),
        ([0.9, (30, 30)], 1),
        ([(30, 30), 0.9], 1),
    ],
    ids=[
        "60 before",
        "59 before",
        "30 before",
        "29 before",
        "many now change nothing",
        "nothing before",
        "no n before",
        "no n now",
    ],
)
def test_a_small_rate_looks_back_by_what_came_before_it(rows, size):
    assert len(standing(accuracy(*rows), POLICY, ACCURACY, OCTOBER).window) == size


@pytest.mark.parametrize(
    "changes",
    [
        {"changes": (changed_kind(ChangeKind.LEVEL, date(2026, 10, 5)),)},
        {"bounds": (HIGHER, replace(HIGHER, effective_from=date(2026, 10, 1)))},
    ],
    ids=["a new level", "new bounds"],
)
def test_a_window_never_reaches_across_a_cut(changes):
    assert standing(accuracy((20, 29), (30, 30), **changes), POLICY, ACCURACY, OCTOBER).window == (OCTOBER,)


def shown(*rows, **changes):
    found = standing(accuracy(*rows, **changes), POLICY, ACCURACY, OCTOBER)
    return found.raw, found.shown


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        ([(96, 100), (94, 100)], (AT_RISK, PASSING)),
        ([(960, 1000), (900, 1000)], (MISSED, MISSED)),
        ([(94, 100), (96, 100)], (PASSING, AT_RISK)),
        ([(94, 100), (100, 100)], (MET, MET)),
        ([(10, 20), (94, 100)], (MISSED, MISSED)),
        ([(94, 100)], (AT_RISK, AT_RISK)),
    ],
    ids=[
        "noise below",
        "a real fall",
        "noise above",
        "a real rise",
        "a period too small to count",
        "the first one raw",
    ],
)
def test_the_shown_verdict_leaves_last_months_only_when_the_figures_agree(rows, answers):
    assert shown(*rows) == answers


def test_new_bounds_and_a_new_level_begin_afresh():
    since = {"effective_from": OCTOBER.first}
    assert shown((96, 100), (94, 100), bounds=(HIGHER, replace(HIGHER, **since))) == (AT_RISK, AT_RISK)
    cut = (changed_kind(ChangeKind.LEVEL, date(2026, 10, 1)),)
    assert shown((96, 100), (94, 100), changes=cut) == (AT_RISK, AT_RISK)


def test_the_bounds_in_force_when_the_window_begins_judge_it():
    stricter = replace(HIGHER, passes=0.99, target=1.0, fails=0.97, effective_from=date(2026, 10, 2))
    told = accuracy((980, 1000), bounds=(HIGHER, stricter))
    assert judge(told, POLICY, ACCURACY, OCTOBER).bounds == HIGHER
    later = accuracy((980, 1000), bounds=(HIGHER, replace(stricter, effective_from=date(2026, 10, 1))))
    assert judge(later, POLICY, ACCURACY, OCTOBER).verdict is AT_RISK


def test_the_first_bounds_judge_back_to_the_first_figure_but_prove_nothing():
    row = replace(HIGHER, effective_from=date(2026, 10, 15))
    found = judge(accuracy((990, 1000), bounds=(row,)), POLICY, ACCURACY, OCTOBER)
    assert (found.verdict, found.provisional, found.proof.proven) == (MET, True, False)
    assert found.sentence.text.endswith("The bounds were set later.")


FAST = tuple(approval(number, AS_OF, seconds=2) for number in range(30))


@pytest.mark.parametrize(
    ("approvals", "verdict"),
    [
        (FAST, Verdict.NOT_TRUSTED),
        (FAST[:29], MET),
        (tuple(row._replace(verdict=ApprovalVerdict.REJECTED) for row in FAST[:1]) + FAST[1:], MET),
    ],
    ids=["read too fast", "one fewer", "not nearly always approved"],
)
def test_a_rate_resting_on_unread_approvals_is_not_trusted(approvals, verdict):
    assert judge(evidence(approvals=approvals), POLICY, MEASURES["intervention_rate"], OCTOBER).verdict is verdict


def sentence(measure, *rows, row=None, n=None, **changes):
    key = measure.key
    told = evidence(observations=grouped(months(key, *rows, n=n)), bounds=(row,) if row else (), **changes)
    return judge(told, POLICY, measure, OCTOBER).sentence.text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("measure", "rows", "row", "text"),
    [
        (ACCURACY, [(985, 1000)], HIGHER, "98.5 % (985 of 1,000 outputs checked); the target is at least 98 %."),
        (
            ACCURACY,
            [(955, 1000)],
            HIGHER,
            "95.5 % (955 of 1,000 outputs checked); at least 95 % passes, the target is at least 98 %.",
        ),
        (ACCURACY, [(930, 1000)], HIGHER, "93 % (930 of 1,000 outputs checked); it takes at least 95 % to pass."),
        (
            ACCURACY,
            [(900, 1000)],
            HIGHER,
            "90 % (900 of 1,000 outputs checked); it takes at least 95 % to pass, and 92 % or less is missed.",
        ),
        (ACCURACY, [(20, 25)], HIGHER, "80 % (20 of 25 outputs checked): too few to tell; it takes at least 30."),
        (ACCURACY, [(20, 25)], None, "80 % (20 of 25 outputs checked); nobody set a bound to judge it by."),
        (ACCURACY, [0.96], HIGHER, "96 % (n not given); at least 95 % passes, the target is at least 98 %."),
        (
            MEDIAN,
            [24.0, None],
            LOWER,
            "Nothing in October 2026; the last value was 24 min (n not given) in September 2026.",
        ),
        (ACCURACY, [], HIGHER, "Not measured yet."),
        (MEDIAN, [24.0], LOWER, "24 min (n not given); the target is at most 25 min."),
        (MEASURES["outbound_volume"], [12.0], None, "12; shown beside the others."),
    ],
)  # fmt: skip
def test_the_sentence_says_why_in_plain_words(measure, rows, row, text):
    assert sentence(measure, *rows, row=row) == text


def test_the_sentence_tells_noise_few_cases_and_a_longer_window():
    noisy = sentence(ACCURACY, (96, 100), (94, 100), row=HIGHER)
    assert noisy.endswith("This period alone would read At risk, but it is too close to the bound to be sure.")
    assert sentence(MEDIAN, 24.0, row=LOWER, n=12).endswith("Few cases: n = 12.")
    assert sentence(ACCURACY, (39, 40), (39, 40), row=HIGHER).endswith("Counted from September 2026 to October 2026.")


def test_a_stock_stays_while_it_is_one_month_old():
    users = MEASURES["active_users"]
    row = bounds("active_users", target=10.0, passes=8.0)
    one_old = evidence(observations=grouped(months("active_users", 14.0, None)), month_figures=(), bounds=(row,))
    two_old = evidence(observations=grouped(months("active_users", 14.0, None, None)), month_figures=(), bounds=(row,))
    assert (
        judge(one_old, POLICY, users, OCTOBER).sentence.text
        == "14; the target is at least 10. This is September 2026's."
    )
    assert judge(two_old, POLICY, users, OCTOBER).verdict is Verdict.NO_DATA


def test_the_intervention_rate_stands_beside_its_share_of_all_runs():
    found = judge(evidence(), POLICY, MEASURES["intervention_rate"], OCTOBER).sentence.text
    assert found.endswith("4.2\u202f% of all completed runs (62 of 1,488); 100\u202f% of them were read.")


@pytest.mark.parametrize(
    ("ran", "beside"),
    [(400.0, " 2\u202f% of all runs (8 of 400); 42\u202f% of them were read."), (None, "")],
    ids=["with the volume beside it", "without"],
)
def test_a_loaded_intervention_rate_stands_beside_its_share_of_the_loaded_volume(ran, beside):
    rows = grouped(months("intervention_rate", (8, 168)), months("volume", ran))
    found = judge(evidence(days=(), observations=rows), POLICY, MEASURES["intervention_rate"], OCTOBER)
    few = "It takes about 491 more reviewed runs to see a doubling: read every intervention."
    assert found.sentence.text == f"4.8\u202f% (8 of 168 runs reviewed); the target is at most 5\u202f%.{beside} {few}"


def test_a_small_agent_is_told_how_many_runs_it_takes():
    small = evidence(days=days(date(2026, 8, 1), AS_OF, completed=2, reviewed=2, interventions=0.1))
    texts = [judge(small, POLICY, MEASURES["intervention_rate"], period).sentence.text for period in (OCTOBER, AUGUST)]
    needed = "It takes about 569 more reviewed runs to see a doubling: read every intervention."
    assert [needed in text for text in texts] == [True, False]


def test_a_small_agent_known_from_months_is_told_the_same():
    small = evidence(days=(), observations=grouped(months("intervention_rate", (2, 40), (3, 56))))
    found = judge(small, POLICY, MEASURES["intervention_rate"], OCTOBER).sentence.text
    assert found.endswith("It takes about 523 more reviewed runs to see a doubling: read every intervention.")


def test_a_log_that_knows_only_overrides_says_that_reading_is_unknown():
    known = {"people_known": 50, "override_known": 50}
    runs = (day_figures(AS_OF, started=50, completed=50, overridden=2, reviewed=2, interventions=2, **known),)
    found = judge(evidence(days=runs), POLICY, MEASURES["intervention_rate"], OCTOBER)
    assert found.verdict is Verdict.NO_DATA
    assert found.sentence.text == (
        "Not measured: the log does not say what was read. 4\u202f% of completed runs (2 of 50) were overridden."
    )


def test_a_log_that_never_speaks_of_people_says_that_nothing_of_them_is_known():
    runs = (day_figures(AS_OF, started=50, completed=50),)
    found = judge(evidence(days=runs), POLICY, MEASURES["intervention_rate"], OCTOBER)
    assert (found.verdict, found.sentence.text) == (
        Verdict.NO_DATA,
        "Not measured: the log does not say what people did.",
    )


def test_how_it_was_computed_names_window_n_bounds_interval_and_rule():
    found = judge(accuracy((96, 100), (94, 100), bounds=(HIGHER,)), POLICY, ACCURACY, OCTOBER)
    assert found.how.replace("\u202f", " ") == (
        "outputs consistent with policy answer key / outputs checked; 2026-10, as loaded, n = 100; "
        "pass 95 %, target 98 %, fail 92 % in force since 1 Jan 2025; "
        "Wilson 95 % 85.6 % to 97.6 %, dispersion φ 1.5 (policy default); "
        "shown verdict folded over 2 periods at z = 1. "
        "Target or higher is met, pass or higher passing, fail or lower missed, between at risk. "
        "Under n = 30 it is too few to tell."
    )


def test_what_was_not_measured_has_no_source_and_no_cases():
    found = judge(evidence(observations={}), POLICY, ACCURACY, OCTOBER)
    assert found.how == (
        "outputs consistent with policy answer key / outputs checked; 2026-10, not measured; "
        "pass 95\u202f%, target 98\u202f%, fail 92\u202f% in force since 1 Jan 2025. "
        "Target or higher is met, pass or higher passing, fail or lower missed, between at risk. "
        "Under n = 30 it is too few to tell."
    )


def test_without_a_bound_the_rule_says_that_nothing_is_judged():
    found = judge(accuracy((96, 100), bounds=()), POLICY, ACCURACY, OCTOBER)
    assert found.how.endswith("Without a pass bound nothing is judged.")


def test_runs_with_a_stated_time_are_counted_but_draw_no_trend():
    stated = tuple(row._replace(stated=True) for row in days(OCTOBER.first, AS_OF))
    found = judge(evidence(days=stated), POLICY, BANDED, OCTOBER)
    assert found.figure == Figure(93 / 1550, 93.0, 1550.0, 1550, derived=True)
    assert found.trend == (None,) * 6


def test_the_trend_shows_six_periods_with_their_gaps():
    found = judge(accuracy((96, 100), None, (94, 100)), POLICY, ACCURACY, OCTOBER)
    assert found.trend == (None, None, None, Figure(0.96, 96, 100, 100), None, Figure(0.94, 94, 100, 100))


def test_a_week_is_judged_by_its_own_figure():
    told = evidence(observations=grouped([observation("policy_accuracy", "2026-W43", of=(99, 100))]))
    assert judge(told, POLICY, ACCURACY, parse("2026-W43")).verdict is MET
