"""Draw a sample of runs for a scorecard: the same runs for everybody who looks at the same period."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice, zip_longest
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select, tuple_

from agent_scorecard.rules.facts import RunSample
from agent_scorecard.store.database import reader
from agent_scorecard.store.moments import DAY, start_of, time_of
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, ToolStatus

ON_A_CARD = 6
"""How many runs a scorecard shows."""
OTHERWISE = (ReviewOutcome.EDITED, ReviewOutcome.REJECTED, ReviewOutcome.OVERRIDDEN)


def sample_of_runs(engine: Engine, agent: str, first: date, last: date, limit: int) -> tuple[RunSample, ...]:
    """Return at most so many runs of an agent between two company-zone days, in order of time.

    Drawn at random from each kind of review in turn, so that what people changed is seen beside what they accepted.
    """
    with reader(engine).begin() as connection:
        zone, key = _zone_and_key(connection, agent)
        if key is None:
            return ()
        return tuple(_runs(connection, key, drawn(connection, key, first, last, zone, limit)))


def judged_runs(engine: Engine, agent: str, first: date, last: date, limit: int) -> tuple[RunSample, ...]:
    """Return the latest runs between two company-zone days that a person edited, rejected or overrode, at most so
    many and the latest first; those turned into an eval case are left out (S1-13)."""
    with reader(engine).begin() as connection:
        zone, key = _zone_and_key(connection, agent)
        if key is None:
            return ()
        judged = _judged(connection, agent, key, start_of(first, zone), start_of(last + DAY, zone), limit)
        return tuple(reversed(tuple(_runs(connection, key, judged))))


def _zone_and_key(connection: Connection, agent: str) -> tuple[ZoneInfo, int | None]:
    keys = TABLES["agent_keys"].c
    key = connection.execute(select(keys.key).where(keys.agent == agent)).scalar()
    return ZoneInfo(read_settings(connection).zone), key


def _judged(connection: Connection, agent: str, key: int, first: int, end: int, limit: int) -> list[tuple[int, str]]:
    runs, readings, cases = TABLES["runs"], TABLES["run_readings"], TABLES["eval_cases"].c
    kept = select(cases.request_id).where(cases.agent == agent)
    chosen = (
        select(runs.c.at, runs.c.request)
        .join_from(runs, readings, readings.c.reading == runs.c.reading)
        .where(runs.c.agent == key, runs.c.at >= first, runs.c.at < end)
        .where(readings.c.outcome.in_(OTHERWISE), runs.c.request.not_in(kept))
        .order_by(runs.c.at.desc(), runs.c.request.desc())
        .limit(limit)
    )
    return [(at, request) for at, request in connection.execute(chosen)]


def drawn(
    connection: Connection, agent: int, first_day: date, last: date, zone: ZoneInfo, limit: int
) -> list[tuple[int, str]]:
    """Draw at most so many runs of an agent key between two days: moment and request id of each."""
    runs, readings = TABLES["runs"], TABLES["run_readings"]
    first, end = start_of(first_day, zone), start_of(last + DAY, zone)
    chosen = (
        select(runs.c.at, runs.c.request, readings.c.outcome)
        .join_from(runs, readings, readings.c.reading == runs.c.reading)
        .where(runs.c.agent == agent, runs.c.at >= first, runs.c.at < end)
        .order_by(runs.c.at, runs.c.request)
    )
    kinds: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, request, outcome in connection.execute(chosen):
        kinds[outcome].append((at, request))
    shuffled = [Random(f"{agent}:{first}:{kind}").sample(found, len(found)) for kind, found in sorted(kinds.items())]
    in_turn = chain.from_iterable(zip_longest(*shuffled))
    return list(islice((run for run in in_turn if run is not None), limit))


def _runs(connection: Connection, agent: int, drawn: list[tuple[int, str]]) -> Iterator[RunSample]:
    runs, contexts, readings = TABLES["runs"], TABLES["run_contexts"], TABLES["run_readings"]
    calls, texts = TABLES["call_lists"], TABLES["run_texts"]
    chosen = (
        select(runs.c.request, runs.c.at, readings.c.outcome, readings.c.result, contexts.c.case_class)
        .add_columns(contexts.c.version, runs.c.cost, contexts.c.currency, calls.c.content, texts.c.content)
        .join_from(runs, contexts, contexts.c.context == runs.c.context)
        .join(readings, readings.c.reading == runs.c.reading)
        .join(calls, calls.c.calls == runs.c.calls, isouter=True)
        .join(texts, texts.c.text == runs.c.error, isouter=True)
        .where(runs.c.agent == agent, tuple_(runs.c.at, runs.c.request).in_(drawn))
        .order_by(runs.c.at, runs.c.request)
    )
    for request, at, outcome, result, case_class, version, cost, currency, content, error in connection.execute(chosen):
        yield RunSample(
            request,
            time_of(at),
            ReviewOutcome(outcome),
            RunResult(result),
            case_class or "",
            version or "",
            cost,
            currency,
            tuple(_calls(content)),
            error or "",
        )


def _calls(content: str | None) -> Iterator[str]:
    """Yield each kind of call as words: the tool, how it ended unless it worked, and how often."""
    calls: list[list[Any]] = json.loads(content)[1] if content else []
    for tool, status, _reason, count, *_ in calls:
        ended = "" if status == ToolStatus.OK else f" ({status.replace('_', ' ')})"
        yield f"{tool}{ended}{f' × {count}' if count > 1 else ''}"
