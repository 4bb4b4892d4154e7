"""What entries about incidents stand for, each read from its own text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from agent_scorecard.recording.rows import Handling, Put, Rows
from agent_scorecard.rules.facts import FollowUp
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.tables.decisions import FollowUpFields
from agent_scorecard.store.tables.events import IncidentFields
from agent_scorecard.store.tables.incidents import TagFields, TurnFields, UndoneFields
from agent_scorecard.vocabulary import (
    AgenticRisk,
    Cause,
    DetectedBy,
    Harm,
    IncidentSeverity,
    RiskClass,
    TurnKind,
    UndoState,
)

Read = Callable[[Any], Any]
TIMES = ("paused_at", "drained_at", "rolled_back_at", "compensated_at", "resolved_at")
TEXTS = ("rca_trace", "rca_guardrail_gaps", "rca_fixes", "owner")
REPORTED: Mapping[str, Read] = {
    "severity": IncidentSeverity,
    "detected_by": DetectedBy,
    "detected_at": datetime.fromisoformat,
    "occurred_at": datetime.fromisoformat,
    "affected_runs": tuple,
}
HANDLED: Mapping[str, Read] = {
    **REPORTED,
    **dict.fromkeys(TIMES, datetime.fromisoformat),
    **dict.fromkeys(TEXTS, str),
    "risk_class": RiskClass,
    "harm": Harm,
    "cause": Cause,
}


def reported(entry: LedgerRow) -> Rows:
    told = dict(entry.content["incident"])
    read = {name: read(told[name]) for name, read in REPORTED.items() if told[name] is not None}
    return Rows(incidents=(IncidentFields(**{**told, **read}),), put=tuple(_turns(entry, told["incident"])))


def handled(entry: LedgerRow) -> Rows:
    body = entry.content
    told = {name: None if value is None else HANDLED[name](value) for name, value in body["told"].items()}
    IncidentFields(incident=body["incident"], detected_at=entry.time, **_without(told, "detected_at"))
    put = (*_turns(entry, body["incident"]), *_tags(entry), *_undone(entry))
    return Rows(handled=(Handling(body["incident"], told),), put=put, follow_ups=tuple(_fixes(entry)))


def _without(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != name}


def _turns(entry: LedgerRow, incident: str) -> Iterator[Put]:
    """An entry of an earlier version names no turn."""
    for row in entry.content.get("turns", ()):
        yield Put(
            "incident_turns",
            TurnFields(
                seq=entry.seq,
                kind=TurnKind(row["kind"]),
                incident=incident,
                by=entry.actor,
                at=entry.time,
                was=_severity(row["was"]),
                now=_severity(row["now"]),
                reason=row["reason"],
                agreed_by=row["agreed_by"],
            ),
        )


def _severity(word: str | None) -> IncidentSeverity | None:
    return None if word is None else IncidentSeverity(word)


def _tags(entry: LedgerRow) -> Iterator[Put]:
    tags = entry.content.get("tags")
    if tags is not None:
        row = TagFields(seq=entry.seq, incident=entry.content["incident"], tags=tuple(map(AgenticRisk, tags)))
        yield Put("incident_tags", row)


def _undone(entry: LedgerRow) -> Iterator[Put]:
    body = entry.content
    for record in body.get("records", ()):
        told = UndoneFields(
            seq=entry.seq,
            record=record,
            incident=body["incident"],
            state=UndoState(body["state"]),
            by=entry.actor,
            at=entry.time,
            note=body["note"],
        )
        yield Put("undone_records", told)


def _fixes(entry: LedgerRow) -> Iterator[FollowUp]:
    body = entry.content
    for number, row in enumerate(body.get("fixes", ()), 1):
        made = FollowUp(
            follow_up=f"{entry.seq}-{number}",
            agent=body["agent"],
            what=row["what"],
            owner=row["owner"],
            due=date.fromisoformat(row["due"]),
            decision=entry.seq,
            incident=body["incident"],
        )
        FollowUpFields(**asdict(made))
        yield made
