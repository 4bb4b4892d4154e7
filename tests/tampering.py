"""Writing past the product, as somebody could who takes the guards of the database off and puts them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from agent_scorecard.store.database import writer
from agent_scorecard.store.triggers import ensure_triggers

DROPS = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": "SELECT 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass"
    " FROM pg_trigger WHERE NOT tgisinternal",
}


@contextmanager
def tampering(engine: Engine) -> Iterator[Connection]:
    """Open a write transaction in which no trigger acts."""
    with writer(engine).begin() as connection:
        drop_triggers(connection)
        yield connection
        ensure_triggers(connection)


def unguard(engine: Engine) -> None:
    """Take every trigger off, so that what is left to refuse a row is its table."""
    with writer(engine).begin() as connection:
        drop_triggers(connection)


def drop_triggers(connection: Connection) -> None:
    for drop in connection.exec_driver_sql(DROPS[connection.dialect.name]).scalars().all():
        connection.exec_driver_sql(drop)
