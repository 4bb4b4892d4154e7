"""The rows that entries of the ledger stand for, before they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import SQLModel

from agent_scorecard.rules.facts import Decision, FollowUp, Review
from agent_scorecard.store.tables.events import ChangeFields, IncidentFields
from agent_scorecard.store.tables.gates import GateRowFields
from agent_scorecard.store.tables.meta import SettingsFields
from agent_scorecard.store.tables.people import AssignmentFields

ONCE: Mapping[str, str] = {
    "weekly_reviews": "Weekly review",
    "intake_answers": "Answer to intake",
    "exceptions": "Exception",
    "grants": "Role of",
    "identities": "Sign-in",
    "planned_changes": "Planned change",
    "withdrawn_changes": "Withdrawal of change",
    "accepted_risks": "Accepted risk of change",
    "eval_cases": "Eval case",
    "tiers_set": "Risk tier of entry",
    "incident_turns": "Turn of an incident",
    "incident_tags": "Tags of an incident",
    "undone_records": "Undone record",
    "proposals": "Proposal",
    "purges": "Purge of entry",
    "alerts_handled": "What was done about an alert in entry",
}
"""Tables whose rows only entries of the ledger write, and what one of their rows is called."""


@dataclass(frozen=True, slots=True)
class Put:
    """A row written once, by its table; its columns were checked."""

    table: str
    fields: SQLModel


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a row that files bring too, by its table and key, with the values a person gave them."""

    table: str
    key: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Amend:
    """Columns of a row put before, by its table and key, with their new values."""

    table: str
    key: Mapping[str, Any]
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Closing:
    """A follow-up that was done, on a company-zone day."""

    follow_up: str
    done_on: date
    note: str | None


@dataclass(frozen=True, slots=True)
class Handling:
    """What was done about an incident, or written down of its cause: columns of its row with their values."""

    incident: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What one entry adds to the tables."""

    decisions: tuple[Decision, ...] = ()
    tokens: tuple[str | None, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    closings: tuple[Closing, ...] = ()
    incidents: tuple[IncidentFields, ...] = ()
    handled: tuple[Handling, ...] = ()
    company: SettingsFields | None = None
    reviews: tuple[Review, ...] = ()
    put: tuple[Put, ...] = ()
    amended: tuple[Amend, ...] = ()
    assigned: tuple[AssignmentFields, ...] = ()
    changes: tuple[ChangeFields, ...] = ()
    columns: tuple[Columns, ...] = ()
    gates: tuple[GateRowFields, ...] = ()
