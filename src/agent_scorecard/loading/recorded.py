"""What people recorded, back from an export: taken over into a database with an empty ledger, or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Float, Integer, Table, delete, func, insert, select, update

from agent_scorecard.loading.exporting import (
    FORMAT,
    HELD_FROM,
    LEDGER_FILE,
    MANIFEST,
    PRODUCT,
    RECORDED,
    fingerprint,
)
from agent_scorecard.loading.guard import unguarded
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.runs.keeping.figures import put_back
from agent_scorecard.runs.users import KEY
from agent_scorecard.store import ledger
from agent_scorecard.store.content import BESIDE, RECORDED_TABLES
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.types import Listed, Step, UtcTime, Word

META = METADATA.tables["meta"]
ALSO_WITHOUT_RECORDS = ("settings", *BESIDE)
"""Tables that hold rows where nobody recorded anything: loads fill them too."""
TABLES = tuple(table for table in RECORDED_TABLES if table != "ledger")


@dataclass(frozen=True, slots=True)
class Export:
    """A folder our own export wrote, known by its manifest."""

    folder: Path
    manifest: Mapping[str, Any]

    def is_unchanged(self, name: str) -> bool:
        """Say whether a file still holds the bytes the export wrote."""
        known = self.manifest["files"].get(name)
        return known is not None and known["sha256"] == fingerprint(self.folder / name)

    def is_ours(self, name: str) -> bool:
        """Say whether the marks of the export hold in a file: tables may be edited, run logs not."""
        return name in self.manifest["files"] and (name.endswith(".csv") or self.is_unchanged(name))

    @property
    def recorded(self) -> Mapping[str, str]:
        """The recorded tables held by exports of its format, each with its file; one of an earlier format has fewer."""
        files = {table: f"{RECORDED}/{table}.csv" for table in TABLES}
        held = self.manifest["format"]
        return {
            table: file
            for table, file in files.items()
            if HELD_FROM.get(table, 1) <= held or file in self.manifest["files"]
        }

    @property
    def zone(self) -> str:
        """The company zone of the exported database."""
        path = self.folder / RECORDED / "settings.csv"
        return str(next(_rows(path, METADATA.tables["settings"]))["zone"])

    @property
    def user_key(self) -> str:
        return str(self.manifest.get(KEY, ""))


def found(folder: Path) -> Export | None:
    """Return the export a folder holds, None when it holds other files. Raises Refused for a newer format."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except (ValueError, UnicodeDecodeError):
        return None
    if (
        not isinstance(manifest, dict)
        or manifest.get("product") != PRODUCT
        or not isinstance(manifest.get("files"), dict)
    ):
        return None
    if manifest.get("format") not in range(1, FORMAT + 1):
        reason = "this export was written by a newer version of agent-scorecard: load it with that version"
        raise Refused(Code.NOT_READABLE, reason)
    return Export(folder, manifest)


@dataclass(frozen=True, slots=True)
class Records:
    """What an export's ledger and recorded tables would do here: taken over, the same already, or refused (why)."""

    export: Export
    lines: tuple[Mapping[str, Any], ...] = ()
    takes_over: bool = False
    refused: Refused | None = None


def checked(connection: Connection, export: Export) -> Records:
    """Look whether the records of an export may be taken over: an unchanged, whole chain into a new database."""
    try:
        return _checked(connection, export)
    except (Refused, OSError, ValueError) as fault:
        refused = fault if isinstance(fault, Refused) else Refused(Code.NOT_READABLE, "a file of the export is missing")
        return Records(export, refused=refused)


def _checked(connection: Connection, export: Export) -> Records:
    names = [LEDGER_FILE, *export.recorded.values()]
    if changed := [name for name in names if not export.is_unchanged(name)]:
        raise Refused(Code.NOT_READABLE, f"{changed[0]} was changed after the export: it is not taken over")
    lines = tuple(json.loads(line) for line in (export.folder / LEDGER_FILE).read_text("utf-8").splitlines())
    if [entry.hash for entry in ledger.entries(connection)] == [line["hash"] for line in lines] and not is_new(
        connection
    ):
        return Records(export, lines)
    if _has_records(connection):
        reason = "this database has records of its own: load the export into a new database"
        return Records(export, lines, refused=Refused(Code.CONFLICT, reason))
    answer = ledger.check(ledger.LedgerRow(**line) for line in lines)
    if not answer.whole:
        return Records(export, lines, refused=Refused(Code.CONFLICT, answer.sentence))
    return Records(export, lines, takes_over=True)


def adopt_user_key(connection: Connection, export: Export) -> None:
    """Take over the key users are hashed with, so that a new database counts the same users."""
    if export.user_key and is_new(connection):
        connection.execute(delete(META).where(META.c.key == KEY))
        connection.execute(insert(META).values(key=KEY, value=export.user_key))


def restore(connection: Connection, records: Records) -> None:
    """Take over ledger, decisions and settings, inside the load's transaction."""
    if records.lines:
        ledger.adopt(connection, records.lines)
    for table, file in records.export.recorded.items():
        _restore_table(connection, table, records.export.folder / file)
    put_back(connection)


def is_new(connection: Connection) -> bool:
    """Say whether nothing was ever recorded in or loaded into this database."""
    loads = connection.execute(select(func.count()).select_from(METADATA.tables["loads"])).scalar_one()
    return not loads and not _has_records(connection)


def _has_records(connection: Connection) -> bool:
    tables = (METADATA.tables[name] for name in RECORDED_TABLES if name not in ALSO_WITHOUT_RECORDS)
    return any(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def _restore_table(connection: Connection, name: str, path: Path) -> None:
    table = METADATA.tables[name]
    rows = list(_rows(path, table))
    if name == "settings":
        connection.execute(update(table).values(**rows[0]))
    elif rows:
        connection.execute(insert(table), rows)


def _rows(path: Path, table: Table) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader)
        readers = [_reader(table.c[name]) for name in header]
        for cells in reader:
            yield {name: read(unguarded(cell)) for name, read, cell in zip(header, readers, cells, strict=True)}


def _reader(column: Column[Any]) -> Callable[[str], object]:
    read = _by_type(column)
    empty: object = None if column.nullable else ""
    return lambda cell: read(cell) if cell else empty


def _by_type(column: Column[Any]) -> Callable[[str], object]:
    kind = column.type
    if isinstance(kind, Word):
        return kind.words
    if isinstance(kind, Step):
        return lambda cell: kind.steps(int(cell))
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat
    if isinstance(kind, Listed):
        return lambda cell: tuple(cell.split("|"))
    if isinstance(kind, Boolean):
        return lambda cell: cell == "yes"
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Integer):
        return int
    return float if isinstance(kind, Float) else str
