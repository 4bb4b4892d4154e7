"""Open, create and look after a database: one engine recipe, and a clear sentence for every way it can be wrong."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import platformdirs
from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    cast,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy import Text as TextType
from sqlalchemy.exc import DBAPIError

from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.meta import Meta, Settings, SettingsFields
from agent_scorecard.store.triggers import ensure_triggers, missing_triggers

SCHEMA = 1
APPLICATION_ID = 0x41534331
PAGE_SIZE = 8192
HEADER = b"SQLite format 3\x00"
SIZE_AT, SIZE_LENGTH, PAGES_AT = 16, 2, 28
WAITING_SECONDS = 15
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
REMOTE_DRIVES = ("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ncpfs")
MOUNTS = Path("/proc/mounts")
URL_VARIABLE = "AGENT_SCORECARD_DB"
FILE_NAME = "agent_scorecard.db"


class CannotOpen(Exception):
    """The database cannot be used as it is; the message says what is wrong and the way out."""

    problem = "The database {place} cannot be opened: {detail}."
    way_out = ""

    def __init__(self, place: str, detail: str = "") -> None:
        self.place, self.detail = place, detail
        super().__init__(f"{self.problem.format(place=place, detail=detail)} {self.way_out}".strip())


RESTORE = "Bring back a backup with `agent-scorecard restore FILE`."


class NotThere(CannotOpen):
    problem = "There is no database at {place}."
    way_out = "Load files with `agent-scorecard load`, try `agent-scorecard demo`, or name another with --db."


class EmptyFile(CannotOpen):
    problem = "{place} is an empty file, so a database may have been lost."
    way_out = f"{RESTORE} Delete the empty file only if nothing was ever kept there."


class NotADatabase(CannotOpen):
    problem = "{place} is not a SQLite database."
    way_out = f"Name the right file with --db. {RESTORE}"


class NotOurs(CannotOpen):
    problem = "{place} is a database of another program."
    way_out = "Name the right file with --db; nothing was changed in this one."


class Damaged(CannotOpen):
    problem = "{place} is damaged: {detail}."
    way_out = RESTORE


class NewerSchema(CannotOpen):
    problem = f"{{place}} was written by a newer version (schema {{detail}}, this version knows {SCHEMA})."
    way_out = "Install the newer version of agent-scorecard."


class OlderSchema(CannotOpen):
    problem = f"{{place}} was written by an older version (schema {{detail}}, this version needs {SCHEMA})."
    way_out = "Run `agent-scorecard upgrade`; it keeps a backup beside the file."


class ReadOnly(CannotOpen):
    problem = "{place} cannot be written to: {detail}."
    way_out = "Give your user the right to write the file and its folder, or name another with --db."


class UnguardedLedger(CannotOpen):
    problem = "{place} has lost what keeps its ledger append-only: {detail}."
    way_out = "Run `agent-scorecard verify` to see whether entries were changed, then `agent-scorecard upgrade`."


class NetworkDrive(CannotOpen):
    problem = "{place} lies on a network drive ({detail}), where SQLite loses data when two programs write."
    way_out = "Keep the file on a local disk, or use PostgreSQL."


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
    `reader(engine)`, or an engine made with `read_only`, refuses every write.
    """
    options = {"read_only": read_only}
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, execution_options=options)
        event.listen(engine, "begin", _begin_elsewhere)
        return engine
    engine = create_engine(url, connect_args={"timeout": WAITING_SECONDS}, execution_options=options)
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
        if _has_tables(connection):
            raise NotOurs(_place(engine))
        METADATA.create_all(connection)
        finish_schema(connection)
        connection.execute(insert(Settings).values(only=1, **SettingsFields().model_dump()))
        connection.execute(insert(Meta).values(key="revision", value="0"))


def finish_schema(connection: Connection) -> None:
    """Mark a database as ours, at this schema, with its triggers; the last step of creating and of upgrading."""
    ensure_triggers(connection)
    connection.execute(
        text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    )
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:at)"), {"at": revision_name(SCHEMA)})
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")


def revision_name(schema: int) -> str:
    """Return the name of the migration that leads to this schema."""
    return f"{schema:04}"


def open_database(url: str, *, create_missing: bool = False, read_only: bool = False) -> Engine:
    """Open a database after looking at it; create one only where there is none and `create_missing` is set.

    Raises a CannotOpen of its own kind for each case of reliability (d) 68: NotThere, EmptyFile, NotADatabase,
    NotOurs, Damaged, NewerSchema, OlderSchema, ReadOnly, UnguardedLedger, NetworkDrive.
    """
    path = _file_of(url)
    if path is not None:
        _refuse_network_drive(path)
        if not path.exists():
            return _created(url, path, read_only, create_missing)
        _look_at_file(path, read_only)
    engine = make_engine(url, read_only=read_only)
    try:
        with reader(engine).begin() as connection:
            empty = not _has_tables(connection)
            if not (empty and path is None and create_missing):
                _look_inside(connection, _place(engine))
    except DBAPIError as refused:
        engine.dispose()
        raise _explained(refused, _place(engine)) from refused
    except CannotOpen:
        engine.dispose()
        raise
    if empty:
        create(engine)
    return engine


