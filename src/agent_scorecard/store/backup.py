"""Copies a database through SQLite itself, never as a file; a copy counts once it was checked (reliability E7)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, func, select

from agent_scorecard.store import ledger
from agent_scorecard.store.database import file_of, make_engine, open_database, reader, upgrade
from agent_scorecard.store.refusals import Damaged, OlderSchema
from agent_scorecard.store.scope import TABLES

BESIDE = ("", "-wal", "-shm")


class CannotCopy(Exception):
    """The copy was not made or not put back; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: checksum of the file, rows of each table, head of the ledger (None while it is empty)."""

    sha256: str
    rows: Mapping[str, int]
    head: ledger.Head | None


def backup(engine: Engine, target: Path) -> Manifest:
    """Write a checked copy of a SQLite database and its manifest (`<target>.json`), also while others write.

    Raises CannotCopy for another kind of database or a target that exists or cannot be written, Damaged when the copy
    fails its check.
    """
    if engine.dialect.name != "sqlite":
        raise CannotCopy("This database is on a server: make its backup with the server's own tool, such as pg_dump.")
    if target.exists():
        raise CannotCopy(f"{target} exists already; a backup never replaces a file.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    with engine.connect() as connection:
        raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
        raw.execute("PRAGMA query_only=OFF")  # a reader may have left it on
        try:
            raw.execute("VACUUM INTO ?", (str(part),))
        except sqlite3.OperationalError as refused:
            raise CannotCopy(f"{target} cannot be written: {refused}. Name another place.") from refused
    manifest = _checked(part)
    os.replace(part, target)  # noqa: PTH105
    told = json.dumps(asdict(manifest), indent=1, sort_keys=True)
    target.with_name(f"{target.name}.json").write_text(told + "\n", encoding="utf-8")
    return manifest


def restore(source: Path, url: str) -> Manifest:
    """Put a backup in the place of a database, after checking it; what lay there is kept beside it under another name.

    A backup of an earlier schema is brought to this one on its way; the backup itself stays as it is.
    Raises CannotCopy, and changes nothing, for a URL that is no file, a missing backup or one that differs from its
    manifest; a CannotOpen of its kind for a backup that is damaged or not ours.
    """
    place = file_of(url)
    if place is None:
        raise CannotCopy("This database is on a server: bring a backup back with its own tool, such as pg_restore.")
    if not source.exists():
        raise CannotCopy(f"There is no backup at {source}.")
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.part")
    try:
        shutil.copyfile(source, part)
        manifest = _checked(part)
        told = source.with_name(f"{source.name}.json")
        if told.exists() and json.loads(told.read_text(encoding="utf-8"))["sha256"] != _checksum(source):
            raise CannotCopy(f"{source} is not the file its manifest describes; take another backup.")
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _set_aside(place)
    os.replace(part, place)  # noqa: PTH105
    return manifest


def _checked(part: Path) -> Manifest:
    """Look at a copy as at any database, then at its whole structure and both chains; leave no trace beside it."""
    engine = _opened(f"sqlite:///{part}")
    try:
        with reader(engine).begin() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalars().all()
            answers = [ledger.check(ledger.entries(connection, chain)) for chain in ledger.Chain]
            rows = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in sorted(TABLES.items())
            }
    finally:
        engine.dispose()
    wrong = [str(problem) for problem in found if problem != "ok"]
    wrong += [answer.sentence for answer in answers if not answer.whole]
    if wrong:
        part.unlink()
        raise Damaged(str(part), wrong[0].rstrip("."))
    return Manifest(_checksum(part), rows, answers[0].head)


def _opened(url: str) -> Engine:
    try:
        return open_database(url, read_only=True)
    except OlderSchema:
        engine = make_engine(url)
        try:
            upgrade(engine)
        finally:
            engine.dispose()
        return open_database(url, read_only=True)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _set_aside(place: Path) -> None:
    """Rename what lies at a place, its log included, to the first free name."""
    if not place.exists():
        return
    aside = next(
        name for number in count(1) if not (name := place.with_name(f"{place.name}.replaced-{number}")).exists()
    )
    for ending in BESIDE:
        beside = place.with_name(place.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
