"""The tools a run log is compared with: SQLModel and pandas."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from agent_scorecard.bench.works.timing import timed

RUNS = """
SELECT r.agent, r.at, x.model_version AS version, q.outcome, q.status, r.cost, r.duration_ms
FROM runs r JOIN run_contexts x ON x.context = r.context JOIN run_readings q ON q.reading = r.reading
"""
PERCENTILES = (50, 95, 99)


def session_add(database: str, file: str, most: str) -> dict[str, object]:
    """Peer: validate with pydantic and add each run to a SQLModel session."""
    from pydantic import ValidationError
    from sqlalchemy import JSON, Column
    from sqlmodel import Field, Session, SQLModel, create_engine

    class RunFields(SQLModel):
        agent_id: str = Field(primary_key=True)
        request_id: str = Field(primary_key=True)
        timestamp: datetime
        workflow: str | None = None
        case_class: str | None = None
        policy_version: str | None = None
        model_version: str | None = None
        human_override: bool | None = None
        review_outcome: str | None = None
        cost_usd: float | None = Field(None, ge=0)
        duration_ms: int | None = Field(None, ge=0)
        user: str | None = None

    class Run(RunFields, table=True):
        tool_calls: list[dict[str, str]] = Field(sa_column=Column(JSON))

    engine = create_engine(f"sqlite:///{database}")
    SQLModel.metadata.create_all(engine)
    done = refused = 0
    with Path(file).open(encoding="utf-8") as lines, Session(engine) as session:
        for line in islice(lines, int(most)):
            record = json.loads(line)
            done += 1
            try:
                checked = RunFields.model_validate(record)
            except ValidationError:
                refused += 1
                continue
            session.add(Run(**checked.model_dump(), tool_calls=record["tool_calls"]))
            if done % 10_000 == 0:
                session.commit()
                session.expunge_all()
        session.commit()
    return {"new": done - refused, "refused": refused}


def data_frame(database: str, file: str) -> dict[str, object]:
    """Peer: read the log with pandas and write it with to_sql."""
    import sqlite3

    import pandas as pd

    frame = pd.read_json(file, lines=True)
    for column in ("inputs", "tool_calls"):
        frame[column] = frame[column].astype(str)
    with sqlite3.connect(database) as connection:
        frame.to_sql("runs", connection, index=False)
    return {"new": len(frame)}


def rolled_up_frame(database: str) -> dict[str, object]:
    """Peer: read every run with pandas and group by agent, month and version, with exact percentiles."""
    import sqlite3

    import pandas as pd

    with sqlite3.connect(database) as connection, timed() as spent:
        frame = pd.read_sql(RUNS, connection)
        frame["month"] = pd.to_datetime(frame["at"], unit="ms").dt.to_period("M")
        keys = ["agent", "month", "version"]
        for word in ("accepted", "edited", "none"):
            frame[word] = frame["outcome"] == word
        grouped = frame.groupby(keys, sort=False)
        sums = grouped.agg(
            runs=("at", "size"), accepted=("accepted", "sum"), edited=("edited", "sum"), cost=("cost", "sum")
        )
        found = [_nearest_rank(frame, keys, column) for column in ("cost", "duration_ms")]
    return spent | {"groups": len(sums), "percentiles": sum(map(len, found))}


def _nearest_rank(frame: Any, keys: list[str], column: str) -> Any:
    """Take the row at place ceil(q·n) of each group: what the roll-up calls a percentile."""
    known = frame.dropna(subset=[column]).sort_values([*keys, column])
    grouped = known.groupby(keys, sort=False)
    place, n = grouped.cumcount() + 1, grouped[column].transform("size")
    wanted = [place == (n * percent + 99) // 100 for percent in PERCENTILES]
    return known[wanted[0] | wanted[1] | wanted[2]]
