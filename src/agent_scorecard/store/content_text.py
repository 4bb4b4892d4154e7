"""The one text form of each kind of value, which the loader reads back as the same value."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

NANO = 1_000_000_000


def plain_text(value: Any) -> str:
    """Write a word, number, date, period or text in its one form."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float):
        return number_text(value)
    return str(value)


def number_text(value: float) -> str:
    """Write a number as the shortest plain decimal that reads back as the same number; -0 is 0."""
    return format(Decimal(repr(value or 0.0)), "f").removesuffix(".0")


def amount_text(nano: int) -> str:
    """Write nano-units as a plain decimal of at most nine places."""
    whole, rest = divmod(abs(nano), NANO)
    places = f".{rest:09}".rstrip("0").rstrip(".")
    return f"{'-' if nano < 0 else ''}{whole}{places}"


def time_text(at: datetime) -> str:
    """Write an aware time as ISO UTC, with a fraction only where there is one."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def yes_no(value: bool) -> str:
    return "yes" if value else "no"
