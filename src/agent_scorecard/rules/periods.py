"""Calendar periods in which figures are counted and judged: ISO week, calendar month, quarter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

EARLIEST_YEAR, LATEST_YEAR = 1900, 2999


class Grain(IntEnum):
    """How long a period is; the number is part of the stored key, so it never changes."""

    WEEK = 1
    MONTH = 2
    QUARTER = 3


MONTHS_IN = {Grain.MONTH: 1, Grain.QUARTER: 3}
WRITTEN = {
    re.compile(r"([0-9]{4})-W([0-9]{2})"): Grain.WEEK,
    re.compile(r"([0-9]{4})-([0-9]{2})"): Grain.MONTH,
    re.compile(r"([0-9]{4})-Q([0-9])"): Grain.QUARTER,
}


class _Days(NamedTuple):
    first: date
    grain: Grain


class Period(_Days):
    """One week, month or quarter, known by its first day (rules 1); ordered by that day, then the shorter first.

    A tuple, because every figure is looked up by its period many times over.
    """

    __slots__ = ()

    def __new__(cls, first: date, grain: Grain) -> Period:
        if first != _first_day(first, grain):
            raise ValueError(f"A {grain.name.lower()} does not begin on {first}.")
        return super().__new__(cls, first, grain)

    def __str__(self) -> str:
        if self.grain is Grain.WEEK:
            year, week, _ = self.first.isocalendar()
            return f"{year:04}-W{week:02}"
        if self.grain is Grain.MONTH:
            return f"{self.first.year:04}-{self.first.month:02}"
        return f"{self.first.year:04}-Q{(self.first.month + 2) // 3}"

    @property
    def last(self) -> date:
        return _last_day(self)

    @property
    def next(self) -> Period:
        return self.shifted(1)

    @property
    def previous(self) -> Period:
        return self.shifted(-1)

    @property
    def key(self) -> int:
        """The period as one whole number that sorts as periods do: four times the day number, plus the grain."""
        return self.first.toordinal() * 4 + self.grain

    def shifted(self, steps: int) -> Period:
        """Return the period so many steps later (earlier when negative)."""
        return _shifted(self, steps)

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def complete(self, as_of: date) -> bool:
        """Say whether the period may be judged on this day: from its last day on (rules 11)."""
        return as_of >= self.last

    def counted_in(self, grain: Grain) -> Period:
        """Return the period of the same or a longer grain this one counts to; a week goes with its Thursday (rules 1).

        Raises ValueError when the wanted grain is shorter.
        """
        if grain < self.grain:
            raise ValueError(f"{self} is longer than a {grain.name.lower()}.")
        return self if grain is self.grain else containing(self._middle, grain)

    def parts(self, grain: Grain) -> tuple[Period, ...]:
        """Return the periods of the same or a shorter grain that count to this one, in order."""
        return _parts(self, grain)

    @property
    def _middle(self) -> date:
        return self.first + timedelta(days=3) if self.grain is Grain.WEEK else self.first


@lru_cache(maxsize=4096)
def parse(text: str) -> Period:
    """Read "2026-10", "2026-W41" or "2026-Q3". Raises ValueError with a sentence for anything else."""
    for pattern, grain in WRITTEN.items():
        if found := pattern.fullmatch(text):
            year, number = map(int, found.groups())
            return _numbered(text, grain, year, number)
    raise ValueError(f"{text!r} is not a period: write a month as 2026-10, a week as 2026-W41 or a quarter as 2026-Q3.")


@lru_cache(maxsize=65_536)
def containing(day: date, grain: Grain) -> Period:
    """Return the period of this grain in which the day lies."""
    return Period(_first_day(day, grain), grain)


def last_judged(as_of: date, grain: Grain) -> Period:
    """Return the last period of this grain that may be judged on a day: from its last day on (rules 11)."""
    period = containing(as_of, grain)
    return period if period.complete(as_of) else period.previous


def month_of_week(week: Period) -> Period:
    """Return the month a week counts to: that of its Thursday (rules 1). Raises ValueError for a month or quarter."""
    if week.grain is not Grain.WEEK:
        raise ValueError(f"{week} is not a week.")
    return week.counted_in(Grain.MONTH)


def from_key(key: int) -> Period:
    """Return the period stored under this key. Raises ValueError for a number that is no period's key."""
    try:
        return Period(date.fromordinal(key // 4), Grain(key % 4))
    except (ValueError, OverflowError) as refused:
        raise ValueError(f"{key} is not the key of a period.") from refused


def span(first: Period, last: Period) -> Iterator[Period]:
    """Yield every period from first to last, both included. Raises ValueError when their grains differ."""
    if first.grain is not last.grain:
        raise ValueError(f"{first} and {last} are not periods of one length.")
    while first <= last:
        yield first
        first = first.next


@lru_cache(maxsize=4096)
def ending(last: Period, count: int) -> tuple[Period, ...]:
    """Return so many periods in order, the given one last."""
    return tuple(last.shifted(-back) for back in range(count - 1, -1, -1))


def add_months(anchor: date, months: int) -> date:
    """Return the same day so many months later, or the month's last day where it is shorter.

    Count from the anchor, never from the last answer: 31 January + 2 months is 31 March.
    """
    years, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(years, month + 1, min(anchor.day, _days_in(years, month + 1)))


@lru_cache(maxsize=65_536)
def _last_day(period: Period) -> date:
    return period.next.first - timedelta(days=1)


@lru_cache(maxsize=65_536)
def _shifted(period: Period, steps: int) -> Period:
    if period.grain is Grain.WEEK:
        return Period(period.first + timedelta(weeks=steps), period.grain)
    return Period(add_months(period.first, steps * MONTHS_IN[period.grain]), period.grain)


@lru_cache(maxsize=4096)
def _parts(period: Period, grain: Grain) -> tuple[Period, ...]:
    inside = span(containing(period.first, grain), containing(period.last, grain))
    return tuple(part for part in inside if part.counted_in(period.grain) == period)


def _days_in(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def _first_day(day: date, grain: Grain) -> date:
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(month=day.month - (day.month - 1) % MONTHS_IN[grain], day=1)


def _numbered(text: str, grain: Grain, year: int, number: int) -> Period:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"{text!r} is not a period: its year must lie between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    try:
        if grain is Grain.WEEK:
            return Period(date.fromisocalendar(year, number, 1), grain)
        return Period(date(year, (number - 1) * MONTHS_IN[grain] + 1, 1), grain)
    except ValueError as refused:
        raise ValueError(f"{text!r} is not a period: there is no {grain.name.lower()} {number} in {year}.") from refused
