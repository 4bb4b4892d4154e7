"""The only place of the command line that reads the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The day in the company's zone."""
    return now().astimezone(ZoneInfo(zone)).date()
