"""Who said something about an incident since a form was opened (reliability E5)."""

from __future__ import annotations

from itertools import islice

from sqlalchemy import Connection, select

from agent_scorecard import format as text
from agent_scorecard.recording.entries import INCIDENT_HANDLED, UNDO
from agent_scorecard.recording.refusal import Stale
from agent_scorecard.rules.facts import Incident
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.scope import TABLES

CALLED = {
    "paused_at": "the pause",
    "drained_at": "the draining",
    "rolled_back_at": "the roll-back",
    "compensated_at": "the compensation",
    "resolved_at": "the closing",
    "rca_trace": "the trace",
    "rca_guardrail_gaps": "the guardrail gaps",
    "severity": "the severity",
    "risk_class": "the risk class",
    "harm": "the harm",
    "cause": "the cause",
    "affected_runs": "the runs",
    "detected_by": "who noticed",
    "occurred_at": "when it happened",
    "owner": "who drives it",
}


def refuse_stale(connection: Connection, row: Incident, seen: int | None) -> None:
    """Raise Stale with who recorded what where the row was written to since it was shown."""
    if seen is None or row.row_version <= seen:
        return
    said = [_said(entry) for entry in islice(_latest(connection, row), row.row_version - seen)]
    told = text.listed(list(dict.fromkeys(said))) or "A load of files changed it"
    said_so = f"{told} since you opened this form: look at it, then record again. Nothing you typed is lost."
    raise Stale(said_so, version=row.row_version)


def _latest(connection: Connection, row: Incident) -> list[LedgerRow]:
    table = TABLES["ledger"]
    about = table.c.what.in_((INCIDENT_HANDLED, UNDO)) & (table.c.subject == f"agent:{row.agent}")
    found = connection.execute(select(table).where(about).order_by(table.c.seq.desc()))
    entries = (LedgerRow(**each._mapping) for each in found)
    return [entry for entry in entries if entry.content["incident"] == row.incident]


def _said(entry: LedgerRow) -> str:
    body = entry.content
    names = [called for name, called in CALLED.items() if name in body["told"]]
    names += [f"the {name}" for name in ("fixes", "tags") if body.get(name)]
    if entry.what == UNDO:
        names.append("what was undone")
    return f"{entry.actor} recorded {text.listed(names or ['something'])}"