def bump_revision(connection: Connection) -> None:
    """Count the revision up: every publish and record does, and pages are cached by it."""
    one_more = cast(cast(Meta.value, Integer) + 1, TextType)
    connection.execute(update(Meta).where(Meta.key == "revision").values(value=one_more))  # type: ignore[arg-type]


def revision(engine: Engine) -> int:
    with reader(engine).connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> int:
    """Return the revision as this transaction sees it."""
    found = connection.execute(select(Meta.value).where(Meta.key == "revision")).scalar_one()  # type: ignore[call-overload]
    return int(found)


def network_drive(path: Path, mounts: Path | None = None) -> str | None:
    """Return the kind of network drive a path lies on, None for a local disk or where that cannot be told."""
    mounts = mounts or MOUNTS
    if not mounts.exists():
        return None
    fields = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    points = {Path(field[1].replace("\\040", " ")): field[2] for field in fields if len(field) > 2}
    place = path.absolute()
    nearest = next((folder for folder in (place, *place.parents) if folder in points), None)
    kind = points.get(nearest, "") if nearest else ""
    return kind if kind in REMOTE_DRIVES or kind.startswith("fuse.") else None


def _refuse_network_drive(path: Path) -> None:
    if kind := network_drive(path):
        raise NetworkDrive(str(path), kind)


def _file_of(url: str) -> Path | None:
    """Return the file of a SQLite URL, None for a database in memory or on a server."""
    parts = make_url(url)
    in_memory = not parts.database or parts.database == ":memory:" or parts.database.startswith("file:")
    return None if parts.get_backend_name() != "sqlite" or in_memory else Path(str(parts.database))


def _place(engine: Engine) -> str:
    return engine.url.database or engine.url.render_as_string(hide_password=True)


def _created(url: str, path: Path, read_only: bool, create_missing: bool) -> Engine:
    if not create_missing:
        raise NotThere(str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = make_engine(url)
        create(engine)
    except (OSError, DBAPIError) as refused:
        raise ReadOnly(str(path), "its folder refuses a new file") from refused
    if not read_only:
        return engine
    engine.dispose()
    return make_engine(url, read_only=True)


def _look_at_file(path: Path, read_only: bool) -> None:
    place, size = str(path), path.stat().st_size
    if size == 0:
        raise EmptyFile(place)
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(HEADER):
        raise NotADatabase(place)
    page_size = int.from_bytes(header[SIZE_AT : SIZE_AT + SIZE_LENGTH], "big")
    pages = int.from_bytes(header[PAGES_AT : PAGES_AT + 4], "big")
    if len(header) < 100 or size < (1 if page_size == 1 else page_size) * pages:
        raise Damaged(place, "the end of the file is missing")
    if not read_only:
        for needed in (path, path.parent):
            if not os.access(needed, os.W_OK):
                raise ReadOnly(place, f"{needed.name or needed} is read-only")


def _look_inside(connection: Connection, place: str) -> None:
    found = schema_of(connection)
    if found is None:
        raise NotOurs(place)
    if found > SCHEMA:
        raise NewerSchema(place, str(found))
    if found < SCHEMA:
        raise OlderSchema(place, str(found))
    if connection.dialect.name == "sqlite":
        problems = connection.exec_driver_sql("PRAGMA quick_check(1)").scalars().all()
        if problems != ["ok"]:
            raise Damaged(place, str(problems[0]))
    if missing := missing_triggers(connection):
        raise UnguardedLedger(place, ", ".join(missing))


def schema_of(connection: Connection) -> int | None:
    """Return the schema number of a database, None when it is not one of ours."""
    if connection.dialect.name == "sqlite":
        ours = connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID
        return connection.exec_driver_sql("PRAGMA user_version").scalar() if ours else None
    if not {"alembic_version", "meta", "ledger"} <= _tables(connection):
        return None
    return int(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _has_tables(connection: Connection) -> bool:
    return bool(_tables(connection))


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _explained(refused: DBAPIError, place: str) -> CannotOpen:
    reason = str(refused.orig)
    if "readonly" in reason or "read-only" in reason:
        return ReadOnly(place, reason)
    if "malformed" in reason or "not a database" in reason or "disk image" in reason:
        return Damaged(place, reason)
    return CannotOpen(place, reason)
