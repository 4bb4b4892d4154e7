"""Numbers become text in one place, and the text never misleads."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard import format
from agent_scorecard.vocabulary import Aggregation


def plain(text: str) -> str:
    """The text with ordinary spaces and minus, so that a table of expectations can be read."""
    return text.replace(format.NARROW, " ").replace(format.MINUS, "-")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "no data"),
        (0.0, "0 %"),
        (0.086, "8.6 %"),
        (0.0865, "8.7 %"),
        (0.95, "95 %"),
        (0.003, "0.3 %"),
        (0.00004, "0.004 %"),
        (0.9996, "99.96 %"),
        (1.0, "100 %"),
        (1.5, "150 %"),
        (12.345, "1,234.5 %"),
        (-0.041, "-4.1 %"),
    ],
)
def test_a_share_reads_as_percent_and_never_rounds_to_all_or_nothing(share, text):
    assert plain(format.percent(share)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "no data"),
        (0, "0"),
        (1940, "1,940"),
        (1234567.8, "1,234,568"),
        (412.4, "412"),
        (27.5, "27.5"),
        (4.25, "4.25"),
        (0.043, "0.043"),
        (0.0000012, "0.0000012"),
        (-3.5, "-3.5"),
        (-0.0001, "-0.0001"),
    ],
)
def test_a_number_stays_readable_at_any_size(value, text):
    assert plain(format.number(value)) == text


@pytest.mark.parametrize(
    ("nanos", "text"),
    [
        (None, "no data"),
        (0, "0 USD"),
        (43_000_000, "0.043 USD"),
        (900_000_000, "0.90 USD"),
        (1_234_567, "0.0012 USD"),
        (12_400_000_000, "12.40 USD"),
        (100_000_000_000, "100 USD"),
        (1_250_500_000_000, "1,250.50 USD"),
        (12_345_678_900_000, "12,346 USD"),
        (-2_500_000_000, "-2.50 USD"),
    ],
)
def test_money_counts_in_nano_units_and_shows_what_matters(nanos, text):
    assert plain(format.money(nanos, "USD")) == text


@pytest.mark.parametrize(
    ("value", "unit", "aggregation", "text"),
    [
        (None, "%", Aggregation.RATE, "no data"),
        (0.086, "%", Aggregation.RATE, "8.6 %"),
        (1.5, "%", Aggregation.RATIO, "150 %"),
        (27.5, "minutes", Aggregation.QUANTILE, "27.5 min"),
        (4.5, "hours", Aggregation.SUM, "4.5 h"),
        (1, "days", Aggregation.LAST, "1 day"),
        (76, "days", Aggregation.LAST, "76 days"),
        (1.2, "per 1000", Aggregation.RATIO, "1.2 per 1,000"),
        (1940, "count", Aggregation.COUNT, "1,940"),
        (0.04, "EUR", Aggregation.RATIO, "0.04 EUR"),
        (0.5, "currency", Aggregation.RATIO, "0.50 USD"),
        (3.4, "1-5", Aggregation.MEAN, "3.4"),
        (21, "points", Aggregation.SUM, "21 points"),
    ],
)
def test_a_value_is_written_with_its_unit(value, unit, aggregation, text):
    assert plain(format.value_text(value, unit, aggregation, "USD")) == text


def test_an_interval_names_its_unit_at_both_ends():
    assert plain(format.interval(0.9104, 0.9726, "%", Aggregation.RATE)) == "91 % to 97.3 %"
    assert format.interval(None, 0.2, "%", Aggregation.RATE) == "no data"


@pytest.mark.parametrize(
    ("value", "change", "points"),
    [
        (None, "no data", "no data"),
        (0.41, "+41 %", "+41 points"),
        (-0.035, "-3.5 %", "-3.5 points"),
        (0.01, "+1 %", "+1 point"),
        (0.0, "0 %", "0 points"),
    ],
)
def test_a_change_carries_its_sign(value, change, points):
    assert (plain(format.change(value)), plain(format.points(value))) == (change, points)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "no data"),
        (0, "0 s"),
        (0.35, "0.35 s"),
        (45, "45 s"),
        (60, "1 min"),
        (7500, "2 h 5 min"),
        (7205, "2 h"),
        (86_400, "1 day"),
        (273_600, "3 days 4 h"),
    ],
)
def test_a_duration_shows_its_two_largest_units(seconds, text):
    assert plain(format.duration(seconds)) == text


def test_dates_read_as_people_say_them_in_any_locale():
    friday = date(2026, 10, 30)
    assert [format.day(friday), format.full_day(friday), format.long_day(friday), format.month(friday)] == [
        "30 Oct",
        "30 Oct 2026",
        "Friday 30 October 2026",
        "October 2026",
    ]
    assert [format.day(friday, date(2026, 1, 1)), format.day(friday, date(2027, 1, 1))] == ["30 Oct", "30 Oct 2026"]
    assert [format.day(None), format.full_day(None), format.long_day(None), format.month(None)] == ["no data"] * 4


def test_counts_of_things_agree_with_their_noun():
    assert [format.plural(1, "run"), format.plural(1940, "run"), format.plural(2, "person", "people")] == [
        "1 run",
        "1,940 runs",
        "2 people",
    ]
    assert [format.cases(1940), format.cases(None), format.n_of(9, 21)] == ["n = 1,940", "n not given", "9 of 21"]


def test_a_list_is_joined_as_in_a_sentence():
    assert [format.listed(["a", "b", "c"][:length]) for length in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert format.listed(["a", "b"], "or") == "a or b"


@given(st.floats(min_value=1e-8, max_value=1e15) | st.floats(min_value=-1e15, max_value=-1e-8))
def test_no_number_is_ever_written_scientifically(value):
    texts = [format.number(value), format.percent(value), format.value_text(value, "EUR", Aggregation.SUM)]
    assert not any("e" in text.lower().replace("eur", "") for text in texts)
    assert format.number(value) not in ("0", f"{format.MINUS}0")


SUM = Aggregation.SUM


@pytest.mark.parametrize("value", [1e22, 1e27, 1e28, -1e300, 1e-300, 1.7976931348623157e308])
def test_a_number_of_any_size_has_a_text(value):
    words = [format.number(value), format.count(value), format.percent(value), format.value_text(value, "USD", SUM)]
    assert all("e" not in text.lower() for text in words)


@pytest.mark.parametrize(
    ("nanos", "said"),
    [
        (2_239_320_000_000, "2,239 USD"),
        (10_500_000_000, "11 USD"),
        (9_990_000_000, "9.99 USD"),
        (380_000_000, "0.38 USD"),
        (-31_850_000_000, "-32 USD"),
        (None, "no data"),
    ],
)
def test_money_that_is_compared_is_whole_from_ten_on(nanos, said):
    assert plain(format.rounded_money(nanos, "USD")) == said
