"""Open, create and look after a database: one engine recipe, and a clear sentence for every way it can be wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import platformdirs
from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard.store.dialects import dialect_of, parsed
from agent_scorecard.store.looking import (
    APPLICATION_ID,
    has_tables,
    look_at_file,
    look_inside,
    refuse_network_drive,
)
from agent_scorecard.store.meta import REVISION, SCHEMA, bump_revision, revision_of
from agent_scorecard.store.refusals import CannotOpen, NotOurs, NotThere, ReadOnly, StillEmpty
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.meta import Meta, Settings, SettingsFields
from agent_scorecard.store.triggers import ensure_triggers

__all__ = [
    "CannotOpen",
    "beside",
    "bump_revision",
    "create",
    "default_url",
    "file_of",
    "make_engine",
    "open_database",
    "place_of",
    "reader",
    "refusal_of",
    "revision",
    "revision_of",
    "upgrade",
    "writer",
]

WAITING_SECONDS = 60  # a load publishes 300,000 runs in about 11 s on a busy machine; a decision meanwhile waits
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
    parts = parsed(url)
    made: Engine = dialect_of(parts).engine(parts, {"read_only": read_only}, WAITING_SECONDS)
    return made


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


def create(engine: Engine) -> None:
    """Create every table, trigger and the settings row in an empty database.

    Raises NotOurs when the database already holds tables, so nothing is ever created over something else.
    """
    with writer(engine).begin() as connection:
        if has_tables(connection):
            raise NotOurs(place_of(engine))
        METADATA.create_all(connection)
        finish_schema(connection)


def upgrade(engine: Engine, app_role: str | None = None) -> None:
    """Bring a database to the schema of this version: all of it, checked, or nothing (Damaged).

    `app_role` is a role of a server that gets what the app needs. Raises CannotGrant.
    """
    from agent_scorecard.store.upgrading import upgrade_schema

    upgrade_schema(engine, app_role)


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

    Raises a CannotOpen of its own kind for each case of reliability (d) 68: NotThere (StillEmpty), NoDriver, EmptyFile,
    NotADatabase, NotOurs, Damaged, NewerSchema, OlderSchema, ReadOnly, UnguardedLedger, NetworkDrive; of a server
    NoServer, NotLetIn, DatabaseMissing, NotAllowed, TooOld, WrongEncoding; OtherKind and UnclearAddress of a URL.
    """
    path = file_of(url)
    if path is not None:
        refuse_network_drive(path)
        if not path.exists():
            return _created(url, path, read_only, create_missing)
        look_at_file(path, read_only)
    return _opened(make_engine(url, read_only=read_only), create_missing)


def _opened(engine: Engine, create_missing: bool) -> Engine:
    """Look inside; fill a database that is there and empty, as in memory or on a server, where that is wanted."""
    try:
        if _is_empty(engine):
            _fill(engine, create_missing)
        with reader(engine).begin() as connection:
            look_inside(connection, place_of(engine))
    except DBAPIError as refused:
        engine.dispose()
        raise refusal_of(engine, refused) from refused
    except CannotOpen:
        engine.dispose()
        raise
    return engine


def _is_empty(engine: Engine) -> bool:
    with reader(engine).begin() as connection:
        if unfit := dialect_of(engine.url).unfit(connection, place_of(engine)):
            raise unfit
        return not has_tables(connection)


def _fill(engine: Engine, create_missing: bool) -> None:
    """Create what a database holds, unless somebody else was faster. Raises StillEmpty where that is not wanted."""
    if not create_missing:
        raise StillEmpty(place_of(engine))
    try:
        create(engine)
    except NotOurs:
        return


def revision(engine: Engine) -> int:
    with reader(engine).begin() as connection:
        return revision_of(connection)


def file_of(url: str) -> Path | None:
    """Return the file of a SQLite URL, None for a database in memory or on a server."""
    parts = parsed(url)
    found: Path | None = dialect_of(parts).file_of(parts)
    return found


def place_of(engine: Engine) -> str:
    """Name a database in a sentence: its file, or its server and name, never a password."""
    return str(dialect_of(engine.url).place(engine.url))


def refusal_of(engine: Engine, fault: DBAPIError) -> CannotOpen:
    """Put an error of the database into one of our sentences."""
    told: CannotOpen = dialect_of(engine.url).refusal(fault, place_of(engine))
    return told


def _created(url: str, path: Path, read_only: bool, create_missing: bool) -> Engine:
    """Create aside and put in place whole: a start that is killed, or a second one, never meets half a database."""
    if not create_missing:
        raise NotThere(str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), beside(url, path) as engine:
            create(engine)
    except (OSError, DBAPIError) as refused:
        raise ReadOnly(str(path), "its folder refuses a new file") from refused
    return make_engine(url, read_only=read_only)


@contextmanager
def beside(url: str, path: Path) -> Iterator[Engine]:
    """Give an engine on a new file beside a place; the file is put there when it was filled, and is gone otherwise.

    Raises FileExistsError when somebody else was faster.
    """
    with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        part = Path(folder) / path.name
        engine = make_engine(parsed(url).set(database=str(part)).render_as_string(hide_password=False))
        try:
            yield engine
        finally:
            engine.dispose()
        _put(part, path)


def _put(part: Path, path: Path) -> None:
    """Give the new file its name, unless there is one of that name."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        part.rename(path)
