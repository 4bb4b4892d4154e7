"""Which runs stay longer than the others: those that acted, were overridden, or are cited (register S0-49)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, or_, select

from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.periods import parse
from agent_scorecard.rules.retention import Retention
from agent_scorecard.store.read_sample import ON_A_CARD, drawn
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.runs import call_items, run_readings, runs
from agent_scorecard.vocabulary import ReviewOutcome

NO_CALLS = -1
"""Stands for a run whose calls nobody recorded: of an unknown, NOT would be unknown too."""


def important(
    connection: Connection, evidence: Evidence, kept: Retention, agent: int, zone: ZoneInfo
) -> ColumnElement[bool]:
    """Return what holds for every important run of an agent."""
    ran = call_items.c.ok + call_items.c.rolled_back > 0
    acted = select(call_items.c.calls).where(call_items.c.tool.in_(kept.tools), ran)
    overridden = select(run_readings.c.reading).where(run_readings.c.outcome == ReviewOutcome.OVERRIDDEN.value)
    return or_(
        func.coalesce(runs.c.calls, NO_CALLS).in_(acted),
        runs.c.reading.in_(overridden),
        runs.c.request.in_(sorted(set(_cited(connection, evidence, agent, zone)))),
    )


def _cited(connection: Connection, evidence: Evidence, agent: int, zone: ZoneInfo) -> Iterator[str]:
    """Yield the runs an incident, an eval case or the sample on the card of a decision names."""
    incidents, cases = TABLES["incidents"].c, TABLES["eval_cases"].c
    name = evidence.agent.agent
    told = connection.execute(select(incidents.affected_runs).where(incidents.agent == name)).scalars()
    yield from chain.from_iterable(each or () for each in told)
    yield from connection.execute(select(cases.request_id).where(cases.agent == name)).scalars()
    for decision in evidence.decisions:
        period = parse(decision.period)
        last = min(period.last, decision.as_of)
        yield from (request for _, request in drawn(connection, agent, period.first, last, zone, ON_A_CARD))
