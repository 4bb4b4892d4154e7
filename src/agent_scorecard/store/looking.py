"""Look at a database before it is used: where it lies, what kind of file it is, whether it is ours and whole."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from agent_scorecard.store.meta import SCHEMA
from agent_scorecard.store.refusals import (
    Damaged,
    EmptyFile,
    LogShut,
    NetworkDrive,
    NewerSchema,
    NotADatabase,
    NotOurs,
    OlderSchema,
    ReadOnly,
    UnguardedLedger,
)
from agent_scorecard.store.triggers import missing_triggers

APPLICATION_ID = 0x41534331
HEADER = b"SQLite format 3\x00"
HEADER_LENGTH = 100
CHECKED_UP_TO = 256 * 1024 * 1024
REMOTE_DRIVES = ("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ncpfs")
MOUNTS = Path("/proc/mounts")


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


def refuse_network_drive(path: Path) -> None:
    if kind := network_drive(path):
        raise NetworkDrive(str(path), kind)


def look_at_file(path: Path, read_only: bool) -> None:
    """Look at the bytes of a file before SQLite does, which would take an empty one for a new database."""
    place = str(path)
    with path.open("rb") as file:
        header = file.read(HEADER_LENGTH)
    if not header:
        raise EmptyFile(place)
    if not header.startswith(HEADER):
        raise NotADatabase(place)
    if len(header) < HEADER_LENGTH or (path.stat().st_size < _size_told(header) and not _has_log(path)):
        raise Damaged(place, "the end of the file is missing")
    if read_only and lies_shut(path) and _has_log(path):
        raise LogShut(place)
    if not read_only:
        for needed in (path, path.parent):
            if not os.access(needed, os.W_OK):
                raise ReadOnly(place, f"{needed.name or needed} is read-only")


def lies_shut(path: Path) -> bool:
    """Say whether SQLite can keep nothing beside the file: its folder refuses new files and none is there yet."""
    return not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-shm").exists()


def _size_told(header: bytes) -> int:
    """Return the bytes the file should have by its header (SQLite file format 1.3: page size, number of pages)."""
    page_size, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
    return (65536 if page_size == 1 else page_size) * pages


def _has_log(path: Path) -> bool:
    """A write-ahead log may hold the missing end: after a crash SQLite puts it in place when it opens the file."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def look_inside(connection: Connection, place: str) -> None:
    """Make sure that a database is ours, of this schema, whole and guarded."""
    found = schema_of(connection)
    if found is None:
        raise NotOurs(place)
    if found > SCHEMA:
        raise NewerSchema(place, str(found))
    if found < SCHEMA:
        raise OlderSchema(place, str(found))
    if connection.dialect.name == "sqlite" and (problem := _problem(connection)):
        raise Damaged(place, problem)
    if missing := missing_triggers(connection):
        raise UnguardedLedger(place, ", ".join(missing))


def _problem(connection: Connection) -> str | None:
    """Check the structure of a file that is not too large to be read at every start; `verify` reads any."""
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
    page_size = connection.exec_driver_sql("PRAGMA page_size").scalar() or 0
    if pages * page_size > CHECKED_UP_TO:
        return None
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalars().all()
    return None if found == ["ok"] else str(found[0])


def schema_of(connection: Connection) -> int | None:
    """Return the schema number of a database, None when it is not one of ours."""
    if connection.dialect.name == "sqlite":
        ours = connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID
        return connection.exec_driver_sql("PRAGMA user_version").scalar() if ours else None
    if not {"alembic_version", "meta", "ledger"} <= _tables(connection):
        return None
    told = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    return int(told) if told.isdecimal() else None


def has_tables(connection: Connection) -> bool:
    return bool(_tables(connection))


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())
