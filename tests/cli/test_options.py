from __future__ import annotations

from datetime import UTC, datetime

import pytest
import typer

from agent_scorecard.cli.options import countable


@pytest.mark.parametrize("year", [1900, 2026, 2999])
def test_a_day_around_which_periods_can_be_counted_is_taken(year: int) -> None:
    assert countable(datetime(year, 6, 1, tzinfo=UTC)) == datetime(year, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_a_day_beyond_is_refused_with_the_years(year: int) -> None:
    with pytest.raises(typer.BadParameter, match="lies outside the years 1900 to 2999"):
        countable(datetime(year, 6, 1, tzinfo=UTC))


def test_no_day_stays_none() -> None:
    assert countable(None) is None
