"""What is measured, each in a process of its own: `python -m agent_scorecard.bench.work WORK ARGUMENT…`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from agent_scorecard.runs.context import RunContext

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
CSV = "agent, at, request, context, reading, calls, cost, duration_ms, user_key, approver, error"


def prepare(database: str, agents: str) -> dict[str, object]:
    """Create an empty database with its agents."""
    from sqlalchemy import insert

    from agent_scorecard.bench.records import agent_id
    from agent_scorecard.store.database import create, make_engine, writer
    from agent_scorecard.store.tables.agents import Agent, AgentFields
    from agent_scorecard.store.tables.measures import AgentKey

    engine = make_engine(f"sqlite:///{database}")
    create(engine)
    ids = [agent_id(number) for number in range(int(agents))]
    with writer(engine).begin() as connection:
        connection.execute(insert(Agent), [AgentFields(agent=id_, name=id_).model_dump() for id_ in ids])
        connection.execute(insert(AgentKey), [{"agent": id_} for id_ in ids])
    return {}


def load(database: str, file: str, roll_up: str) -> dict[str, object]:
    """Load the log: checked, gathered aside, published at once; rolled up where asked."""
    from agent_scorecard.runs.publish import publish
    from agent_scorecard.runs.roll_up import redo
    from agent_scorecard.runs.stage import RunStage
    from agent_scorecard.store.database import make_engine

    engine = make_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA temp_store=FILE")  # type: ignore[union-attr]
        stage = RunStage(connection, _context(connection))
        with Path(file).open("rb") as stream:
            stage.add_lines(stream, "runs.jsonl")
        stage.settle()
        connection.commit()
        write = connection.execution_options(write=True)
        published = publish(write, stage)
        if roll_up == "yes":
            redo(write, published.touched, ZONE)
        connection.commit()
    counts = published.counts
    return {"new": counts.new, "changed": counts.changed, "same": counts.same, "refused": counts.refused}


def _context(connection: Connection) -> RunContext:
    from sqlalchemy import text

    from agent_scorecard.loading.contract import contract
    from agent_scorecard.loading.doors import Clock, doors
    from agent_scorecard.loading.refusal import Refused
    from agent_scorecard.runs.context import RunAgent, RunContext

    ids = connection.execute(text("SELECT agent FROM agents")).scalars().all()
    connection.rollback()
    read = doors(contract()["runs"], Clock(NOW.date(), NOW, ZONE))
    return RunContext({id_: RunAgent(id_) for id_ in ids}, read, Refused, ZONE, NOW, b"bench")


def parse(database: str, file: str) -> dict[str, object]:
    """Write the stored runs as CSV in the order of time: what sqlite3 imports, already parsed."""
    import csv
    import sqlite3

    with sqlite3.connect(database) as connection, Path(file).open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows(connection.execute(f"SELECT {CSV} FROM runs ORDER BY at"))
    return {}


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


WORKS: dict[str, Callable[..., dict[str, object]]] = {
    work.__name__: work for work in (prepare, load, parse, session_add, data_frame)
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(WORKS[sys.argv[1]](*sys.argv[2:])))
