"""Bring a database to the schema of this version: all of it, checked, or nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ProgrammingError

from agent_scorecard.store import ledger
from agent_scorecard.store.app_role import grant_again
from agent_scorecard.store.database import finish_schema, place_of, refusal_of, writer
from agent_scorecard.store.refusals import Damaged
from agent_scorecard.store.triggers import missing_triggers

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = MIGRATIONS / "versions"


def alembic_config(connection: Connection) -> Config:
    """Return the configuration that runs our migrations on this connection, found wherever the package lies."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade_schema(engine: Engine, app_role: str | None = None) -> None:
    """Run every migration a database lacks in one transaction, then the triggers, then all checks.

    On a server the app's roles, and `app_role` with them, are given what they need of every table there is now.
    Raises Damaged, CannotGrant or NotAllowed, and leaves the database as it was, when a step or a check fails.
    """
    try:
        _upgrade(engine, app_role)
    except ProgrammingError as refused:
        raise refusal_of(engine, refused) from refused


def _upgrade(engine: Engine, app_role: str | None) -> None:
    with writer(engine).connect() as connection:
        _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                command.upgrade(alembic_config(connection), "head")
                finish_schema(connection)
                grant_again(connection, app_role)
                _check(connection, place_of(engine))
        finally:
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Switch checking off while tables are rebuilt; SQLite only listens between transactions."""
    if connection.dialect.name == "sqlite":
        cast("sqlite3.Connection", connection.connection.dbapi_connection).execute(f"PRAGMA foreign_keys={state}")


def _check(connection: Connection, place: str) -> None:
    problems = [f"trigger {name} is missing" for name in missing_triggers(connection)]
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
        problems += [str(problem) for problem in found if problem != "ok"]
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        problems += [f"a row of {table} refers to nothing in {parent}" for table, _, parent, _ in lost[:3]]
    answers = [ledger.check(ledger.entries(connection, chain)) for chain in ledger.Chain]
    problems += [answer.sentence for answer in answers if not answer.whole]
    if problems:
        raise Damaged(place, "; ".join(problems).rstrip("."))
