"""The same log rolled up where it lies, by this machine and by Spark on this machine, and how the figures differ."""

from __future__ import annotations

import os

from agent_scorecard.bench.works.logs import NOW
from agent_scorecard.bench.works.processes import cpu, family, peak
from agent_scorecard.bench.works.timing import CPU

MEMORY, FIELDS, DIFFERENT = "peak_bytes", "fields", "different"
CLOSE = 1e-12


def roll_up_there(database: str, log: str, engine: str) -> dict[str, object]:
    """Roll a log up and say what this process and all it started took: CPU microseconds and peak memory together."""
    from agent_scorecard.loading.rolling import Engine, Wanted, roll_up
    from agent_scorecard.store.database import make_engine

    board = make_engine(f"sqlite:///{database}")
    wanted = Wanted(log, Engine(engine), master=f"local[{os.cpu_count()}]")
    report = roll_up(board, wanted, today=NOW.date(), now=NOW, actor="bench")
    all_of_it = family(os.getpid())
    spent = {CPU: cpu(*all_of_it), MEMORY: peak(*all_of_it)}
    return {**spent, "new": report.total("new"), "refused": report.total("refused")}


def compare_rolled(one: str, other: str) -> dict[str, object]:
    """Count the fields of two roll-ups, and those that differ by more than the last digits of a logarithm."""
    rows, others = _figures(one), _figures(other)
    fields = sum(map(len, rows))
    if len(rows) != len(others):
        return {FIELDS: fields, DIFFERENT: fields}
    pairs = [pair for row in zip(rows, others, strict=True) for pair in zip(*row, strict=True)]
    return {FIELDS: fields, DIFFERENT: sum(not _alike(*pair) for pair in pairs)}


def _alike(one: object, other: object) -> bool:
    from math import isclose

    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return one == other


def _figures(database: str) -> list[tuple[object, ...]]:
    from sqlalchemy import select

    from agent_scorecard.store.database import make_engine
    from agent_scorecard.store.tables.rolled import rolled_calls
    from agent_scorecard.store.tables.runs import run_days, run_months

    with make_engine(f"sqlite:///{database}").connect() as connection:
        tables = [connection.execute(select(table)).all() for table in (run_days, run_months, rolled_calls)]
    return [tuple(row) for table in tables for row in sorted(map(tuple, table))]
