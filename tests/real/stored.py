"""What a database holds after a load, read with plain SQL and in the shape of the records it was loaded from."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from agent_scorecard.loading.report import LoadReport
from agent_scorecard.store.content import content_rows
from agent_scorecard.store.database import reader

NANO = 1_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RUNS = """
    SELECT k.agent AS agent_id, r.at, r.request AS request_id, r.cost, r.duration_ms, r.calls IS NOT NULL AS logged,
           c.case_class, c.version, c.prompt_version, c.model_version, c.currency, c.stated,
           d.status, d.result, d.outcome AS review_outcome, json_extract(d.given, '$.infra_failure') AS infra_failure,
           l.content AS calls, t.content AS error
    FROM runs r
    JOIN agent_keys k ON k.key = r.agent
    JOIN run_contexts c ON c.context = r.context
    JOIN run_readings d ON d.reading = r.reading
    LEFT JOIN call_lists l ON l.calls = r.calls
    LEFT JOIN run_texts t ON t.text = r.error
    ORDER BY k.agent, r.at, r.request
"""


@dataclass
class Stored:
    """One database made by one load."""

    path: Path
    engine: Engine
    report: LoadReport = field(init=False)

    def sql(self, query: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]

    def runs(self) -> list[dict[str, Any]]:
        """Every run in the shape of a run record; a cost is an amount, a time ends at the millisecond."""
        return [_record(row) for row in self.sql(RUNS)]

    def rows(self, table: str) -> list[dict[str, str]]:
        """Every row of a table as text, as it would be exported."""
        with reader(self.engine).begin() as connection:
            header, rows = content_rows(connection, table)
            return [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in rows]


def _record(row: Mapping[str, Any]) -> dict[str, Any]:
    calls = {"tool_calls": list(_calls(row["calls"]))} if row["logged"] else {}
    return {
        **row,
        "timestamp": (EPOCH + timedelta(milliseconds=row["at"])).isoformat(),
        "cost_usd": None if row["cost"] is None else f"{row['cost'] // NANO}.{row['cost'] % NANO:09}",
        **calls,
    }


def _calls(content: str) -> Iterator[dict[str, str]]:
    _, items = json.loads(content)
    for tool, status, _, count, _ in items:
        yield from ({"tool": tool, "status": status} for _ in range(count))


def to_the_millisecond(text: str) -> str:
    """Write a time as it can be stored: what is finer than a millisecond is cut off."""
    at = datetime.fromisoformat(text)
    return at.replace(microsecond=at.microsecond // 1000 * 1000).isoformat()
