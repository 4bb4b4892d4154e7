"""Entries about gates, and the row each stands for: an answer, a submission, a signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from agent_scorecard.recording.rows import Rows
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.gates import GateRowFields
from agent_scorecard.vocabulary import Gate, GateAnswer, GateItem

ANSWERED = "gate item answered"
SUBMITTED = "gate submitted"
SIGNED = "gate signed"
CO_SIGNED = "gate co-signed"
CHECKLIST_SIGNED = "checklist signed"

TYPES: Mapping[str, Callable[[Any], Any]] = {
    "gate": Gate,
    "item": GateItem,
    "answer": GateAnswer,
    "reviewers": tuple,
    **dict.fromkeys(("answered_on", "submitted_on", "expires_on"), date.fromisoformat),
}


def answered(connection: Connection, row: GateRowFields) -> None:
    """Put an answer in force; the one it replaces is kept among the revisions."""
    table, revisions = TABLES["gates"], TABLES["gate_revisions"]
    place = {"agent": row.agent, "gate": row.gate, "item": row.item}
    here = and_(*(table.c[name] == part for name, part in place.items()))
    stored = connection.execute(select(table).where(here)).mappings().one_or_none()
    if stored is None:
        connection.execute(insert(table).values(**row.model_dump()))
        return
    same = and_(*(revisions.c[name] == part for name, part in place.items()))
    last = connection.execute(select(func.max(revisions.c.replaced)).where(same)).scalar() or 0
    connection.execute(insert(revisions).values(**stored, replaced=last + 1))
    connection.execute(update(table).where(here).values(**row.model_dump()))


def _read(entry: LedgerRow) -> Rows:
    told = entry.content["row"]
    typed = {name: TYPES[name](value) if name in TYPES and value is not None else value for name, value in told.items()}
    return Rows(gates=(GateRowFields(**typed),))


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = dict.fromkeys(
    (ANSWERED, SUBMITTED, SIGNED, CO_SIGNED, CHECKLIST_SIGNED), _read
)
