"""Periods are read, counted and stored without losing a day."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.rules.periods import (
    Grain,
    Period,
    add_months,
    containing,
    ending,
    from_key,
    month_of_week,
    parse,
    span,
)

DAYS = st.dates(date(1901, 1, 1), date(2998, 12, 31))
PERIODS = st.builds(containing, DAYS, st.sampled_from(Grain))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-W41", date(2026, 10, 5), date(2026, 10, 11)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_read_with_its_first_and_last_day(text, first, last):
    period = parse(text)
    assert (period.first, period.last, str(period)) == (first, last, text)


WAYS = "write a month as 2026-10, a week as 2026-W41 or a quarter as 2026-Q3."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-13", "'2026-13' is not a period: there is no month 13 in 2026."),
        ("2026-00", "'2026-00' is not a period: there is no month 0 in 2026."),
        ("2025-W53", "'2025-W53' is not a period: there is no week 53 in 2025."),
        ("2026-W00", "'2026-W00' is not a period: there is no week 0 in 2026."),
        ("2026-Q5", "'2026-Q5' is not a period: there is no quarter 5 in 2026."),
        ("2026-Q0", "'2026-Q0' is not a period: there is no quarter 0 in 2026."),
        ("0000-01", "'0000-01' is not a period: its year must lie between 1900 and 2999."),
        ("3000-W01", "'3000-W01' is not a period: its year must lie between 1900 and 2999."),
        ("", f"'' is not a period: {WAYS}"),
        ("2026", f"'2026' is not a period: {WAYS}"),
        ("2026-1", f"'2026-1' is not a period: {WAYS}"),
        ("2026-w41", f"'2026-w41' is not a period: {WAYS}"),
        ("2026-10-01", f"'2026-10-01' is not a period: {WAYS}"),
        (" 2026-10", f"' 2026-10' is not a period: {WAYS}"),
        ("2026-10\n", f"'2026-10\\n' is not a period: {WAYS}"),
        ("２０２６-10", f"'２０２６-10' is not a period: {WAYS}"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse(text)


def test_a_period_begins_on_its_own_first_day_only():
    with pytest.raises(ValueError, match=r"^A week does not begin on 2026-10-06\.$"):
        Period(date(2026, 10, 6), Grain.WEEK)


@pytest.mark.parametrize(
    ("text", "previous", "following"),
    [
        ("2026-01", "2025-12", "2026-02"),
        ("2026-W53", "2026-W52", "2027-W01"),
        ("2025-W52", "2025-W51", "2026-W01"),
        ("2026-Q1", "2025-Q4", "2026-Q2"),
    ],
)
def test_periods_follow_each_other_across_the_year(text, previous, following):
    assert (str(parse(text).previous), str(parse(text).next)) == (previous, following)


@pytest.mark.parametrize(
    ("week", "month", "quarter"),
    [
        ("2026-W40", "2026-10", "2026-Q4"),
        ("2026-W31", "2026-07", "2026-Q3"),
        ("2026-W01", "2026-01", "2026-Q1"),
        ("2026-W53", "2026-12", "2026-Q4"),
        ("2025-W01", "2025-01", "2025-Q1"),
    ],
    ids=["Thursday is the 1st", "Thursday is the 30th", "begins last year", "ends next year", "Thursday is 2 January"],
)
def test_a_week_counts_to_the_month_of_its_thursday(week, month, quarter):
    assert month_of_week(parse(week)) == parse(month)
    assert parse(week).counted_in(Grain.QUARTER) == parse(quarter)


def test_only_a_week_has_a_month_of_its_thursday():
    with pytest.raises(ValueError, match=r"^2026-Q3 is not a week\.$"):
        month_of_week(parse("2026-Q3"))


def test_a_period_counts_to_no_shorter_one():
    with pytest.raises(ValueError, match=r"^2026-10 is longer than a week\.$"):
        parse("2026-10").counted_in(Grain.WEEK)


@pytest.mark.parametrize(
    ("whole", "grain", "parts"),
    [
        ("2026-Q3", Grain.MONTH, ["2026-07", "2026-08", "2026-09"]),
        ("2026-10", Grain.WEEK, ["2026-W40", "2026-W41", "2026-W42", "2026-W43", "2026-W44"]),
        ("2026-11", Grain.WEEK, ["2026-W45", "2026-W46", "2026-W47", "2026-W48"]),
        ("2026-10", Grain.MONTH, ["2026-10"]),
    ],
)
def test_a_period_is_made_of_those_that_count_to_it(whole, grain, parts):
    assert [str(part) for part in parse(whole).parts(grain)] == parts


@pytest.mark.parametrize(("as_of", "judged"), [(date(2026, 10, 30), False), (date(2026, 10, 31), True)])
def test_a_period_is_judged_from_its_last_day(as_of, judged):
    assert parse("2026-10").complete(as_of) is judged


@pytest.mark.parametrize(
    ("anchor", "months", "day"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
    ],
)
def test_months_are_counted_from_the_anchor(anchor, months, day):
    assert add_months(anchor, months) == day


def test_a_window_of_periods_ends_with_the_one_given():
    assert [str(month) for month in ending(parse("2026-02"), 3)] == ["2025-12", "2026-01", "2026-02"]
    assert list(span(parse("2025-12"), parse("2026-02"))) == list(ending(parse("2026-02"), 3))
    assert list(span(parse("2026-02"), parse("2026-01"))) == []


def test_a_span_needs_periods_of_one_length():
    with pytest.raises(ValueError, match=r"^2026-10 and 2026-W50 are not periods of one length\.$"):
        list(span(parse("2026-10"), parse("2026-W50")))


@pytest.mark.parametrize(
    "key", [0, -3, 4 * date(2026, 10, 6).toordinal() + 1, 4 * date(2026, 10, 1).toordinal(), 10**30]
)
def test_a_number_that_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match=rf"^{key} is not the key of a period\.$"):
        from_key(key)


@given(PERIODS)
def test_text_and_key_lead_back_to_the_period(period):
    assert parse(str(period)) == from_key(period.key) == period


@given(PERIODS)
def test_neighbours_touch_without_gap(period):
    assert period.next.first - period.last == timedelta(days=1)
    assert period.next.previous == period.previous.next == period


@given(PERIODS, PERIODS)
def test_keys_sort_as_periods_do(one, other):
    assert (one < other) == (one.key < other.key)


@given(DAYS, st.sampled_from(Grain))
def test_a_day_lies_in_exactly_one_period(day, grain):
    period = containing(day, grain)
    assert [near.contains(day) for near in (period.previous, period, period.next)] == [False, True, False]


@given(st.builds(containing, DAYS, st.just(Grain.QUARTER)))
def test_every_week_counts_to_one_month_of_its_quarter(quarter):
    by_month = [week for month in quarter.parts(Grain.MONTH) for week in month.parts(Grain.WEEK)]
    assert by_month == list(quarter.parts(Grain.WEEK))
