"""Record what was done about an incident: contained, put right, understood, closed (register S1-16, S4-24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.recording.entries import INCIDENT_HANDLED
from agent_scorecard.recording.incidents import one_line, text_gaps
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Unknown, refuse_all
from agent_scorecard.recording.writing import writing
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.incidents import is_open, missing_to_close
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import IncidentSeverity

MOMENTS = {
    "paused_at": "paused",
    "drained_at": "drained",
    "rolled_back_at": "rolled back",
    "compensated_at": "compensated",
    "resolved_at": "resolved",
}
CAUSES = {
    "rca_trace": ("The text on the trace", 500),
    "rca_guardrail_gaps": ("The text on the gaps", 1000),
    "rca_fixes": ("The text on the fixes", 1000),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFields:
    """What is known now about an incident; None and the empty text leave what was recorded before as it is."""

    incident: str
    severity: IncidentSeverity | None = None
    paused_at: datetime | None = None
    drained_at: datetime | None = None
    rolled_back_at: datetime | None = None
    compensated_at: datetime | None = None
    resolved_at: datetime | None = None
    rca_trace: str = ""
    rca_guardrail_gaps: str = ""
    rca_fixes: str = ""


def handle_incident(engine: Engine, said: StepFields, *, by: By, at: datetime) -> tuple[str, ...]:
    """Record what is new about an incident in one transaction and return the columns it fills or corrects.

    A form sent twice says nothing new the second time and records once. Raises NotPermitted, Unknown, or Refused
    with every sentence of what to put right: a serious incident is not closed while its cause is not written down.
    """
    subject = f"incident:{said.incident}"
    with writing(engine, by, INCIDENT_HANDLED, subject, at) as write:
        row = _found(write.connection, said.incident)
        write.may(Right.HANDLE_INCIDENT, f"agent:{row.agent}")
        told = _new(said, row)
        refuse_all(_gaps(write.connection, said, told, row, at))
        if told:
            write.enter(INCIDENT_HANDLED, f"agent:{row.agent}", {"incident": row.incident, "told": told})
        return tuple(told)


def _found(connection: Connection, incident: str) -> Incident:
    """The incident as the table holds it; one of an outside library is nobody's to handle."""
    table = TABLES["incidents"]
    names = [field.name for field in fields(Incident) if field.name in table.c]
    wanted = select(*(table.c[name] for name in names)).where(table.c.incident == incident, table.c.agent.is_not(None))
    found = connection.execute(wanted).mappings().one_or_none()
    if found is None:
        raise Unknown(f"There is no incident {incident} of an agent.")
    return Incident(**found)


def _new(said: StepFields, row: Incident) -> dict[str, Any]:
    """What was said and is not on file already, as a file of incidents would bring it."""
    moments = {name: moment.replace(microsecond=0) for name in MOMENTS if (moment := getattr(said, name)) is not None}
    causes = {name: words for name in CAUSES if (words := one_line(getattr(said, name)))}
    severity = {} if said.severity is None else {"severity": said.severity}
    told = {**severity, **moments, **causes}
    return {name: value for name, value in told.items() if value != getattr(row, name)}


def _gaps(
    connection: Connection, said: StepFields, told: Mapping[str, Any], row: Incident, at: datetime
) -> Iterator[str]:
    for name, word in MOMENTS.items():
        if name in told and told[name] > at:
            yield f"It cannot be {word} in the future."
        if name in told and row.occurred_at is not None and told[name] < row.occurred_at:
            yield f"It cannot be {word} before it happened."
    for name, (word, longest) in CAUSES.items():
        yield from text_gaps(word, one_line(getattr(said, name)), longest)
    after = replace(row, **told)
    if told.keys() & {"resolved_at", "severity"} and not is_open(after):
        yield from _closing_gaps(connection, after, at)


def _closing_gaps(connection: Connection, row: Incident, at: datetime) -> Iterator[str]:
    zone = ZoneInfo(read_settings(connection).zone)
    day = max(at, row.detected_at).astimezone(zone).date()
    evidence = evidence_in(connection, str(row.agent), day)
    if evidence is None:
        raise Unknown(f"There is no agent {row.agent}.")
    missing = missing_to_close(evidence, policy_in_force(evidence.company), row)
    if missing:
        why = "A serious incident" if row.severity.is_serious else "An incident whose severity is not stated"
        yield f"{why} is closed with its cause: write down {text.listed(missing)}."
