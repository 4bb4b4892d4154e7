"""What entries about accepted gaps stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from agent_scorecard.recording.rows import Amend, Put, Rows
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.tables.decisions import ExceptionFields
from agent_scorecard.vocabulary import ExceptionReason

GAP_ACCEPTED = "gap accepted"
EXCEPTION_ENDED = "exception ended"
TABLE = "exceptions"


def _accepted(entry: LedgerRow) -> Rows:
    told = entry.content["exception"]
    row = ExceptionFields(
        seq=entry.seq,
        exception=f"EX-{entry.seq}",
        **{
            **told,
            "reason": ExceptionReason(told["reason"]),
            "accepted_on": date.fromisoformat(told["accepted_on"]),
            "expires_on": date.fromisoformat(told["expires_on"]),
        },
    )
    return Rows(put=(Put(TABLE, row),))


def _ended(entry: LedgerRow) -> Rows:
    told = entry.content
    return Rows(
        amended=(Amend(TABLE, {"exception": told["exception"]}, {"ended_on": date.fromisoformat(told["ended_on"])}),)
    )


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = {GAP_ACCEPTED: _accepted, EXCEPTION_ENDED: _ended}
