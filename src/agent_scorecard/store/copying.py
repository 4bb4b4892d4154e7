"""Copies a whole company into a new database of either kind: every table and both chains, compared before it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Row,
    Table,
    TableClause,
    column,
    func,
    select,
    table,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType, TypeEngine

from agent_scorecard.store import ledger
from agent_scorecard.store.backup import CannotCopy
from agent_scorecard.store.content import hash_seen
from agent_scorecard.store.database import (
    beside,
    file_of,
    finish_schema,
    make_engine,
    place_of,
    reader,
    writer,
)
from agent_scorecard.store.dialects import dialect_of, parsed
from agent_scorecard.store.faults import is_full
from agent_scorecard.store.looking import has_tables, refuse_network_drive
from agent_scorecard.store.refusals import CannotOpen
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.types import KeyDate

READ_AT_ONCE = 5000
NOT_EMPTY = "{place} is not empty, and a copy replaces nothing: name a new file or a new, empty database with --to."

Rows = Mapping[str, int]
Progress = Callable[[str, int], None]
"""Told the name of a table and how many of its rows were read."""


@dataclass(frozen=True, slots=True)
class Told:
    """What two databases of the same company tell alike: the hash of all content and the head of each chain."""

    content: str
    heads: Mapping[ledger.Chain, ledger.Head | None]


@dataclass(frozen=True, slots=True)
class Copied:
    """Where a copy is, the rows of each of its tables, and what it tells as its source does."""

    place: str
    rows: Rows
    told: Told


def copy(source: Engine, url: str, progress: Progress) -> Copied:
    """Copy every table as it is at one moment into a database that holds nothing yet, in one transaction.

    The guards are put on after the last row and before the end of that transaction, so nothing else gets past them.
    The rows of each table, the content hash and both chains are compared before it ends (issue 5, Build 5).
    Raises CannotCopy when the target is not empty, a chain is not whole or the copy differs, and a CannotOpen of its
    kind for either database; the target then holds nothing, as after a kill.
    """
    place = str(dialect_of(parsed(url)).place(parsed(url)))
    with reader(source).begin() as here, _new(url, place) as target, writer(target).begin() as there:
        _require_empty(there, place)
        with _naming(source, place_of(source)):
            telling = _told(here, place_of(source))
        METADATA.create_all(there)
        rows = {each.name: _copied(each, here, there, progress) for each in METADATA.sorted_tables}
        dialect_of(target.url).settle(there, METADATA.sorted_tables)
        finish_schema(there)
        if (_counted(there), _told(there, place)) != (rows, telling):
            raise CannotCopy(f"The copy at {place} does not tell what its source tells, so it was not kept: try again.")
    return Copied(place, rows, telling)


@contextmanager
def _new(url: str, place: str) -> Iterator[Engine]:
    """Give an engine on an empty database; a file gets its name only when all went well."""
    path = file_of(url)
    if path is None:
        yield from _on_a_server(url, place)
        return
    refuse_network_drive(path)
    if path.exists():
        raise CannotCopy(NOT_EMPTY.format(place=place))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with beside(url, path) as engine, _naming(engine, place):
            yield engine
    except FileExistsError as faster:
        raise CannotCopy(NOT_EMPTY.format(place=place)) from faster


def _on_a_server(url: str, place: str) -> Iterator[Engine]:
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        raise CannotCopy("A copy in memory would be gone at once: name a file with --to sqlite:///FILE.")
    try:
        with _naming(engine, place):
            yield engine
    finally:
        engine.dispose()


@contextmanager
def _naming(engine: Engine, place: str) -> Iterator[None]:
    """Tell an error of a database with its name."""
    try:
        yield
    except DBAPIError as refused:
        if is_full(refused):
            full = f"The disk of {place} is full: make room, then copy again. Nothing was kept of the copy."
            raise CannotCopy(full) from refused
        told: CannotOpen = dialect_of(engine.url).refusal(refused, place)
        raise told from refused


def _require_empty(there: Connection, place: str) -> None:
    if unfit := dialect_of(there.engine.url).unfit(there, place):
        raise unfit
    if has_tables(there):
        raise CannotCopy(NOT_EMPTY.format(place=place))


def _copied(stored: Table, here: Connection, there: Connection, progress: Progress) -> int:
    """Copy one table in the order of its key and return how many rows it has."""
    bare = _as_stored(stored)
    query = select(*bare.columns).order_by(*(bare.c[each.name] for each in stored.primary_key))
    read = 0

    def rows() -> Iterator[Row[Any]]:
        nonlocal read
        with (
            _naming(here.engine, place_of(here.engine)),
            here.execute(query.execution_options(yield_per=READ_AT_ONCE)) as found,
        ):
            for some in found.partitions():
                read += len(some)
                progress(stored.name, read)
                yield from some

    dialect_of(there.engine.url).fill(there, bare, rows())
    return read


def _as_stored(stored: Table) -> TableClause:
    """Return a table whose columns give and take what is stored; only days and yes or no differ between databases."""
    return table(stored.name, *(column(each.name, _kind(each)) for each in stored.columns))


def _kind(stored: Column[Any]) -> TypeEngine[Any]:
    match stored.type:
        case Date() | KeyDate():
            return Date()
        case Boolean():
            return Boolean()
        case _:
            return NullType()


def _counted(connection: Connection) -> Rows:
    return {
        each.name: connection.execute(select(func.count()).select_from(each)).scalar_one()
        for each in METADATA.sorted_tables
    }


def _told(connection: Connection, place: str) -> Told:
    heads = {}
    for chain in ledger.Chain:
        answer = ledger.check(ledger.entries(connection, chain))
        if not answer.whole:
            raise CannotCopy(f"The {chain} of {place} is not whole, so nothing was copied. {answer.sentence}")
        heads[chain] = answer.head
    return Told(hash_seen(connection), heads)
