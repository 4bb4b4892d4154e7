"""Date and time cells: ISO 8601 only, a zone always known, nothing beyond what a company can have lived."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.rules import periods
from agent_scorecard.rules.periods import Grain, Period

FIRST_YEAR, LAST_YEAR = 1971, 2199
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(\.[0-9]{1,9})?\s?(Z|z|[+-][0-9]{2}:?[0-9]{2})?"
)


def day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise Refused(Code.BAD_DATE, "use YYYY-MM-DD, for example 2026-10-31")
    try:
        value = date.fromisoformat(text)
    except ValueError:
        raise Refused(Code.BAD_DATE, "there is no such day in the calendar") from None
    return _lived(value)


def moment(text: str, company_zone: ZoneInfo, stated_zone: ZoneInfo | None) -> datetime:
    """Return an aware UTC time; a plain date is 00:00 of the company zone, a time without zone that of the load."""
    if DAY.fullmatch(text):
        return _placed(datetime.combine(day(text), datetime.min.time()), company_zone)
    if not (found := MOMENT.fullmatch(text)):
        raise Refused(Code.BAD_TIME, "use YYYY-MM-DDTHH:MM:SSZ, for example 2026-10-31T14:05:00Z")
    on, clock, fraction, zone = found.groups()
    try:
        naive = datetime.fromisoformat(f"{on}T{clock}{(fraction or '')[:7]}")
    except ValueError:
        raise Refused(Code.BAD_TIME, "there is no such day or time") from None
    _lived(naive.date())
    if zone:
        return _at_offset(naive, zone)
    if stated_zone is None:
        raise Refused(Code.NO_ZONE, "the time has no zone: add Z or +01:00, or state one zone for the load")
    return _placed(naive, stated_zone)


def period(text: str) -> Period:
    """Return a month or week; quarters and days are refused because figures are kept by month or week."""
    try:
        found = periods.parse(text.upper())
    except ValueError:
        raise Refused(
            Code.BAD_PERIOD, "use a month YYYY-MM or a week YYYY-Wnn, for example 2026-10 or 2026-W41"
        ) from None
    if found.grain is Grain.QUARTER:
        raise Refused(Code.BAD_PERIOD, "quarters are refused: give its months or weeks")
    _lived(found.first)
    return found


def _lived(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Refused(Code.OUT_OF_RANGE, f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
    return value


def _at_offset(naive: datetime, zone: str) -> datetime:
    if zone in "Zz":
        return naive.replace(tzinfo=UTC)
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise Refused(Code.BAD_TIME, "there is no such zone offset")
    offset = timedelta(hours=hours, minutes=minutes)
    return (naive - offset if zone[0] == "+" else naive + offset).replace(tzinfo=UTC)


def _placed(naive: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of a wall clock, refusing the hour a clock change skips and the hour it repeats."""
    first = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == second:
        return first
    if first.astimezone(zone).replace(tzinfo=None) != naive:
        raise Refused(Code.BAD_TIME, f"that hour was skipped by the clock change in {zone.key}")
    raise Refused(Code.AMBIGUOUS_TIME, f"that hour came twice in {zone.key}: add the offset, for example +01:00")
