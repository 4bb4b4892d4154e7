"""What was asked of the log as conditions of the key of `runs`, so that no page ever walks all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, select

from agent_scorecard.rules.run_facts import RunsAsked
from agent_scorecard.store.moments import DAY, start_of
from agent_scorecard.store.tables.measures import AgentKey
from agent_scorecard.store.tables.runs import call_items, call_lists, run_contexts, run_readings, run_texts, runs
from agent_scorecard.vocabulary import ToolStatus

KEYS = AgentKey.__table__  # type: ignore[attr-defined]


def key_of(connection: Connection, agent: str) -> int | None:
    """Return the whole number that stands for an agent among runs, None where it has none."""
    return connection.execute(select(KEYS.c.key).where(KEYS.c.agent == agent)).scalar()


def conditions(asked: RunsAsked, agent: int, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    """Yield what holds for every run asked for: a range of the key, and whether what it points at is among a few."""
    yield runs.c.agent == agent
    yield runs.c.at.between(start_of(asked.first, zone), start_of(asked.last + DAY, zone) - 1)
    yield from _of_reading(asked)
    for column, wanted in ((run_contexts.c.model_version, asked.model), (run_contexts.c.prompt_version, asked.prompt)):
        if wanted:
            yield runs.c.context.in_(select(run_contexts.c.context).where(column == wanted))
    if asked.tool:
        yield runs.c.calls.in_(select(call_items.c.calls).where(call_items.c.tool == asked.tool))
    if asked.reason:
        said = call_lists.c.content.contains(blocked_for(asked.reason), autoescape=True)
        yield runs.c.calls.in_(select(call_lists.c.calls).where(said))
    if asked.error:
        yield runs.c.error.in_(select(run_texts.c.text).where(run_texts.c.content == asked.error))


def _of_reading(asked: RunsAsked) -> Iterator[ColumnElement[bool]]:
    wanted = ("outcome", asked.outcome), ("status", asked.status), ("result", asked.result)
    same = [run_readings.c[name] == word.value for name, word in wanted if word is not None]
    if same:
        yield runs.c.reading.in_(select(run_readings.c.reading).where(*same))


def blocked_for(reason: str) -> str:
    """Return how a list of calls writes a blocked call with this reason (`runs.calls.CallList.content`)."""
    return json.dumps([ToolStatus.BLOCKED, reason], ensure_ascii=False, separators=(",", ":"))[1:-1]
