"""Runs as text: what the log said, and in columns beginning "_" what only the door could know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from agent_scorecard.store.content_text import amount_text, time_text
from agent_scorecard.store.moments import time_of
from agent_scorecard.store.tables import METADATA

RUN_TABLES = ("runs", "unregistered_runs", "traces")
FROM_CONTEXT = ("workflow", "trigger", "case_class", "policy_version", "prompt_version", "model_version")
RUN_COLUMNS = (
    "timestamp",
    "agent_id",
    "request_id",
    *FROM_CONTEXT,
    "cost_usd",
    "cost_currency",
    "duration_ms",
    "human_approver",
    "error",
    "inputs",
    "output",
    "_version",
    "_stated",
    "_given",
    "_calls",
    "_over_count",
    "_user",
)
TRACE_COLUMNS = ("_trace", "_spans")
WAITING_COLUMNS = ("timestamp", "agent_id", "request_id", "_record")

Row = tuple[str, ...]


def run_rows(connection: Connection, table: str) -> tuple[Row, Iterator[Row]]:
    """Return runs in order of agent id, time and request id; empty is "" and an unrecorded list of calls too.

    `_given` is the reading the record itself gives; the verdict of an approvals row joins again when both are loaded.
    """
    if table == "runs":
        return RUN_COLUMNS, _runs(connection)
    if table == "traces":
        return TRACE_COLUMNS, _traces(connection)
    return WAITING_COLUMNS, _waiting(connection)


def _runs(connection: Connection) -> Iterator[Row]:
    keys = METADATA.tables["agent_keys"]
    for agent, key in connection.execute(select(keys.c.agent, keys.c.key).order_by(keys.c.agent)).all():
        for row in connection.execute(_runs_of(key).execution_options(yield_per=1000)):
            yield _run(agent, row)


def _runs_of(agent: int) -> Any:
    """Select the runs of one agent in the order they lie in, so that nothing is sorted."""
    runs, contexts, readings = (METADATA.tables[name] for name in ("runs", "run_contexts", "run_readings"))
    calls, users, contents = (METADATA.tables[name] for name in ("call_lists", "run_users", "run_contents"))
    texts = METADATA.tables["run_texts"]
    approver, error, base = texts.alias("approver"), texts.alias("error"), readings.alias("base")
    return (
        select(
            runs.c.at,
            runs.c.request,
            *(contexts.c[name] for name in FROM_CONTEXT),
            runs.c.cost,
            contexts.c.currency,
            runs.c.duration_ms,
            approver.c.content,
            error.c.content,
            contents.c.inputs,
            contents.c.output,
            contexts.c.version,
            contexts.c.stated,
            base.c.given,
            calls.c.content,
            runs.c.over_count,
            users.c.hash,
        )
        .join(contexts, contexts.c.context == runs.c.context)
        .join(readings, readings.c.reading == runs.c.reading)
        .join(base, base.c.reading == readings.c.base)
        .join(calls, calls.c.calls == runs.c.calls, isouter=True)
        .join(users, users.c.user_key == runs.c.user_key, isouter=True)
        .join(approver, approver.c.text == runs.c.approver, isouter=True)
        .join(error, error.c.text == runs.c.error, isouter=True)
        .join(contents, (contents.c.agent == runs.c.agent) & (contents.c.request == runs.c.request), isouter=True)
        .where(runs.c.agent == agent)
        .order_by(runs.c.at, runs.c.request)
    )


def _run(agent: str, row: Any) -> Row:
    at, request, *rest = row
    said, cost, after = rest[: len(FROM_CONTEXT)], rest[len(FROM_CONTEXT)], rest[len(FROM_CONTEXT) + 1 :]
    amount = "" if cost is None else amount_text(cost)
    return (time_text(time_of(at)), agent, request, *map(_cell, said), amount, *map(_cell, after))


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _waiting(connection: Connection) -> Iterator[Row]:
    waiting = METADATA.tables["unregistered_runs"].c
    chosen = select(waiting.at, waiting.agent_id, waiting.request, waiting.record)
    for at, agent_id, request, record in connection.execute(chosen.order_by(waiting.agent_id, waiting.request)):
        yield time_text(time_of(at)), agent_id, request, record


def _traces(connection: Connection) -> Iterator[Row]:
    traces = METADATA.tables["traces"].c
    chosen = select(traces.trace, traces.spans).order_by(traces.trace)
    return (tuple(row) for row in connection.execute(chosen))
