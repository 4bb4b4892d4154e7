"""Read the runs an incident names: when each was, and which calls it made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, select

from agent_scorecard.rules.facts import TouchedRun
from agent_scorecard.store.database import reader
from agent_scorecard.store.moments import time_of
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import ToolStatus


def touched_runs(engine: Engine, agent: str, requests: Sequence[str]) -> tuple[TouchedRun, ...]:
    """Return those of the named runs of an agent that the log knows, in order of time; the newest of one request."""
    runs, keys, calls = TABLES["runs"], TABLES["agent_keys"], TABLES["call_lists"]
    chosen = (
        select(runs.c.request, runs.c.at, calls.c.content)
        .join_from(runs, keys, keys.c.key == runs.c.agent)
        .join(calls, calls.c.calls == runs.c.calls, isouter=True)
        .where(keys.c.agent == agent, runs.c.request.in_(requests))
        .order_by(runs.c.at, runs.c.request)
    )
    with reader(engine).begin() as connection:
        found = connection.execute(chosen).all()
    return tuple({name: TouchedRun(name, time_of(at), tuple(_calls(content))) for name, at, content in found}.values())


def _calls(content: str | None) -> Iterator[tuple[str, ToolStatus]]:
    calls: list[list[Any]] = json.loads(content)[1] if content else []
    for tool, status, *_ in calls:
        yield tool, ToolStatus(status)
