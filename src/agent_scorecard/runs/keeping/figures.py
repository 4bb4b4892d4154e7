"""The figures that stay of purged runs: written down once, put back whenever figures are counted anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, bindparam, case, delete, func, insert, select

from agent_scorecard.policy.run_measures import COUNTERS, MONTH_FIGURES, MonthKind
from agent_scorecard.runs.days import day_column
from agent_scorecard.store.moments import start_of
from agent_scorecard.store.read_purges import Kind
from agent_scorecard.store.run_figures import CALL_KINDS
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.runs import call_items, run_days, run_months, run_readings, runs

FIGURES = TABLES["purged_figures"]
GROUP = ("version", "case_class", "mode", "currency", "stated")
COUNTS = tuple(counter.name for counter in COUNTERS)
AGAINST_THE_MONTH_BEFORE = tuple(figure.key for figure in MONTH_FIGURES if figure.kind is MonthKind.REPEATED)
Row = dict[str, Any]


def staying(connection: Connection, agent: int, first: date, end: date, whole: bool, zone: ZoneInfo) -> list[Row]:
    """Return the figures of the days from `first` to before `end`, which begins a month: day, kind, name, content.

    `whole`: the month of `end` is over, so its figure against the month before stays as it is.
    """
    return [
        *_of_days(connection, agent, first, end),
        *_of_months(connection, agent, first, end, whole),
        *_of_calls(connection, agent, first, end, zone),
    ]


def _of_days(connection: Connection, agent: int, first: date, end: date) -> Iterator[Row]:
    between = run_days.c.day.between(first.toordinal(), end.toordinal() - 1)
    for row in connection.execute(select(run_days).where(run_days.c.agent == agent, between)).mappings():
        name = [row[column] for column in GROUP]
        yield _row(row["day"], Kind.DAY, _json(name), {counter: row[counter] for counter in COUNTS if row[counter]})


def _of_months(connection: Connection, agent: int, first: date, end: date, whole: bool) -> Iterator[Row]:
    here = run_months.c.month.between(first.toordinal(), end.toordinal())
    known = select(FIGURES.c.name).join(TABLES["agent_keys"], TABLES["agent_keys"].c.agent == FIGURES.c.agent)
    held = known.where(TABLES["agent_keys"].c.key == agent, FIGURES.c.kind == Kind.MONTH, FIGURES.c.day == first)
    written = set(connection.execute(held).scalars())
    for row in connection.execute(select(run_months).where(run_months.c.agent == agent, here)).mappings():
        month, measure = date.fromordinal(row["month"]), row["measure"]
        is_wanted = month < end or (whole and measure in AGAINST_THE_MONTH_BEFORE)
        if is_wanted and not (month == first and measure in written):
            yield _row(row["month"], Kind.MONTH, measure, [row["value"], row["n"]])


def _of_calls(connection: Connection, agent: int, first: date, end: date, zone: ZoneInfo) -> Iterator[Row]:
    start, stop = start_of(first, zone), start_of(end, zone) - 1
    day = day_column(runs.c.at, start, stop, zone).label("day")
    counts = [func.sum(call_items.c[kind]).label(kind) for kind in CALL_KINDS]
    alone = func.sum(case((run_readings.c.approved == 0, call_items.c.needing), else_=0)).label("without_approval")
    found = (
        select(day, call_items.c.tool, *counts, alone)
        .join_from(runs, call_items, call_items.c.calls == runs.c.calls)
        .join(run_readings, run_readings.c.reading == runs.c.reading)
        .where(runs.c.agent == agent, runs.c.at.between(start, stop))
        .group_by(day, call_items.c.tool)
    )
    for number, tool, *rest in connection.execute(found):
        names = (*CALL_KINDS, "without_approval")
        yield _row(number, Kind.CALLS, tool, dict(zip(names, map(int, rest), strict=True)))


def _row(day: int, kind: Kind, name: str, content: object) -> Row:
    return {"day": date.fromordinal(day), "kind": kind.value, "name": name, "content": _json(content)}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def keep(connection: Connection, agent: str, rows: list[Row], entry: int) -> None:
    """Write down what stays of the runs this entry of the ledger purged."""
    if rows:
        connection.execute(insert(FIGURES), [{**row, "agent": agent, "seq": entry} for row in rows])


def fingerprint(rows: list[Row]) -> str:
    """Return the SHA-256 of figures, whatever their order; the entry of a purge holds it."""
    lines = sorted(_json([str(row["day"]), row["kind"], row["name"], row["content"]]) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def altered(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each purge whose figures are no longer those its entry was recorded with."""
    purges = TABLES["purges"].c
    for seq, agent, figures in connection.execute(select(purges.seq, purges.agent, purges.figures)).all():
        rows = connection.execute(select(FIGURES).where(FIGURES.c.seq == seq)).mappings()
        if fingerprint([dict(row) for row in rows]) != figures:
            yield f"The figures that stay of purged runs of {agent} are not those of entry {seq}."


def put_back(connection: Connection) -> None:
    """Let figures be what was written down, wherever runs were purged: after a restore, or when all was counted."""
    keys = TABLES["agent_keys"]
    chosen = select(keys.c.key, FIGURES).join_from(FIGURES, keys, keys.c.agent == FIGURES.c.agent)
    found = [dict(row) for row in connection.execute(chosen.where(FIGURES.c.kind != Kind.CALLS)).mappings()]
    for table, kind, columns in ((run_days, Kind.DAY, _day), (run_months, Kind.MONTH, _month)):
        _replace(connection, table, [columns(row) for row in found if row["kind"] == kind])


def first_months_again(connection: Connection, kept: Mapping[int, date]) -> None:
    """Take the figures of the first kept months against the month before from what was written down, if at all:
    the runs of that month are gone."""
    keys, against = TABLES["agent_keys"], AGAINST_THE_MONTH_BEFORE
    if not kept:
        return
    months = {agent: day.toordinal() for agent, day in kept.items()}
    places = [{"agent": agent, "month": month, "measure": name} for agent, month in months.items() for name in against]
    _delete(connection, run_months, places)
    chosen = select(keys.c.key, FIGURES).join_from(FIGURES, keys, keys.c.agent == FIGURES.c.agent)
    found = connection.execute(chosen.where(FIGURES.c.kind == Kind.MONTH, FIGURES.c.name.in_(against))).mappings()
    rows = [_month(dict(row)) for row in found if kept.get(row["key"]) == row["day"]]
    if rows:
        connection.execute(insert(run_months), rows)


def _day(row: Mapping[str, Any]) -> Row:
    counts = dict.fromkeys(COUNTS, 0) | json.loads(row["content"])
    return {**_place(row, "day"), **dict(zip(GROUP, json.loads(row["name"]), strict=True)), **counts}


def _month(row: Mapping[str, Any]) -> Row:
    value, n = json.loads(row["content"])
    return {**_place(row, "month"), "measure": row["name"], "value": value, "n": n}


def _place(row: Mapping[str, Any], name: str) -> Row:
    return {"agent": row["key"], name: row["day"].toordinal()}


def _replace(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        _delete(connection, table, rows)
        connection.execute(insert(table), rows)


def _delete(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Delete rows by the columns of their key."""
    keys = [column.name for column in table.primary_key]
    same = [table.c[name] == bindparam(f"of_{name}") for name in keys]
    connection.execute(delete(table).where(*same), [{f"of_{name}": row[name] for name in keys} for row in rows])
