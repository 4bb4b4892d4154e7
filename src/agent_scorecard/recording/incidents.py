"""Record an incident somebody saw, in one sentence (register S0-41)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard.access import By, Right
from agent_scorecard.loading.cells import text as cells
from agent_scorecard.loading.refusal import Refused as CellRefused
from agent_scorecard.recording.entries import INCIDENT
from agent_scorecard.recording.fields import is_writable
from agent_scorecard.recording.refusal import Unknown, refuse_all, refuse_other_form
from agent_scorecard.recording.writing import writing
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import DetectedBy, IncidentSeverity, TurnKind

LONGEST, LONGEST_ID = 500, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFields:
    """An incident as typed: whose it is, one sentence, and what else is known; times are aware, None is not known."""

    agent: str
    summary: str
    detected_at: datetime
    severity: IncidentSeverity = IncidentSeverity.UNDETERMINED
    detected_by: DetectedBy | None = None
    occurred_at: datetime | None = None
    request_id: str = ""


def report_incident(engine: Engine, fields: IncidentFields, *, by: By, at: datetime, token: str | None = None) -> str:
    """Record an incident in one transaction and return the id it was given.

    It is an incident like one from a file: a later file may say more about the same id. A form sent twice with one
    `token` records once. Raises NotPermitted, Unknown, or Refused with every sentence of what to put right.
    """
    subject = f"agent:{fields.agent}"
    with writing(engine, by, INCIDENT, subject, at) as write:
        write.may(Right.REPORT_INCIDENT, subject)
        earlier = _reported(write.connection, token) if token else None
        if earlier is not None:
            sent_for, incident = earlier
            refuse_other_form(sent_for, fields.agent)
            return incident
        if not _is_agent(write.connection, fields.agent):
            raise Unknown(f"There is no agent {fields.agent}.")
        refuse_all(_naive_gaps(fields))
        refuse_all(_gaps(fields, at))
        incident = _free_id(write.connection, at)
        body = {"incident": _told(fields, incident), "turns": list(_turns(fields)), "token": token}
        write.enter(INCIDENT, subject, body)
        return incident


def _gaps(fields: IncidentFields, at: datetime) -> Iterator[str]:
    if not one_line(fields.summary):
        yield "Say what happened, in one sentence."
    yield from text_gaps("What happened", one_line(fields.summary), LONGEST)
    yield from text_gaps("The request id", fields.request_id, LONGEST_ID)
    if "|" in fields.request_id:
        yield "Name one run: its request id holds no |."
    if fields.detected_at > at:
        yield "It cannot be noticed in the future."
    if fields.occurred_at is not None and fields.occurred_at > fields.detected_at:
        yield "It cannot happen after it was noticed."


def text_gaps(name: str, text: str, longest: int) -> Iterator[str]:
    """What a file could not bring back as it is: a text too long, or one with control characters."""
    try:
        cells.plain(text, longest)
    except CellRefused as refused:
        yield f"{name} {'is ' if len(text) > longest else ''}{refused.reason}."
        return
    if not is_writable(text):
        yield f"{name} holds a character that cannot be seen or stored: type it again."


def _naive_gaps(fields: IncidentFields) -> Iterator[str]:
    for name in ("detected_at", "occurred_at"):
        if (at := getattr(fields, name)) is not None and (said := no_zone(name, at)):
            yield said


def no_zone(name: str, at: datetime) -> str:
    """Return what is wrong with a time that cannot be put beside others, nothing where its zone is known."""
    if at.tzinfo is not None:
        return ""
    return f"{name} says no zone: write it as {at.replace(microsecond=0).isoformat()}Z or with its own offset."


def _turns(fields: IncidentFields) -> Iterator[dict[str, Any]]:
    """That it was serious is remembered, whatever a later file says of it."""
    if fields.severity.is_serious:
        nothing = {"was": None, "reason": None, "agreed_by": None}
        yield {"kind": TurnKind.SEVERITY, "now": fields.severity, **nothing}


def _told(fields: IncidentFields, incident: str) -> dict[str, Any]:
    """What the ledger keeps, in the form a file of incidents would bring it."""
    occurred = fields.occurred_at.replace(microsecond=0) if fields.occurred_at else None
    return {
        "incident": incident,
        "agent": fields.agent,
        "summary": cells.plain(one_line(fields.summary), LONGEST),
        "severity": fields.severity,
        "detected_at": fields.detected_at.replace(microsecond=0),
        "detected_by": fields.detected_by,
        "occurred_at": occurred,
        "affected_runs": list(cells.items(fields.request_id)),
    }


def one_line(text: str) -> str:
    return " ".join(text.split())


def _free_id(connection: Connection, at: datetime) -> str:
    """The first free number of the day of the report, in the company's zone: R-2026-10-30-1."""
    day = at.astimezone(ZoneInfo(read_settings(connection).zone)).date()
    column = TABLES["incidents"].c.incident
    taken = set(connection.execute(select(column).where(column.startswith(f"R-{day}-", autoescape=True))).scalars())
    return next(name for number in range(1, len(taken) + 2) if (name := f"R-{day}-{number}") not in taken)


def _is_agent(connection: Connection, agent: str) -> bool:
    column = TABLES["agents"].c.agent
    return connection.execute(select(column).where(column == agent)).first() is not None


def _reported(connection: Connection, token: str) -> tuple[str, str] | None:
    """Return the agent and the id of the incident a form with this token reported."""
    table = TABLES["ledger"]
    for row in connection.execute(select(table).where(table.c.what == INCIDENT).order_by(table.c.seq.desc())):
        body = LedgerRow(**row._mapping).content
        if body["token"] == token:
            return str(body["incident"]["agent"]), str(body["incident"]["incident"])
    return None
