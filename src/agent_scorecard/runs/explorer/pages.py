"""A page of runs, the latest first: each next page begins where the last one ended, so that none is counted off."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Select, select, tuple_

from agent_scorecard.rules.run_facts import RunCall, RunLine, RunPlace, RunsAsked
from agent_scorecard.runs.explorer.asked import conditions, key_of
from agent_scorecard.store.database import reader
from agent_scorecard.store.moments import time_of
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.tables.runs import call_lists, run_contexts, run_readings, run_texts, runs
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, RunStatus, ToolStatus

FIRST = (runs.c.at, runs.c.request)
OF_A_LINE = (
    *(run_readings.c[name] for name in ("status", "outcome", "result")),
    *(run_contexts.c[name] for name in ("version", "model_version", "prompt_version")),
    *(runs.c.cost, run_contexts.c.currency, runs.c.duration_ms, call_lists.c.content, run_texts.c.content),
)


def page_of(engine: Engine, asked: RunsAsked, size: int, after: RunPlace | None = None) -> tuple[RunLine, ...]:
    """Return at most `size` runs older than the place `after`, or the latest ones, the latest first."""
    with reader(engine).begin() as connection:
        key = key_of(connection, asked.agent)
        if key is None:
            return ()
        places = _places(connection, asked, key, size, after)
        return lines_at(connection, key, places)


def chosen(connection: Connection, asked: RunsAsked, agent: int, *columns: Any) -> Select[Any]:
    """Return the select of what was asked for, the latest first, in the order the runs lie in."""
    wanted = conditions(asked, agent, ZoneInfo(read_settings(connection).zone))
    return select(*columns).where(*wanted).order_by(*(column.desc() for column in FIRST))


def _places(connection: Connection, asked: RunsAsked, agent: int, size: int, after: RunPlace | None) -> list[RunPlace]:
    found = chosen(connection, asked, agent, *FIRST).limit(size)
    if after is not None:
        found = found.where(runs.c.at <= after.at, tuple_(*FIRST) < tuple_(after.at, after.request_id))
    return [RunPlace(*row) for row in connection.execute(found)]


def lines_at(connection: Connection, agent: int, places: list[RunPlace]) -> tuple[RunLine, ...]:
    """Return the runs of an agent at these places, the latest first."""
    if not places:
        return ()
    found = (
        select(*FIRST, *OF_A_LINE)
        .join_from(runs, run_readings, run_readings.c.reading == runs.c.reading)
        .join(run_contexts, run_contexts.c.context == runs.c.context)
        .join(call_lists, call_lists.c.calls == runs.c.calls, isouter=True)
        .join(run_texts, run_texts.c.text == runs.c.error, isouter=True)
        .where(runs.c.agent == agent, tuple_(*FIRST).in_(places))
        .order_by(*(column.desc() for column in FIRST))
    )
    return tuple(_line(*row) for row in connection.execute(found))


def _line(at: int, request: str, status: str, outcome: str, result: str, *rest: Any) -> RunLine:
    version, model, prompt, cost, currency, duration_ms, content, error = rest
    words = (RunStatus(status), ReviewOutcome(outcome), RunResult(result), version or "", model or "", prompt or "")
    return RunLine(
        RunPlace(at, request), time_of(at), *words, cost, currency, duration_ms, calls_in(content), error or ""
    )


def calls_in(content: str | None) -> tuple[RunCall, ...] | None:
    """Return the calls of a stored list, None where none was recorded."""
    if content is None:
        return None
    return tuple(RunCall(tool, ToolStatus(status), reason, n) for tool, status, reason, n, *_ in json.loads(content)[1])
