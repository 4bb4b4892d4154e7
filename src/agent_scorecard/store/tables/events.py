"""What happened to agents: incidents, changes, evals, approvals, drills (columns.csv)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index

from agent_scorecard.store.tables.columns import (
    Checked,
    count,
    day,
    ident,
    key,
    of_agent,
    text,
    time,
    word,
    words,
    yes_no,
)
from agent_scorecard.vocabulary import (
    ApprovalVerdict,
    CaseSource,
    Cause,
    ChangeKind,
    DatePrecision,
    DetectedBy,
    Harm,
    IncidentSeverity,
    RiskClass,
)


class IncidentFields(Checked):
    incident: str = key()
    agent: str | None = of_agent(None, index=True)
    summary: str | None = text(500, None)
    date_precision: DatePrecision = word(DatePrecision, DatePrecision.DAY)
    severity: IncidentSeverity = word(IncidentSeverity, IncidentSeverity.UNDETERMINED)
    risk_class: RiskClass | None = word(RiskClass, None)
    harm: Harm | None = word(Harm, None)
    cause: Cause = word(Cause, Cause.UNKNOWN)
    occurred_at: datetime | None = time()
    detected_at: datetime = time(...)
    detected_by: DetectedBy | None = word(DetectedBy, None)
    paused_at: datetime | None = time()
    drained_at: datetime | None = time()
    rolled_back_at: datetime | None = time()
    compensated_at: datetime | None = time()
    resolved_at: datetime | None = time()
    affected_runs: tuple[str, ...] = words()
    rca_trace: str | None = text(500, None)
    rca_guardrail_gaps: str | None = text(1000, None)
    rca_fixes: str | None = text(1000, None)
    owner: str | None = ident(None)


class Incident(IncidentFields, table=True):
    __tablename__ = "incidents"

    row_version: int = count(0)


class ChangeFields(Checked):
    change: str = key()
    agent: str = of_agent()
    changed_at: datetime = time(...)
    kind: ChangeKind = word(ChangeKind)
    action: str | None = ident(None)
    from_value: str | None = text(200, None)
    to_value: str | None = text(200, None)
    author: str | None = text(120, None)
    approver: str | None = ident(None)
    eval_run: str | None = ident(None)
    reason: str | None = text(500, None)


class Change(ChangeFields, table=True):
    __tablename__ = "changes"
    __table_args__: ClassVar[Any] = (Index(None, "agent", "changed_at"),)


class EvalFields(Checked):
    eval_run: str = key()
    agent: str = of_agent()
    suite: str = text(120, "default")
    agent_version: str | None = text(60, None)
    run_at: datetime = time(...)
    cases: int = count(...)
    edge_cases: int | None = count()
    passed: int = count(...)
    blocking_failures: int | None = count()
    case_source: CaseSource | None = word(CaseSource, None)


class Eval(EvalFields, table=True):
    __tablename__ = "evals"
    __table_args__: ClassVar[Any] = (Index(None, "agent", "run_at"),)


class ApprovalFields(Checked):
    """`agent` is the inventory agent, aliases resolved; `approver` is a person, or a log's user id as text."""

    approval: str = key()
    agent: str = of_agent()
    action: str | None = ident(None)
    request_id: str | None = ident(None)
    requested_at: datetime = time(...)
    opened_at: datetime | None = time()
    decided_at: datetime | None = time()
    approver: str | None = text(120, None)
    verdict: ApprovalVerdict = word(ApprovalVerdict, ApprovalVerdict.PENDING)
    reason: str | None = text(300, None)


class Approval(ApprovalFields, table=True):
    __tablename__ = "approvals"
    __table_args__: ClassVar[Any] = (
        Index(None, "agent", "requested_at"),
        Index(None, "agent", "request_id"),
        Index(None, "approver", "decided_at"),
    )


class DrillFields(Checked):
    drill: str = key()
    agent: str = of_agent(index=True)
    drilled_on: date = day(...)
    seconds_to_disable: int | None = count()
    in_flight_covered: bool = yes_no()
    passed: bool = yes_no(...)
    done_by: str | None = ident(None)


class Drill(DrillFields, table=True):
    __tablename__ = "drills"
