"""Each kind of cell turns text into exactly one value, or says in one sentence how to write it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.loading.cells import numbers, text, times, words
from agent_scorecard.loading.refusal import Refused, masked
from agent_scorecard.rules.periods import parse
from agent_scorecard.runs.refusal import shown

BERLIN = ZoneInfo("Europe/Berlin")
COLOURS = {"red": "red", "darkred": "red", "blue": "blue"}


def plain_20(cell: str) -> str:
    return text.plain(cell, 20)


def in_berlin(cell: str) -> datetime:
    return times.moment(cell, BERLIN, BERLIN)


def nowhere(cell: str) -> datetime:
    return times.moment(cell, BERLIN, None)


def colour(cell: str) -> str:
    return words.word(cell, COLOURS)


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (text.identifier, "007", "007"),
        (text.identifier, "Answer refund requests", "Answer refund requests"),
        (text.identifier, "Zo\u0065\u0308", "Zoë"),
        (text.identifier, "агент-v2", "агент-v2"),
        (text.identifier, "x" * 120, "x" * 120),
        (text.snake_case, "refund_leakage2", "refund_leakage2"),
        (plain_20, "two\nlines", "two\nlines"),
        (plain_20, "x" * 20, "x" * 20),
        (text.items, " a | b||a ", ("a", "b")),
        (text.link, "https://example.com/{request_id}", "https://example.com/{request_id}"),
        (text.email, "ana@example.com", "ana@example.com"),
        (text.currency, "usd", "USD"),
        (numbers.whole, "-9223372036854775808", -(2**63)),
        (numbers.decimal, "1e-07", 1e-07),
        (numbers.decimal, "-0", 0.0),
        (numbers.money, "0.043", 43_000_000),
        (numbers.money, "9000000000", 9_000_000_000_000_000_000),
        (numbers.money, "0.0000000005", 0),
        (numbers.money, "0.0000000015", 2),
        (numbers.share, "2 %", 0.02),
        (numbers.share, "0.02", 0.02),
        (numbers.share, "100%", 1.0),
        (numbers.percent_or_number, "150 %", 1.5),
        (numbers.ends, "0.02..0.10", ("0.02", "0.10")),
        (times.day, "2024-02-29", date(2024, 2, 29)),
        (times.period, "2026-w41", parse("2026-W41")),
        (nowhere, "2026-03-18T14:02:12Z", datetime(2026, 3, 18, 14, 2, 12, tzinfo=UTC)),
        (nowhere, "2026-03-18 14:02+05:30", datetime(2026, 3, 18, 8, 32, tzinfo=UTC)),
        (nowhere, "2026-03-18T14:02:12.1234567Z", datetime(2026, 3, 18, 14, 2, 12, 123456, tzinfo=UTC)),
        (nowhere, "2026-06-01", datetime(2026, 5, 31, 22, tzinfo=UTC)),
        (in_berlin, "2026-06-01T00:30", datetime(2026, 5, 31, 22, 30, tzinfo=UTC)),
        (in_berlin, "2026-03-29T01:59:59", datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        (in_berlin, "2026-03-29T03:00:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (colour, "Dark-Red", "red"),
        (words.flag, "TRUE", True),
        (words.flag, "0", False),
    ],
)
def test_a_cell_becomes_its_value(read: Callable[[str], object], cell: str, value: object) -> None:
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell", "says"),
    [
        (text.identifier, "＝1", "formula"),
        (text.identifier, "x" * 121, "longer than 120"),
        (text.identifier, "ра", "looks like Latin"),
        (text.identifier, "a\tb", "invisible"),
        (text.identifier_as_written, " a", "blanks around"),
        (text.snake_case, "Refund Leakage", "small letters"),
        (plain_20, "x" * 21, "longer than 20"),
        (plain_20, "bell\x07", "\\u{0007}"),
        (text.link, "javascript:alert(1)", "http://"),
        (text.email, "ana@b@c", "one @"),
        (text.currency, "EURO", "three-letter"),
        (numbers.whole, "1.5", "whole number"),
        (numbers.whole, "9223372036854775808", "too large"),
        (numbers.whole, "12345678901234567890123", "whole number"),
        (numbers.decimal, "1e309", "finite"),
        (numbers.decimal, "nan", "plain decimal"),
        (numbers.money, "1e5", "plain decimal"),
        (numbers.share, "2", "write 2 % or 0.02"),
        (numbers.share, "101 %", "between 0 and 100 %"),
        (numbers.ends, "0.02", "low..high"),
        (times.day, "2025-02-29", "no such day"),
        (times.day, "2026-1-1", "YYYY-MM-DD"),
        (times.period, "2026-Q3", "quarters are refused"),
        (times.period, "2026-10-05", "use a month"),
        (times.period, "2026-W54", "use a month"),
        (nowhere, "2026-03-18T14:02:12", "no zone"),
        (nowhere, "2026-03-18T25:00Z", "no such day or time"),
        (nowhere, "1792152000", "YYYY-MM-DDTHH:MM:SSZ"),
        (in_berlin, "2026-03-29T02:00:00", "skipped"),
        (in_berlin, "2026-10-25T02:59:59", "came twice"),
        (colour, "blu", "did you mean blue?"),
        (words.flag, "ja", "yes or no"),
    ],
)
def test_a_cell_is_refused_with_the_way_out(read: Callable[[str], object], cell: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read(cell)
    assert says in refused.value.reason


@given(st.decimals(min_value=-9_000_000_000, max_value=9_000_000_000, places=9))
def test_money_with_nine_decimals_is_kept_to_the_last_digit(amount: object) -> None:
    written = f"{amount:f}"
    nano = numbers.money(written)
    assert nano == int(written.replace(".", "").lstrip("-") or 0) * (-1 if written.startswith("-") else 1)
    assert not numbers.is_rounded(written)


@given(st.text(max_size=60))
def test_what_is_shown_is_printable(cell: str) -> None:
    assert shown(cell).isprintable()


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("ana@example.com", "ana*** (15 characters)"), ("abc", "abc"), ("\u200bxyz", "\\u{200B}xy*** (4 characters)")],
)
def test_free_text_is_masked_before_it_is_kept(cell: str, kept: str) -> None:
    assert masked(cell) == kept
