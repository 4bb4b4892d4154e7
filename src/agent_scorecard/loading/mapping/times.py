"""Times as source files write them, read into moments with a zone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent_scorecard.loading.mapping.scalars import NotReadable, scalar_text

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO = re.compile(_DATE.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_COMPACT = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_DIGITS = re.compile(r"[0-9]{1,20}")
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")
_Read = TypeVar("_Read")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def moment(value: object, written: str, zone: str | None) -> datetime:
    """Read a time written as `written`; a naive one is put in `zone`, or stays naive for the ordinary check to judge.

    Raises NotReadable for another shape, and for a local time that the change of clocks skips or repeats.
    """
    text = scalar_text(value) or ""
    read = _READ[written](text)
    if read.tzinfo is not None:
        return read.astimezone(UTC)
    return _placed(read, zone_named(zone)) if zone else read


def given(at: datetime, form: str) -> str:
    """Write a moment as the column wants it: the moment itself, its date, month or ISO week."""
    match form:
        case "date":
            return at.date().isoformat()
        case "month":
            return f"{at:%Y-%m}"
        case "week":
            year, week, _ = at.isocalendar()
            return f"{year:04}-W{week:02}"
        case _:
            return at.isoformat()


def zone_named(name: str) -> tzinfo:
    """Find a zone by its name (Europe/Berlin) or by its offset (-07:00)."""
    offset = _OFFSET.fullmatch(name)
    try:
        if offset is None:
            return ZoneInfo(name)
        size = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-size if offset[1] == "-" else size)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotReadable(f"no time zone is called '{name}'") from None


def _placed(local: datetime, zone: tzinfo) -> datetime:
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    exists = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == local
    how = "exists twice" if exists else "does not exist"
    raise NotReadable(f"{local.isoformat()} {how} in {zone}: write the offset")


def _iso(text: str) -> datetime:
    if not _ISO.fullmatch(text):
        raise NotReadable(f"'{text}' is not a time like 2026-03-31T22:30:00Z")
    return _checked(datetime.fromisoformat, text)


def _date(text: str) -> datetime:
    if not _DATE.fullmatch(text):
        raise NotReadable(f"'{text}' is not a date like 2026-03-31")
    return datetime.combine(_checked(date.fromisoformat, text), datetime.min.time())


def _compact(text: str) -> datetime:
    if not _COMPACT.fullmatch(text):
        raise NotReadable(f"'{text}' is not a time like 20260807T002111Z")
    return _checked(datetime.fromisoformat, text)


def _since_1970(per_second: int) -> Callable[[str], datetime]:
    def read(text: str) -> datetime:
        if not _DIGITS.fullmatch(text):
            raise NotReadable(f"'{text}' is not a whole number since 1970")
        return _checked(lambda count: _EPOCH + timedelta(microseconds=int(count) * 1_000_000 // per_second), text)

    return read


def _checked(read: Callable[[str], _Read], text: str) -> _Read:
    try:
        return read(text)
    except (ValueError, OverflowError):
        raise NotReadable(f"'{text}' is not a time of the calendar") from None


_READ: Final = {
    "iso": _iso,
    "date": _date,
    "compact": _compact,
    "epoch_s": _since_1970(1),
    "epoch_ms": _since_1970(1_000),
    "epoch_ns": _since_1970(1_000_000_000),
}
