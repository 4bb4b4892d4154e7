"""What entries about alerts stand for: one act of a person each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from agent_scorecard.recording.rows import Put, Rows
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.tables.alerts import AlertHandledFields
from agent_scorecard.vocabulary import AlertAct, Severity

WHAT: Mapping[AlertAct, str] = {act: f"alert {act.value}" for act in AlertAct}
TABLE = "alerts_handled"


def _handled(entry: LedgerRow) -> Rows:
    told = entry.content["row"]
    row = AlertHandledFields(
        **{
            **told,
            "seq": entry.seq,
            "act": AlertAct(told["act"]),
            "severity": Severity(told["severity"]),
            "done_on": date.fromisoformat(told["done_on"]),
            "until": date.fromisoformat(told["until"]) if told["until"] else None,
        }
    )
    return Rows(put=(Put(TABLE, row),))


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = dict.fromkeys(WHAT.values(), _handled)
