"""One run with all that is known of it, and which audit fields it lacks (S4-32, S2-21)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, select

from agent_scorecard.rules.run_facts import RunApproval, RunPlace, RunTrail
from agent_scorecard.runs.explorer.asked import key_of
from agent_scorecard.runs.explorer.pages import FIRST, lines_at
from agent_scorecard.runs.readings import Reading, read
from agent_scorecard.store.database import reader
from agent_scorecard.store.tables.events import Approval
from agent_scorecard.store.tables.runs import run_contents, run_contexts, run_readings, run_texts, runs
from agent_scorecard.vocabulary import ApprovalStatus

APPROVALS = Approval.__table__  # type: ignore[attr-defined]
SAID = ("workflow", "trigger", "case_class", "policy_version")


def trail_of(engine: Engine, agent: str, request_id: str, at: int | None = None) -> RunTrail | None:
    """Return one run of an agent, None where the log does not hold it.

    With its moment (epoch milliseconds) it is looked up; without, it is looked for among the agent's runs.
    """
    with reader(engine).begin() as connection:
        key = key_of(connection, agent)
        place = None if key is None else _place(connection, key, request_id, at)
        return None if key is None or place is None else _trail(connection, agent, key, place)


def _place(connection: Connection, agent: int, request_id: str, at: int | None) -> RunPlace | None:
    same = select(*FIRST).where(runs.c.agent == agent, runs.c.request == request_id)
    if at is not None:
        same = same.where(runs.c.at == at)
    found = connection.execute(same.order_by(runs.c.at.desc()).limit(1)).one_or_none()
    return None if found is None else RunPlace(*found)


def _trail(connection: Connection, agent: str, key: int, place: RunPlace) -> RunTrail:
    (line,) = lines_at(connection, key, [place])
    row = connection.execute(_rest(key, place)).mappings().one()
    reading = Reading(read(row["given"]), ApprovalStatus(row["verdict"]) if row["verdict"] else None)
    return RunTrail(
        line=line,
        **{name: row[name] or "" for name in (*SAID, "approver")},
        sources=reading.given.sources,
        approved=reading.approved,
        contradictory=reading.contradictory,
        infra_failure=bool(row["infra_failure"]),
        time_stated=bool(row["stated"]),
        audit=reading.audit,
        approvals=_approvals(connection, agent, place.request_id),
        inputs=row["inputs"],
        output=row["output"],
        cost_computed=reading.given.computed,
    )


def _rest(agent: int, place: RunPlace) -> Any:
    same = (run_contents.c.agent == runs.c.agent) & (run_contents.c.request == runs.c.request)
    return (
        select(*(run_contexts.c[name] for name in (*SAID, "stated")))
        .add_columns(*(run_readings.c[name] for name in ("given", "verdict", "infra_failure")))
        .add_columns(run_texts.c.content.label("approver"), run_contents.c.inputs, run_contents.c.output)
        .join_from(runs, run_contexts, run_contexts.c.context == runs.c.context)
        .join(run_readings, run_readings.c.reading == runs.c.reading)
        .join(run_texts, run_texts.c.text == runs.c.approver, isouter=True)
        .join(run_contents, same, isouter=True)
        .where(runs.c.agent == agent, runs.c.at == place.at, runs.c.request == place.request_id)
    )


def _approvals(connection: Connection, agent: str, request_id: str) -> tuple[RunApproval, ...]:
    columns = (APPROVALS.c[name] for name in RunApproval._fields)
    same = select(*columns).where(APPROVALS.c.agent == agent, APPROVALS.c.request_id == request_id)
    ordered = same.order_by(APPROVALS.c.requested_at, APPROVALS.c.approval)
    return tuple(RunApproval(*row) for row in connection.execute(ordered))
