"""Ids and times of spans, in the ways real exporters write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from agent_scorecard.loading.cells import times
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.store.moments import EPOCH

TRACE_DIGITS, SPAN_DIGITS = 32, 16
HEX = re.compile(r"(?:0[xX])?([0-9a-fA-F]+)")
NANOS = re.compile(r"[0-9]{1,19}")
PER_MICROSECOND = 1_000
UTC_ZONE = ZoneInfo("UTC")


def trace_id(value: object) -> str:
    """Return a trace id as 32 hex digits; whole numbers are the same id as Python's SDK holds it."""
    return _id(value, TRACE_DIGITS, "trace")


def span_id(value: object) -> str:
    return _id(value, SPAN_DIGITS, "span")


def parent_id(value: object) -> str:
    """Return the id of the span above, "" where there is none."""
    return "" if value in (None, "", 0) or value == "0" * SPAN_DIGITS else span_id(value)


def _id(value: object, digits: int, what: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 4 * digits:
        return format(value, f"0{digits}x")
    found = HEX.fullmatch(value) if isinstance(value, str) else None
    if found is None or len(found[1]) > digits or not int(found[1], 16):
        raise Refused(Code.BAD_ID, f"the {what} id must be up to {digits} hexadecimal digits, not all 0")
    return found[1].lower().rjust(digits, "0")


def nanoseconds(value: object) -> int:
    """Return epoch nanoseconds; also read from ISO 8601 with a zone."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value:
        raise Refused(Code.MISSING, "a span needs the times it began and ended")
    if NANOS.fullmatch(value):
        return int(value)
    return of_moment(times.moment(value, UTC_ZONE, None))


def of_moment(at: datetime) -> int:
    since = at.astimezone(UTC) - EPOCH
    return (since.days * 86_400 * 10**6 + since.seconds * 10**6 + since.microseconds) * PER_MICROSECOND
