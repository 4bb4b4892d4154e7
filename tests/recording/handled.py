"""Incidents of a small company as a file brought them, and the short ways to handle and to read one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from agent_scorecard.access import By
from agent_scorecard.recording import Fix, StepFields, handle_incident
from agent_scorecard.rules.facts import Incident
from agent_scorecard.store import read
from agent_scorecard.vocabulary import IncidentSeverity

NOTICED = datetime(2026, 10, 20, 10, tzinfo=UTC)
AT = datetime(2026, 10, 30, 15, 20, 30, 123456, tzinfo=UTC)
PAUSED, RESOLVED = NOTICED + timedelta(minutes=20), NOTICED + timedelta(hours=5)
FIX = Fix("a limit", "ben", date(2026, 11, 9))
CAUSE = {"rca_trace": "trace 7", "rca_guardrail_gaps": "no limit", "fixes": (FIX,)}
LOW, MEDIUM, HIGH = IncidentSeverity.LOW, IncidentSeverity.MEDIUM, IncidentSeverity.HIGH
ROWS = """incident,agent,summary,severity,occurred_at,detected_at
INC-1,triage,Sent twice,high,2026-10-20T08:00:00Z,2026-10-20T10:00:00Z
INC-2,triage,Odd tag,,,2026-10-20T10:00:00Z
INC-3,triage,Typo,low,,2026-10-20T10:00:00Z
OUT-1,,Elsewhere,high,,2026-10-20T10:00:00Z
"""


def handle(engine: Engine, incident: str = "INC-1", *, by: By = "ana", at: datetime = AT, **said: Any):
    return handle_incident(engine, StepFields(incident=incident, **said), by=by, at=at)


def row(engine: Engine, incident: str = "INC-1") -> Incident:
    evidence = read.agent_evidence(engine, "triage", date(2026, 10, 30))
    assert evidence is not None
    (found,) = (each for each in evidence.incidents if each.incident == incident)
    return found
