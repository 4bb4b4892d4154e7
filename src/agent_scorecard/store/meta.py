"""What the database remembers about itself: the revision pages are cached by, the day it opens on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Integer, Text, cast, delete, insert, select, update

from agent_scorecard.store.tables.meta import Meta

SCHEMA = 3
"""The schema this version reads and writes; it counts up with every migration."""

REVISION, OPENING_DAY = "revision", "opening_day"


def bump_revision(connection: Connection) -> None:
    """Count the revision up: every publish and record does, and pages are cached by it."""
    one_more = cast(cast(Meta.value, Integer) + 1, Text)
    connection.execute(update(Meta).where(Meta.key == REVISION).values(value=one_more))  # type: ignore[arg-type]


def revision_of(connection: Connection) -> int:
    """Return the revision as this transaction sees it."""
    found = connection.execute(select(Meta.value).where(Meta.key == REVISION)).scalar_one()  # type: ignore[call-overload]
    return int(found)


def opening_day(connection: Connection) -> date | None:
    """Return the day on which the pages open: only a company whose story ends, like the sample, has one."""
    found = connection.execute(select(Meta.value).where(Meta.key == OPENING_DAY)).scalar()  # type: ignore[call-overload]
    return None if found is None else date.fromisoformat(found)


def set_opening_day(connection: Connection, day: date) -> None:
    connection.execute(delete(Meta).where(Meta.key == OPENING_DAY))  # type: ignore[arg-type]
    connection.execute(insert(Meta).values(key=OPENING_DAY, value=day.isoformat()))
