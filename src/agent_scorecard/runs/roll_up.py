"""Daily and monthly figures of runs, counted again only where a load touched them (rules 1 and 11)."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from agent_scorecard.policy.run_measures import COUNTED, COUNTERS, MONTH_FIGURES, MonthFigure, MonthKind
from agent_scorecard.runs.compiled import COLUMNS, JOINED, condition, marks, total
from agent_scorecard.runs.days import remember, touched_by
from agent_scorecard.runs.elsewhere.staying import forget_counted, leave_out
from agent_scorecard.runs.keeping.figures import first_months_again, put_back
from agent_scorecard.runs.staging import fresh, reading_marks
from agent_scorecard.store.read_purges import kept_from
from agent_scorecard.store.tables.runs import runs

SLICE = 20_000
VERSION, CLASS, MODE = "COALESCE(x.version, '')", "COALESCE(x.case_class, '')", "COALESCE(l.mode, 'none')"
GROUP = f"d.day, d.agent, {VERSION}, {CLASS}, {MODE}, x.currency, x.stated"
OF_DAY = "r.agent = d.agent AND r.at BETWEEN d.first AND d.last"
OF_MONTH = "r.agent = m.agent AND r.at BETWEEN m.first AND m.last"
NO_DAYS = "DELETE FROM run_days WHERE (day, agent) IN (SELECT day, agent FROM touched_days)"
NO_MONTHS = "DELETE FROM run_months WHERE (month, agent) IN (SELECT month, agent FROM touched_months)"
DAYS = f"""
INSERT INTO run_days (day, agent, version, case_class, mode, currency, stated, {", ".join(c.name for c in COUNTERS)})
SELECT {GROUP}, {", ".join(map(total, COUNTERS))}
FROM touched_days d CROSS JOIN {JOINED} JOIN reading_marks k ON k.reading = r.reading
WHERE {OF_DAY} GROUP BY {GROUP}
"""
MARKED = f"INSERT INTO reading_marks SELECT q.reading, {marks()} FROM run_readings q"
QUANTILE = """
INSERT INTO run_months (month, agent, measure, value, n)
SELECT month, agent, '{key}', value / {per}.0, n FROM (
  SELECT m.month, m.agent, {column} AS value, x.currency AS currency,
    ROW_NUMBER() OVER (PARTITION BY m.month, m.agent ORDER BY {column}) AS place,
    COUNT(*) OVER (PARTITION BY m.month, m.agent) AS n,
    MIN(x.currency) OVER (PARTITION BY m.month, m.agent) AS lowest,
    MAX(x.currency) OVER (PARTITION BY m.month, m.agent) AS highest
  FROM touched_months m CROSS JOIN {joined}
  WHERE {of_month} AND {column} IS NOT NULL AND {counted}) ranked
WHERE place = (n * {percent} + 99) / 100 {one_currency}
"""
DISTINCT = """
INSERT INTO run_months (month, agent, measure, value, n)
SELECT m.month, m.agent, '{key}', COUNT(DISTINCT {column}) / {per}.0, COUNT(DISTINCT {column})
FROM touched_months m CROSS JOIN {joined} WHERE {of_month} AND {column} IS NOT NULL
GROUP BY m.month, m.agent
"""
REPEATED = """
INSERT INTO run_months (month, agent, measure, value, n)
SELECT month, agent, '{key}', SUM(again) / {per}.0 / COUNT(*), COUNT(*) FROM (
  SELECT m.month, m.agent, {column}, MAX(CASE WHEN r.at >= m.first THEN 1 ELSE 0 END) AS again
  FROM touched_months m CROSS JOIN {joined}
  WHERE r.agent = m.agent AND r.at BETWEEN m.before AND m.last AND {column} IS NOT NULL
    AND EXISTS (SELECT 1 FROM runs e WHERE e.agent = m.agent AND e.at BETWEEN m.first AND m.last)
  GROUP BY m.month, m.agent, {column} HAVING MIN(r.at) < m.first) users
GROUP BY month, agent
"""


def redo(connection: Connection, touched: Iterable[tuple[int, int]], zone: ZoneInfo) -> None:
    """Count the touched (agent key, day) and their months again from the stored runs, but for days that were purged."""
    _teach_logarithm(connection)
    fresh(connection, reading_marks)
    connection.exec_driver_sql(MARKED)
    kept = kept_from(connection)
    days = still_there(touched, kept)
    for some in _slices(days):
        remember(connection, some, zone)
        leave_out(connection)
        connection.exec_driver_sql(NO_DAYS)
        connection.exec_driver_sql(NO_MONTHS)
        connection.exec_driver_sql(DAYS)
        for figure in MONTH_FIGURES:
            connection.exec_driver_sql(_month(figure))
    agents = {agent for agent, _ in days}
    first_months_again(connection, {agent: day for agent, day in kept.items() if agent in agents})


def redo_all(connection: Connection, zone: ZoneInfo) -> None:
    """Count everything again: the company zone, and with it every day, has changed."""
    forget_counted(connection)
    redo(connection, touched_by(connection, runs, zone), zone)
    put_back(connection)


def still_there(touched: Iterable[tuple[int, int]], kept: Mapping[int, date]) -> list[tuple[int, int]]:
    """Return the touched days whose runs are all there."""
    begin = {agent: day.toordinal() for agent, day in kept.items()}
    return [(agent, day) for agent, day in touched if day >= begin.get(agent, 0)]


def _slices(touched: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the touched days in slices of whole agents, so that sorting them never needs much memory."""
    gathered: list[tuple[int, int]] = []
    for _, days in groupby(sorted(touched), key=itemgetter(0)):
        gathered += days
        if len(gathered) >= SLICE:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def _month(figure: MonthFigure) -> str:
    shapes = {MonthKind.QUANTILE: QUANTILE, MonthKind.DISTINCT: DISTINCT, MonthKind.REPEATED: REPEATED}
    return shapes[figure.kind].format(
        key=figure.key,
        column=COLUMNS[figure.column],
        percent=figure.percent,
        per=figure.per,
        joined=JOINED,
        of_month=OF_MONTH,
        counted=condition(COUNTED),
        one_currency="AND lowest = highest" if figure.column == "cost" else "",
    )


def _teach_logarithm(connection: Connection) -> None:
    """Some builds of SQLite come without mathematics."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        try:
            driver.execute("SELECT ln(1)")
        except sqlite3.OperationalError:
            driver.create_function("ln", 1, math.log, deterministic=True)
