"""An approvals row that joins a run wins over what the run says of its approval, also when it arrives later."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, FromClause, Table, and_, case, func, insert, select, text

from agent_scorecard.runs.dimensions import Dimensions
from agent_scorecard.runs.staging import fresh, staged_delta, staged_fresh
from agent_scorecard.store.tables.events import Approval
from agent_scorecard.store.tables.measures import AgentKey
from agent_scorecard.store.tables.runs import run_readings, runs
from agent_scorecard.vocabulary import ApprovalVerdict

BY_STRENGTH = (
    ApprovalVerdict.PENDING,
    ApprovalVerdict.APPROVED,
    ApprovalVerdict.ESCALATED,
    ApprovalVerdict.EDITED,
    ApprovalVerdict.REJECTED,
)
"""Where several rows join one run, the one that shows most human intervention counts."""

APPROVALS: Table = Approval.__table__  # type: ignore[attr-defined]
AGENT_KEYS: Table = AgentKey.__table__  # type: ignore[attr-defined]
UPDATE = text("UPDATE runs SET reading = :reading WHERE agent = :agent AND at = :at AND request = :request")
JOINED = """
SELECT r.agent, r.at, r.request FROM runs r CROSS JOIN staged_fresh f
WHERE f.agent = r.agent AND f.request = r.request AND r.agent IN (SELECT agent FROM staged_fresh)
"""


def read_again(connection: Connection, dimensions: Dimensions, chosen: FromClause) -> None:
    """Read the chosen runs, rows of agent, at, request, with the approvals on file."""
    queue, keys, reading = APPROVALS.c, AGENT_KEYS.c, run_readings.c
    with_queue = (
        connection.execute(select(keys.key).where(keys.agent.in_(select(queue.agent).distinct()))).scalars().all()
    )
    if not with_queue:
        return
    place = {verdict: number for number, verdict in enumerate(BY_STRENGTH)}
    strength = func.max(case(*((queue.verdict == verdict, number) for verdict, number in place.items())))
    found = connection.execute(
        select(chosen.c.agent, chosen.c.at, chosen.c.request, reading.base, reading.given, reading.verdict, strength)
        .join_from(chosen, keys_of := AGENT_KEYS, keys_of.c.key == chosen.c.agent)
        .join(APPROVALS, and_(queue.agent == keys_of.c.agent, queue.request_id == chosen.c.request))
        .join(runs, and_(*(runs.c[name] == chosen.c[name] for name in ("agent", "at", "request"))))
        .join(run_readings, reading.reading == runs.c.reading)
        .where(chosen.c.agent.in_(with_queue))
        .group_by(chosen.c.agent, chosen.c.at, chosen.c.request, reading.base, reading.given, reading.verdict)
    ).all()
    changed = [
        {
            "agent": agent,
            "at": at,
            "request": request,
            "reading": dimensions.readings.with_verdict(base, given, BY_STRENGTH[strongest].value),
        }
        for agent, at, request, base, given, verdict, strongest in found
        if BY_STRENGTH[strongest].value != verdict
    ]
    moved = dimensions.readings.settle(connection)
    if changed:
        connection.execute(UPDATE, [row | {"reading": moved.get(row["reading"], row["reading"])} for row in changed])


def runs_of(connection: Connection, requests: Iterable[tuple[int, str]]) -> FromClause:
    """Gather the stored runs of (agent key, request id) pairs, to be read again with approvals that arrived."""
    fresh(connection, staged_fresh, staged_delta)
    rows = [{"agent": agent, "request": request} for agent, request in set(requests)]
    if rows:
        connection.execute(insert(staged_fresh), rows)
        connection.exec_driver_sql(
            "INSERT INTO staged_delta (agent, at, request, is_new, context, reading)"
            f" SELECT agent, at, request, 0, 0, 0 FROM ({JOINED}) j"
        )
    return staged_delta
