"""What people record about an incident beside its own row: each act a row of its entry, the newest one counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from agent_scorecard.store.tables.columns import Checked, count, ident, text, time, word, words
from agent_scorecard.vocabulary import AgenticRisk, IncidentSeverity, TurnKind, UndoState

REASON = 1000


def entry() -> Any:
    """The ledger entry a row was recorded with, the first part of its key."""
    return count(..., primary_key=True, sa_column_kwargs={"autoincrement": False})


class TurnFields(Checked):
    """A severity said anew, a closing, or an opening again, with who agreed that it is less than serious."""

    seq: int = entry()
    kind: TurnKind = word(TurnKind, ..., primary_key=True)
    incident: str = ident(index=True)
    by: str = ident()
    at: datetime = time(...)
    was: IncidentSeverity | None = word(IncidentSeverity, None)
    now: IncidentSeverity | None = word(IncidentSeverity, None)
    reason: str | None = text(REASON, None)
    agreed_by: str | None = ident(None)


class IncidentTurn(TurnFields, table=True):
    __tablename__ = "incident_turns"


class TagFields(Checked):
    """The agentic risks an incident was an example of, all of them as they stood with this entry."""

    seq: int = entry()
    incident: str = ident(index=True)
    tags: tuple[AgenticRisk, ...] = words(AgenticRisk)


class IncidentTags(TagFields, table=True):
    __tablename__ = "incident_tags"


class UndoneFields(Checked):
    """What became of one record an incident touched: a run by its request id, or whatever a system calls it."""

    seq: int = entry()
    record: str = ident(primary_key=True)
    incident: str = ident(index=True)
    state: UndoState = word(UndoState)
    by: str = ident()
    at: datetime = time(...)
    note: str | None = text(REASON, None)


class UndoneRecord(UndoneFields, table=True):
    __tablename__ = "undone_records"
