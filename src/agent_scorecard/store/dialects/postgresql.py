"""PostgreSQL: many connections, and still one writer at a time, so that a writer reads what it builds on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import URL, Connection, Engine, Table, TableClause, create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard.store.refusals import (
    CannotOpen,
    DatabaseMissing,
    NoDriver,
    NoServer,
    NotAllowed,
    NotLetIn,
    TooOld,
    WrongEncoding,
)

if TYPE_CHECKING:
    from psycopg import Cursor

WRITERS = 0x41534331
"""The number of the lock each writer holds until its transaction ends."""

WAITS = {"connect_timeout": 10, "keepalives_idle": 30}
SET_UP = (
    "SET lock_timeout = '{waiting}s'",
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE",
)
ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
OLDEST = (14,)
NOT_LET_IN = ("password", "role", "pg_hba.conf", "authentication", "not permitted to log in")


def engine(url: URL, options: Mapping[str, Any], waiting: int) -> Engine:
    """Make an engine; what a URL says of waiting comes first. Raises NoDriver."""
    waits = {name: value for name, value in WAITS.items() if name not in url.query}
    try:
        made = create_engine(
            url, pool_pre_ping=True, hide_parameters=True, execution_options=options, connect_args=waits
        )
    except ModuleNotFoundError as missing:
        raise NoDriver(place(url), str(missing.name)) from missing
    commands = "; ".join(SET_UP).format(waiting=waiting)

    def set_up(dbapi: Any, _record: object) -> None:
        dbapi.adapters.register_loader("numeric", _plain_numbers())
        dbapi.execute(commands)
        dbapi.commit()

    event.listen(made, "connect", set_up)
    event.listen(made, "begin", _begin)
    return made


def file_of(_url: URL) -> None:
    return None


def place(url: URL) -> str:
    """Name a database by server and name: a user, a password and any option may be a secret."""
    named = url.query.get("host", "")
    host = url.host or (named if isinstance(named, str) and not named.startswith("/") else None)
    return URL.create("postgresql", host=host, port=url.port, database=url.database).render_as_string()


def refusal(fault: DBAPIError, place: str) -> CannotOpen:
    """Tell a server that does not answer from one that refuses, and what it refuses."""
    state = getattr(fault.orig, "sqlstate", None)
    reason = _reason(fault)
    if state is not None:
        return NotAllowed(place, reason) if state == "42501" else CannotOpen(place, reason)
    if "does not exist" in reason and reason.startswith("database"):
        return DatabaseMissing(place, reason)
    if any(word in reason for word in NOT_LET_IN):
        return NotLetIn(place, reason)
    return NoServer(place, reason)


def unfit(connection: Connection, place: str) -> CannotOpen | None:
    """Say why a database cannot hold what we keep, before anything is looked for in it."""
    version = connection.dialect.server_version_info or OLDEST
    if version < OLDEST:
        return TooOld(place, str(version[0]))
    encoding = str(connection.exec_driver_sql("SHOW server_encoding").scalar())
    return None if encoding == "UTF8" else WrongEncoding(place, encoding)


def fill(connection: Connection, table: TableClause, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows in the order of the columns, as one COPY."""
    from psycopg import Error

    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in table.columns)
    command = f"COPY {quote(table.name)} ({names}) FROM STDIN"
    try:
        with cast("Cursor", connection.connection.cursor()) as cursor, cursor.copy(command) as taking:
            for row in rows:
                taking.write_row(row)
    except Error as refused:
        raise DBAPIError(command, None, refused) from refused


def settle(connection: Connection, tables: Iterable[Table]) -> None:
    """Count on from the highest number of each table, and let the server know how many rows there are."""
    counts = text("SELECT setval(CAST(:sequence AS regclass), :last)")
    for table in tables:
        counter = table.autoincrement_column
        if counter is not None:
            last = connection.execute(select(func.max(counter))).scalar()
            named = connection.execute(select(func.pg_get_serial_sequence(table.name, counter.name))).scalar()
            if last is not None:
                connection.execute(counts, {"sequence": named, "last": last})
    connection.exec_driver_sql("ANALYZE")


def lock_writers(connection: Connection) -> None:
    """Wait for the lock of all writers, and hold it until the transaction ends."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


@cache
def _plain_numbers() -> type[Any]:
    """A sum is numeric there: read it as SQLite gives it, whole where nothing follows the point."""
    from psycopg.adapt import Loader

    class Plain(Loader):
        def load(self, data: Any) -> int | float:
            told = bytes(data)
            return float(told) if b"." in told or b"N" in told else int(told)

    return Plain


def _begin(connection: Connection) -> None:
    """Let a reader see one moment; let a writer begin only when the one before has ended, and see what it left."""
    options = connection.get_execution_options()
    if options.get("read_only"):
        connection.exec_driver_sql(f"{ONE_MOMENT}, READ ONLY")
    elif options.get("write"):
        lock_writers(connection)
    else:
        connection.exec_driver_sql(ONE_MOMENT)


def _reason(fault: DBAPIError) -> str:
    """Return the first line of what the server or the driver says, without what it says of every failure."""
    told = str(fault.orig).strip() or "it gave no reason"
    first = told.splitlines()[0]
    return first.rpartition("FATAL: ")[2].rpartition(" failed: ")[2].removeprefix("connection failed: ").strip(" .")
