"""What the ledger says of a proposal: how it was made, and how it was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from agent_scorecard.recording.rows import Amend, Put, Rows
from agent_scorecard.store.ledger import LedgerRow, canonical
from agent_scorecard.store.tables.decisions import ProposalFields
from agent_scorecard.vocabulary import ProposalState

PROPOSED = "decision proposed"
DECLINED = "proposal declined"
WITHDRAWN = "proposal withdrawn"
STATES = {DECLINED: ProposalState.DECLINED, WITHDRAWN: ProposalState.WITHDRAWN}
TABLE = "proposals"
BOUND = ("agent", "evidence_hash", "agent_version", "proposed_by")


def approval(entry: LedgerRow, by: str | None) -> tuple[Amend, ...]:
    """Return what becomes of the proposal a decision was made from, nothing for one that was made at once."""
    proposal = entry.content.get("proposal")
    if proposal is None:
        return ()
    return (_answer(proposal, ProposalState.APPROVED, str(by), entry.time, None, entry.seq),)


def _made(entry: LedgerRow) -> Rows:
    told = entry.content["proposal"]
    row = ProposalFields(
        **{name: told[name] for name in BOUND},
        proposal=str(entry.seq),
        body=canonical(told),
        proposed_at=entry.time,
        expires_on=date.fromisoformat(told["expires_on"]),
        state=ProposalState.WAITING,
    )
    return Rows(put=(Put(TABLE, row),))


def _answered(entry: LedgerRow) -> Rows:
    told = entry.content
    return Rows(amended=(_answer(told["proposal"], STATES[entry.what], told["by"], entry.time, told["reason"], None),))


def _answer(
    proposal: str, state: ProposalState, by: str, at: datetime, reason: str | None, decision: int | None
) -> Amend:
    told: dict[str, Any] = {"state": state, "answered_by": by, "answered_at": at, "reason": reason}
    return Amend(TABLE, {"proposal": proposal}, {**told, "decision": decision})


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = {
    PROPOSED: _made,
    **dict.fromkeys(STATES, _answered),
}
