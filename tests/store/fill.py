"""Puts rows into a database, so that a test names only what it is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import SQLModel

from agent_scorecard.rules.periods import parse
from agent_scorecard.store.database import writer
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.agents import Agent
from agent_scorecard.store.tables.measures import Observation
from agent_scorecard.vocabulary import Status


def at(text: str) -> datetime:
    """A time in UTC from "2026-10-05" or "2026-10-05 22:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def refunds(**changes: Any) -> Agent:
    """One agent of the inventory."""
    return Agent(**{"agent": "refunds", "name": "Refunds", "status": Status.LIVE, **changes})


def put(engine: Engine, *rows: SQLModel) -> None:
    with writer(engine).begin() as connection:
        for row in rows:
            table = METADATA.tables[str(row.__tablename__)]
            given = {column.name: getattr(row, column.name) for column in table.c}
            counted = table.autoincrement_column
            if counted is not None and given[counted.name] is None:
                del given[counted.name]
            connection.execute(insert(table), given)


def key_of(connection: Connection, name: str, text: str) -> int:
    """The whole number that stands for a text in a table of keys, a new one where there is none."""
    table = METADATA.tables[name]
    key, told, *_ = table.c
    found = connection.execute(select(key).where(told == text)).scalar()
    if found is None:
        found = connection.execute(insert(table).values({told.name: text})).inserted_primary_key[0]
    return int(found)


def observe(engine: Engine, *figures: Sequence[Any]) -> None:
    """Put observations given as (agent, measure, period, cohort, value, numerator, denominator, n, source)."""
    with writer(engine).begin() as connection:
        for agent, measure, period, cohort, value, numerator, denominator, n, source in figures:
            row = {
                "grain": parse(period).grain,
                "start": parse(period).first.toordinal(),
                "agent": key_of(connection, "agent_keys", agent),
                "measure": key_of(connection, "measure_keys", measure),
                "cohort": key_of(connection, "labels", cohort),
                "value": value,
                "numerator": numerator,
                "denominator": denominator,
                "n": n,
                "source": None if source is None else key_of(connection, "labels", source),
                "load": 1,
            }
            connection.execute(insert(Observation).values(**row))
