"""What entries about candidate tasks stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from agent_scorecard.recording.rows import Put, Rows
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.tables.intake import IntakeAnswerFields
from agent_scorecard.vocabulary import Worth

INTAKE = "intake answered"
TABLE = "intake_answers"


def _answered(entry: LedgerRow) -> Rows:
    told = entry.content["answer"]
    read = {"worth": Worth(told["worth"]), "answered_on": date.fromisoformat(told["answered_on"])}
    return Rows(put=(Put(TABLE, IntakeAnswerFields(seq=entry.seq, **{**told, **read})),))


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = {INTAKE: _answered}
