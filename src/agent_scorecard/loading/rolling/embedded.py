"""A roll-up on this machine: runs pass through a database of their own, which is thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from agent_scorecard.loading import run_logs
from agent_scorecard.loading.gather import Gathered
from agent_scorecard.loading.rolling.asked import Asked
from agent_scorecard.loading.run_logs import RunLogs
from agent_scorecard.loading.sources import Source
from agent_scorecard.policy.run_measures import COUNTERS
from agent_scorecard.runs.days import day_column, touched_by
from agent_scorecard.runs.elsewhere.rolled import DayKey, DayRow, MonthRow, RefusedFile, Rolled, by_tool
from agent_scorecard.runs.publish import RunCounts, publish
from agent_scorecard.runs.refusal import RefusedRun
from agent_scorecard.runs.roll_up import redo
from agent_scorecard.store.database import create, make_engine
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.runs import call_lists, run_days, run_months, run_readings, runs, unregistered_runs

COPIED = ("agents", "agent_keys", "approvals")
KEYS = METADATA.tables["agent_keys"].c


def rolled(stored: Connection, asked: Asked) -> Rolled:
    """Roll up files of this machine, as the load of the same files would count them."""
    with TemporaryDirectory(prefix="agent-scorecard-roll-up-") as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'runs.db'}")
        try:
            create(engine)
            with engine.connect() as connection:
                return _through(connection, stored, asked)
        finally:
            engine.dispose()


def _through(connection: Connection, stored: Connection, asked: Asked) -> Rolled:
    for statement in ("PRAGMA foreign_keys=OFF", "PRAGMA temp_store=FILE"):
        raw = connection.connection.cursor()
        raw.execute(statement)
        raw.close()
    write = connection.execution_options(write=True)
    for name in COPIED:
        _copy(stored, write, METADATA.tables[name])
    write.commit()
    found = Gathered(run_logs=[_source(Path(path), name) for path, name in asked.files.items()])
    logs = run_logs.staged(connection, found, asked.known, asked.context, asked.most_refused, asked.step)
    connection.commit()
    published = publish(write, logs.stage)
    touched = published.touched
    if asked.days is not None:
        _leave_out(write, asked)
        touched = {(agent, day) for agent, day in touched if day in asked.days}
    redo(write, touched, asked.context.zone)
    answer = _answer(write, logs, published.counts, asked)
    connection.rollback()
    return answer


def _source(path: Path, name: str) -> Source:
    return Source(name, lambda: path.open("rb"))


def _copy(stored: Connection, write: Connection, table: Table) -> None:
    rows = [dict(row) for row in stored.execute(select(table)).mappings()]
    if rows:
        write.execute(insert(table), rows)


def _leave_out(connection: Connection, asked: Asked) -> None:
    """Take the runs of other days out, once repeats and daily caps are settled."""
    every = {day for _, day in touched_by(connection, runs, asked.context.zone)}
    if (day := _day(connection, asked)) is not None:
        connection.execute(delete(runs).where(day.in_(sorted(every - (asked.days or frozenset())))))


def _day(connection: Connection, asked: Asked) -> Any:
    first, last = connection.execute(select(func.min(runs.c.at), func.max(runs.c.at))).one()
    return None if first is None else day_column(runs.c.at, first, last, asked.context.zone)


def _answer(connection: Connection, logs: RunLogs, counts: RunCounts, asked: Asked) -> Rolled:
    waiting = select(unregistered_runs.c.agent_id, func.count().label("n")).group_by(unregistered_runs.c.agent_id)
    answer = Rolled(
        days=sorted(_days(connection)),
        months=sorted(_months(connection)),
        read=counts.read,
        duplicate=counts.duplicate,
        refused=counts.refused,
        rounded=counts.rounded,
        waiting={row.agent_id: row.n for row in connection.execute(waiting)},
        unknown_keys=logs.stage.unknown_keys,
        refusals=[RefusedRun(*each[1:]) for each in _lines(logs)],
        refused_files=sorted(_whole(logs)),
    )
    if (day := _day(connection, asked)) is not None:
        counted = select(day, KEYS.agent, func.count()).join_from(runs, KEYS.agent.table, KEYS.key == runs.c.agent)
        answer.runs = {(when, agent): n for when, agent, n in connection.execute(counted.group_by(day, KEYS.agent))}
        answer.calls = by_tool(_calls(connection, day))
    return answer


def _days(connection: Connection) -> Iterator[DayRow]:
    key = (run_days.c[name] for name in DayKey._fields if name not in ("day", "agent"))
    chosen = select(run_days.c.day, KEYS.agent, *key, *(run_days.c[each.name] for each in COUNTERS))
    for row in connection.execute(chosen.join(KEYS.agent.table, KEYS.key == run_days.c.agent)):
        size = len(DayKey._fields)
        yield DayRow(DayKey(*row[:size]), tuple(row[size:]))


def _months(connection: Connection) -> Iterator[MonthRow]:
    month = run_months.c
    chosen = select(month.month, KEYS.agent, month.measure, month.value, month.n)
    for row in connection.execute(chosen.join(KEYS.agent.table, KEYS.key == month.agent)):
        yield MonthRow(*row)


def _calls(connection: Connection, day: Any) -> Iterator[dict[str, Any]]:
    group = (day.label("day"), KEYS.agent.label("agent"), call_lists.c.content, run_readings.c.approved)
    chosen = (
        select(*group, func.count().label("n"))
        .join_from(runs, call_lists, call_lists.c.calls == runs.c.calls)
        .join(run_readings, run_readings.c.reading == runs.c.reading)
        .join(KEYS.agent.table, KEYS.key == runs.c.agent)
        .group_by(*group)
    )
    for row in connection.execute(chosen).mappings():
        yield dict(row)


def _lines(logs: RunLogs) -> Iterator[tuple[Any, ...]]:
    whole = {(report.source, report.refused_whole) for report in logs.refused}
    for each in logs.refusals:
        if (each.source, each.reason) not in whole:
            yield (each.file, each.source, each.line, each.column, each.value, each.code, each.reason)


def _whole(logs: RunLogs) -> Iterator[RefusedFile]:
    lines = {(fault.source, fault.reason): fault for fault in logs.faults}
    for report in logs.refused:
        fault = lines[report.source, str(report.refused_whole)]
        yield RefusedFile(report.source, report.read, str(fault.code), fault.reason, fault.line)
