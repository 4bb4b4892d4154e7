"""A request id that comes twice in one load: the later time wins, two contents at one time lose both (rules 11)."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, and_, delete, exists, insert, select

from agent_scorecard.runs.staging import FACTS, staged_places, staged_runs, staged_waiting


class Clash(NamedTuple):
    """How many runs were only repeats, and the places of those refused."""

    duplicates: int
    refused: tuple[int, ...]


def settle_repeats(connection: Connection, hashes: array[int]) -> Clash:
    """Leave one row for each agent and request id; `hashes` of both, by place, tell where to look."""
    places = _suspects(hashes)
    if not len(places):
        return Clash(0, ())
    twins = _without_twins(connection)
    _remember(connection, places)
    table = staged_runs.c
    chosen = select(table.local, table.request, table.at, table.place).join(staged_places, _at_place())
    rows = connection.execute(chosen.order_by(table.local, table.request, table.at))
    losers, refused = _losers((tuple(row[:2]), row[2], row[3]) for row in rows)
    _drop(connection, losers + refused)
    return Clash(twins + len(losers), tuple(refused))


def settle_waiting(connection: Connection) -> Clash:
    """The same for runs that wait for an alias."""
    table = staged_waiting.c
    chosen = select(table.agent_id, table.request, table.at, table.place, table.record)
    rows = connection.execute(chosen.order_by(table.agent_id, table.request, table.at, table.place)).all()
    twins, seen = [], set()
    for row in rows:
        content = (row.agent_id, row.request, row.at, row.record)
        if content in seen:
            twins.append(row.place)
        seen.add(content)
    alone = set(twins)
    losers, refused = _losers((tuple(row[:2]), row[2], row[3]) for row in rows if row.place not in alone)
    for place in (*twins, *losers, *refused):
        connection.execute(delete(staged_waiting).where(table.place == place))
    return Clash(len(twins) + len(losers), tuple(refused))


def _suspects(hashes: array[int]) -> np.ndarray[Any, Any]:
    """Return the places whose hash came before or comes again."""
    values = np.frombuffer(hashes, dtype=np.int64) if len(hashes) else np.empty(0, dtype=np.int64)
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    again = np.zeros(len(ordered), dtype=bool)
    again[1:] = ordered[1:] == ordered[:-1]
    again[:-1] |= again[1:]
    return order[again]


def _without_twins(connection: Connection) -> int:
    """Drop every row that repeats an earlier one word for word; return how many."""
    twin = staged_runs.alias()
    alike = (staged_runs.c[name].is_not_distinct_from(twin.c[name]) for name in FACTS)
    same_key = (staged_runs.c[name] == twin.c[name] for name in ("local", "at", "request"))
    earlier = exists().where(and_(*same_key, twin.c.place < staged_runs.c.place, *alike))
    return connection.execute(delete(staged_runs).where(earlier)).rowcount


def _losers(rows: Iterable[tuple[Any, int, int]]) -> tuple[list[int], list[int]]:
    """Return the places that lose to a later time, and those refused; rows are (id, moment, place), ordered by id."""
    losers, refused = [], []
    for _, group in groupby(rows, key=lambda row: row[0]):
        times = [(at, place) for _, at, place in group]
        latest = max(times)[0]
        last = [place for at, place in times if at == latest]
        earlier = [place for at, place in times if at != latest]
        if len(last) > 1:
            refused += last + earlier
        else:
            losers += earlier
    return losers, refused


def _remember(connection: Connection, places: Iterable[int]) -> None:
    connection.execute(delete(staged_places))
    rows = [{"place": int(place)} for place in places]
    if rows:
        connection.execute(insert(staged_places), rows)


def _at_place() -> Any:
    return staged_places.c.place == staged_runs.c.place


def _drop(connection: Connection, places: list[int]) -> None:
    _remember(connection, places)
    connection.execute(delete(staged_runs).where(staged_runs.c.place.in_(select(staged_places.c.place))))
