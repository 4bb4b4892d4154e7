"""Open, create and look after a database: one engine recipe, and a clear sentence for every way it can be wrong."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, func, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard.store.looking import (
    APPLICATION_ID,
    explained,
    has_tables,
    lies_shut,
    look_at_file,
    look_inside,
    refuse_network_drive,
)
from agent_scorecard.store.meta import REVISION, SCHEMA, bump_revision, revision_of
from agent_scorecard.store.refusals import CannotOpen, NoDriver, NotOurs, NotThere, ReadOnly
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.meta import Meta, Settings, SettingsFields
from agent_scorecard.store.triggers import ensure_triggers

__all__ = [
    "CannotOpen",
    "bump_revision",
    "create",
    "default_url",
    "make_engine",
    "open_database",
    "reader",
    "revision",
    "revision_of",
    "upgrade",
    "writer",
]

PAGE_SIZE = 8192
WAITING_SECONDS = 60  # a load publishes 300,000 runs in about 11 s on a busy machine; a decision meanwhile waits
PRAGMAS = (
    f"page_size={PAGE_SIZE}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cache_size=-65536",
    "temp_store=MEMORY",
)
URL_VARIABLE = "AGENT_SCORECARD_DB"
FILE_NAME = "agent_scorecard.db"
ALEMBIC_TABLE = (
    "CREATE TABLE IF NOT EXISTS alembic_version"
    " (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


class ForReading(Exception):
    """A writing engine was asked of one that was made for reading."""


def default_url() -> str:
    """Return the database named by AGENT_SCORECARD_DB, otherwise the file in the user's data folder."""
    if named := os.environ.get(URL_VARIABLE):
        return named
    return f"sqlite:///{platformdirs.user_data_path('agent-scorecard', appauthor=False) / FILE_NAME}"


def make_engine(url: str, *, read_only: bool = False) -> Engine:
    """Make an engine whose transactions neither lose updates nor fail without waiting (reliability E1).

    A plain transaction sees one moment of the database; `writer(engine)` takes the write lock at once;
    `reader(engine)`, or an engine made with `read_only`, refuses every write. What an error says holds no values.
    """
    options = {"read_only": read_only}
    if not url.startswith("sqlite"):
        try:
            engine = create_engine(url, pool_pre_ping=True, execution_options=options)
        except ModuleNotFoundError as missing:
            raise NoDriver(make_url(url).render_as_string(), str(missing.name)) from missing
        event.listen(engine, "begin", _begin_elsewhere)
        return engine
    waiting = {"timeout": WAITING_SECONDS}
    engine = create_engine(url, connect_args=waiting, hide_parameters=True, execution_options=options)
    if read_only and _file_of(url) is not None:
        event.listen(engine, "do_connect", _as_it_lies)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def writer(engine: Engine) -> Engine:
    """Return the engine for writing: each transaction waits for, then holds, the write lock.

    Raises ForReading when the engine was made for reading.
    """
    if engine.get_execution_options().get("read_only"):
        raise ForReading("This engine is for reading; nothing can be written through it.")
    return engine.execution_options(write=True)


def reader(engine: Engine) -> Engine:
    """Return the engine for reading: each write raises."""
    return engine.execution_options(read_only=True)


def _as_it_lies(_dialect: object, _record: object, named: list[Any], options: dict[str, Any]) -> None:
    """Read a file in a folder that refuses new files without the shared memory SQLite would keep beside it."""
    if lies_shut(path := Path(named[0])):
        named[0], options["uri"] = f"{path.absolute().as_uri()}?immutable=1", True


def _set_up(dbapi: sqlite3.Connection, _record: object) -> None:
    dbapi.isolation_level = None
    for pragma in PRAGMAS:
        dbapi.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    read_only = options.get("read_only", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("write") and not read_only else "BEGIN")


def _begin_elsewhere(connection: Connection) -> None:
    if connection.get_execution_options().get("read_only"):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def create(engine: Engine) -> None:
    """Create every table, trigger and the settings row in an empty database.

    Raises NotOurs when the database already holds tables, so nothing is ever created over something else.
    """
    with writer(engine).begin() as connection:
        if has_tables(connection):
            raise NotOurs(_place(engine))
        METADATA.create_all(connection)
        finish_schema(connection)


def upgrade(engine: Engine) -> None:
    """Bring a database to the schema of this version: all of it, checked, or nothing (Damaged)."""
    from agent_scorecard.store.upgrading import upgrade_schema

    upgrade_schema(engine)


def finish_schema(connection: Connection) -> None:
    """Guard, number and seed a schema: the last step of creating and of upgrading."""
    ensure_triggers(connection)
    connection.execute(text(ALEMBIC_TABLE))
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:at)"), {"at": revision_name(SCHEMA)})
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
    if not connection.execute(select(func.count()).select_from(Settings)).scalar():
        connection.execute(insert(Settings).values(only=1, **SettingsFields().model_dump()))
        connection.execute(insert(Meta).values(key=REVISION, value="0"))


def revision_name(schema: int) -> str:
    """Return the name of the migration that leads to this schema."""
    return f"{schema:04}"


def open_database(url: str, *, create_missing: bool = False, read_only: bool = False) -> Engine:
    """Open a database after looking at it; create one only where there is none and `create_missing` is set.

    Raises a CannotOpen of its own kind for each case of reliability (d) 68: NotThere, NoDriver, EmptyFile,
    NotADatabase, NotOurs, Damaged, NewerSchema, OlderSchema, ReadOnly, UnguardedLedger, NetworkDrive.
    """
    path = _file_of(url)
    if path is not None:
        refuse_network_drive(path)
        if not path.exists():
            return _created(url, path, read_only, create_missing)
        look_at_file(path, read_only)
    engine = make_engine(url, read_only=read_only)
    try:
        with reader(engine).begin() as connection:
            empty = not has_tables(connection)
            if not (empty and path is None and create_missing):
                look_inside(connection, _place(engine))
    except DBAPIError as refused:
        engine.dispose()
        raise explained(refused, _place(engine)) from refused
    except CannotOpen:
        engine.dispose()
        raise
    if empty:
        create(engine)
    return engine


def revision(engine: Engine) -> int:
    with reader(engine).begin() as connection:
        return revision_of(connection)


def _file_of(url: str) -> Path | None:
    """Return the file of a SQLite URL, None for a database in memory or on a server."""
    parts = make_url(url)
    in_memory = not parts.database or parts.database == ":memory:" or parts.database.startswith("file:")
    return None if parts.get_backend_name() != "sqlite" or in_memory else Path(str(parts.database))


def _place(engine: Engine) -> str:
    return engine.url.database or engine.url.render_as_string(hide_password=True)


def _created(url: str, path: Path, read_only: bool, create_missing: bool) -> Engine:
    """Create aside and put in place whole: a start that is killed, or a second one, never meets half a database."""
    if not create_missing:
        raise NotThere(str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            part = Path(folder) / path.name
            engine = make_engine(make_url(url).set(database=str(part)).render_as_string(hide_password=False))
            create(engine)
            engine.dispose()
            _put(part, path)
    except (OSError, DBAPIError) as refused:
        raise ReadOnly(str(path), "its folder refuses a new file") from refused
    return make_engine(url, read_only=read_only)


def _put(part: Path, path: Path) -> None:
    """Give the new file its name, unless somebody else was faster."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:
        part.rename(path)
