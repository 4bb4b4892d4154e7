"""Who answered or signed what a form stands for since it was shown (reliability E5)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from agent_scorecard.recording.gate_entries import READERS, SUBMITTED
from agent_scorecard.recording.refusal import Stale
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.gates import GateRowFields
from agent_scorecard.vocabulary import GateItem

SEEN_AGAIN = "since you opened this page: look at it, then record again. Nothing you typed is lost."


def refuse_stale(connection: Connection, row: GateRowFields, seen: int | None) -> None:
    """Raise Stale with who recorded what where, behind the `seen` first entries, one is about the same item."""
    if seen is None:
        return
    table = TABLES["ledger"]
    later = (table.c.seq >= seen) & (table.c.subject == f"agent:{row.agent}") & table.c.what.in_(tuple(READERS))
    for found in connection.execute(select(table).where(later).order_by(table.c.seq.desc())):
        entry = LedgerRow(**found._mapping)
        told = entry.content["row"]
        if (told["gate"], told["item"]) == (row.gate, row.item):
            raise Stale(f"{entry.actor} {_did(entry)} {SEEN_AGAIN}")


def _did(entry: LedgerRow) -> str:
    told = entry.content["row"]
    if entry.what == SUBMITTED:
        return "submitted this gate"
    if told["item"] == GateItem.RESULT:
        return "signed this gate"
    return f"answered “{told['answer'].replace('_', ' ')}” to this"
