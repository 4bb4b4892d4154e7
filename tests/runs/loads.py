"""A small company whose agents leave run records, loaded the way a load does it."""

import io
import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text

from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.doors import Clock, doors
from agent_scorecard.loading.refusal import Refused
from agent_scorecard.runs.context import RunAgent, RunContext
from agent_scorecard.runs.publish import publish
from agent_scorecard.runs.roll_up import redo
from agent_scorecard.runs.stage import RunStage
from agent_scorecard.store.database import create, make_engine, writer
from agent_scorecard.store.tables.agents import Agent
from agent_scorecard.store.tables.measures import AgentKey

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
REFUND = "refund-agent"
MAIL = "mail-agent"
FACTS = ("runs", "run_contexts", "run_readings", "call_lists", "call_items", "run_texts", "run_users", "run_contents")


def company(*agents, url=None):
    """A database with these agents in the inventory: one in memory, or the one created at this URL."""
    engine = make_engine(url or "sqlite://")
    if url is None:
        create(engine)
    with writer(engine).begin() as connection:
        for agent in agents or (REFUND, MAIL):
            connection.execute(insert(Agent.__table__).values(agent=agent, name=agent, **DEFAULTS))
            connection.execute(insert(AgentKey.__table__).values(agent=agent))
    return engine


DEFAULTS = {
    name: column.default.arg
    for name, column in Agent.__table__.c.items()
    if column.default is not None and column.default.is_scalar
}


def context(*, agents=None, stated_zone=None, zone=BERLIN, now=NOW):
    clock = Clock(now.date(), now, zone, stated_zone)
    known = agents if agents is not None else {REFUND: RunAgent(REFUND), MAIL: RunAgent(MAIL)}
    return RunContext(known, doors(contract()["runs"], clock), Refused, zone, now, b"k" * 32)


def line(request="r1", timestamp="2026-10-12T09:00:00Z", agent_id=REFUND, **more):
    return {"timestamp": timestamp, "agent_id": agent_id, "request_id": request} | more


def file(*records):
    """Records (or raw lines) as the bytes of a JSON Lines file."""
    lines = [each if isinstance(each, bytes) else json.dumps(each, ensure_ascii=False).encode() for each in records]
    return io.BytesIO(b"\n".join(lines) + b"\n")


def load(engine, *records, approvals=(), rows=(), sealed=False, told=None, source="runs.jsonl"):
    """Load one file of records; return the counts and the stage, whose refusals a test may look at."""
    told = told or context()
    with engine.connect() as connection:
        stage = RunStage(connection, told)
        if records:
            stage.add_lines(records[0] if hasattr(records[0], "read") else file(*records), source, sealed=sealed)
        if rows:
            stage.add_records(rows, "runs.csv")
        stage.add_waiting()
        stage.settle()
        connection.commit()
        write = connection.execution_options(write=True)
        published = publish(write, stage, approvals)
        redo(write, published.touched, told.zone)
        connection.commit()
    return published.counts, stage


def approve(engine, *rows):
    """Put (approval, agent, request id, verdict) into the queue."""
    statement = text(
        "INSERT OR REPLACE INTO approvals (approval, agent, request_id, requested_at, verdict)"
        " VALUES (:approval, :agent, :request, 0, :verdict)"
    )
    with writer(engine).begin() as connection:
        for approval, agent, request, verdict in rows:
            values = {"approval": approval, "agent": agent, "request": request, "verdict": verdict}
            connection.execute(statement, values)


def rows(engine, query):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


READABLE = """
SELECT k.agent, r.at, r.request, x.workflow, x.trigger, x.case_class, x.version, x.policy_version, x.prompt_version,
  x.model_version, x.currency, x.stated, q.given, q.verdict, q.status, q.outcome, l.content, r.cost, r.duration_ms,
  u.hash, a.content, e.content, r.over_count
FROM runs r JOIN agent_keys k ON k.key = r.agent JOIN run_contexts x ON x.context = r.context
JOIN run_readings q ON q.reading = r.reading LEFT JOIN call_lists l ON l.calls = r.calls
LEFT JOIN run_users u ON u.user_key = r.user_key LEFT JOIN run_texts a ON a.text = r.approver
LEFT JOIN run_texts e ON e.text = r.error ORDER BY 1, 2, 3
"""


def facts(engine):
    """Everything stored about runs, free of the numbers that stand for what repeats, in one order."""
    derived = ("SELECT * FROM run_days ORDER BY 1, 2, 3, 4, 5, 6, 7", "SELECT * FROM run_months ORDER BY 1, 2, 3")
    kept = ("SELECT * FROM run_contents ORDER BY 1, 2", "SELECT * FROM unregistered_runs ORDER BY 1, 2")
    return [rows(engine, query) for query in (READABLE, *derived, *kept)]


def day(engine, *names, on=date(2026, 10, 12)):
    """The sums of some daily counters on one day, over all agents."""
    columns = ", ".join(f"SUM({name})" for name in names)
    return rows(engine, f"SELECT {columns} FROM run_days WHERE day = {on.toordinal()}")[0]
