"""What is done with a run log: load it, roll it up, write it parsed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent_scorecard.bench.works.timing import timed

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


def roll_up(database: str) -> dict[str, object]:
    """Count every day and month of the log again."""
    from agent_scorecard.runs.roll_up import redo_all
    from agent_scorecard.store.database import make_engine, writer

    with writer(make_engine(f"sqlite:///{database}")).begin() as connection, timed() as spent:
        redo_all(connection, ZONE)
    return spent


def roll_up_touched(database: str, most: str) -> dict[str, object]:
    """Count again what a load of the last days touched: so many agent-days, and the months they lie in."""
    from sqlalchemy import select

    from agent_scorecard.runs.roll_up import redo
    from agent_scorecard.store.database import make_engine, writer
    from agent_scorecard.store.tables.runs import run_days

    last = select(run_days.c.agent, run_days.c.day).distinct().order_by(run_days.c.day.desc()).limit(int(most))
    with writer(make_engine(f"sqlite:///{database}")).begin() as connection:
        touched = {(agent, day) for agent, day in connection.execute(last)}
        with timed() as spent:
            redo(connection, touched, ZONE)
    return spent | {"touched": len(touched)}
