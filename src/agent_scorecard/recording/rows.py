"""The rows that entries of the ledger stand for, before they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import SQLModel

from agent_scorecard.rules.facts import Decision, FollowUp, Review
from agent_scorecard.store.tables.events import IncidentFields
from agent_scorecard.store.tables.meta import SettingsFields

ONCE: Mapping[str, str] = {"weekly_reviews": "Weekly review"}
"""Tables whose rows are written once with their entry and never changed, and what one of their rows is called."""


@dataclass(frozen=True, slots=True)
class Put:
    """A row written once, by its table; its columns were checked."""

    table: str
    fields: SQLModel


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
