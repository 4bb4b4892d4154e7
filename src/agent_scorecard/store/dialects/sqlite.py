"""SQLite: one file, one writer at a time; a writer takes the lock when it begins (reliability E1)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, TableClause, create_engine, event, insert
from sqlalchemy.exc import DBAPIError

from agent_scorecard.store.looking import lies_shut
from agent_scorecard.store.refusals import CannotOpen, Damaged, ReadOnly

PAGE_SIZE = 8192
AT_ONCE = 5000
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


def engine(url: URL, options: Mapping[str, Any], waiting: int) -> Engine:
    made = create_engine(url, connect_args={"timeout": waiting}, hide_parameters=True, execution_options=options)
    if options["read_only"] and file_of(url) is not None:
        event.listen(made, "do_connect", _as_it_lies)
    event.listen(made, "connect", _set_up)
    event.listen(made, "begin", _begin)
    return made


def file_of(url: URL) -> Path | None:
    """Return the file a URL names, None for a database in memory."""
    in_memory = not url.database or url.database == ":memory:" or url.database.startswith("file:")
    return None if in_memory else Path(str(url.database))


def place(url: URL) -> str:
    return url.database or "a database in memory"


def refusal(fault: DBAPIError, place: str) -> CannotOpen:
    reason = str(fault.orig)
    if "readonly" in reason or "read-only" in reason:
        return ReadOnly(place, reason)
    if "malformed" in reason or "not a database" in reason or "disk image" in reason:
        return Damaged(place, reason)
    return CannotOpen(place, reason)


def unfit(_connection: Connection, _place: str) -> None:
    return None


def fill(connection: Connection, table: TableClause, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows in the order of the columns; a row may point at one that comes later in the same transaction."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    names = [column.name for column in table.columns]
    waiting = iter(rows)
    while some := [dict(zip(names, row, strict=True)) for row in islice(waiting, AT_ONCE)]:
        connection.execute(insert(table), some)


def settle(_connection: Connection, _tables: Iterable[Table]) -> None:
    """Nothing to do: a file counts on from the highest number it holds."""


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
