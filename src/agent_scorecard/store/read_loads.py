"""Read what earlier loads did, and the cells they refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, func, select, text

from agent_scorecard.store.database import reader
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.traces import WAITS


class LoadTold(NamedTuple):
    """One load with its counts; `sources` are the names of its files as they were given, each once."""

    load: int
    at: datetime
    actor: str
    status: str
    sources: tuple[str, ...]
    read: int
    new: int
    changed: int
    same: int
    duplicate: int
    refused: int


class RefusalTold(NamedTuple):
    """One refused cell as it was kept; the value may be cut or masked."""

    file: str
    source: str
    line: int | None
    column: str | None
    value: str | None
    code: str
    reason: str


def loads(engine: Engine) -> tuple[LoadTold, ...]:
    """Return every load, the latest first."""
    told, files = TABLES["loads"], TABLES["load_files"]
    counts = [told.c[name] for name in LoadTold._fields[5:]]
    sources: dict[int, list[str]] = defaultdict(list)
    with reader(engine).begin() as connection:
        for load, source in connection.execute(select(files.c.load, files.c.source).order_by(files.c.number)):
            if source not in sources[load]:
                sources[load].append(source)
        chosen = select(told.c.load, told.c.at, told.c.actor, told.c.status, *counts).order_by(told.c.load.desc())
        return tuple(
            LoadTold(load, at, actor, status, tuple(sources[load]), *numbers)
            for load, at, actor, status, *numbers in connection.execute(chosen)
        )


def are_taken(engine: Engine, fingerprints: Iterable[str]) -> frozenset[str]:
    """Return which files, by the SHA-256 of their bytes, a load took or refused already."""
    files = TABLES["load_files"]
    with reader(engine).begin() as connection:
        found = connection.execute(select(files.c.sha256).where(files.c.sha256.in_(list(fingerprints))))
        return frozenset(found.scalars())


def waiting_traces(engine: Engine) -> int:
    """Return how many traces tell no run yet, because their agent's span has not come."""
    waiting = select(func.count()).select_from(TABLES["traces"]).where(text(WAITS))
    with reader(engine).begin() as connection:
        return int(connection.execute(waiting).scalar_one())


def refused_loads(engine: Engine) -> frozenset[int]:
    """Return the loads that refused anything, a cell or a whole file."""
    with reader(engine).begin() as connection:
        return frozenset(connection.execute(select(TABLES["quarantine"].c.load).distinct()).scalars())


def load_refusals(engine: Engine, load: int) -> tuple[RefusalTold, ...]:
    """Return the refused cells of a load in the order they were found."""
    kept = TABLES["quarantine"]
    columns = [kept.c[name] for name in RefusalTold._fields]
    with reader(engine).begin() as connection:
        found = connection.execute(select(*columns).where(kept.c.load == load).order_by(kept.c.number))
        return tuple(RefusalTold._make(row) for row in found)
