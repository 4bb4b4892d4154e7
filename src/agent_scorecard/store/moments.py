"""Epoch milliseconds and days of a company zone: a run belongs to the day its zone's calendar shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
DAY = timedelta(days=1)
EPOCH_DAY = date(1970, 1, 1).toordinal()
DAY_MS = 86_400_000


def moment(at: datetime) -> int:
    """Return an aware time as whole epoch milliseconds, the rest cut off."""
    return (at - EPOCH) // MILLISECOND


def time_of(at: int) -> datetime:
    return EPOCH + at * MILLISECOND


def day_of(at: int, zone: ZoneInfo) -> date:
    return time_of(at).astimezone(zone).date()


def start_of(day: date, zone: ZoneInfo) -> int:
    """Return the first millisecond of a day, also where a clock change swallows its midnight."""
    return moment(datetime.combine(day, time.min, tzinfo=zone))


def offsets(first: int, last: int, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """Yield (from this moment on, offset to UTC in ms) for the time between two moments, the first from `first`."""
    yield first, _offset(first, zone)
    for start in range(first, last, DAY_MS):
        end = min(start + DAY_MS, last)
        if _offset(start, zone) != _offset(end, zone):
            change = _change_between(start, end, zone)
            yield change, _offset(change, zone)


def _offset(at: int, zone: ZoneInfo) -> int:
    shift = time_of(at).astimezone(zone).utcoffset()
    return (shift or timedelta()) // MILLISECOND


def _change_between(low: int, high: int, zone: ZoneInfo) -> int:
    before = _offset(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    return high
