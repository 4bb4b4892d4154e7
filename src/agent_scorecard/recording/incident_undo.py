"""Record what became of the runs and records an incident touched (register S1-17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from agent_scorecard.access import By, Right
from agent_scorecard.recording.entries import UNDO
from agent_scorecard.recording.incident_steps import opened
from agent_scorecard.recording.incidents import LONGEST, LONGEST_ID, one_line, text_gaps
from agent_scorecard.recording.refusal import refuse_all
from agent_scorecard.recording.writing import writing
from agent_scorecard.vocabulary import UndoState

MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoFields:
    """What became of some records, runs by their request ids or whatever a system calls them; `note` says how."""

    incident: str
    records: tuple[str, ...]
    state: UndoState
    note: str = ""


def record_undo(engine: Engine, said: UndoFields, *, by: By, at: datetime) -> tuple[str, ...]:
    """Record it in one transaction and return the records it is news of; what is on file already is not said twice.

    Raises NotPermitted, Unknown, or Refused with every sentence of what to put right.
    """
    with writing(engine, by, UNDO, f"incident:{said.incident}", at) as write:
        row = opened(write, said.incident).row
        subject = f"agent:{row.agent}"
        write.may(Right.HANDLE_INCIDENT, subject)
        refuse_all(_gaps(said))
        note = one_line(said.note) or None
        known = {told.record: (told.state, told.note) for told in row.undone}
        named = dict.fromkeys(map(str.strip, said.records))
        new = [record for record in named if known.get(record) != (said.state, note)]
        if new:
            names = {"incident": row.incident, "agent": row.agent}
            write.enter(UNDO, subject, {**names, "told": {}, "records": new, "state": said.state, "note": note})
        return tuple(new)


def _gaps(said: UndoFields) -> Iterator[str]:
    if not said.records:
        yield "Name what was undone, or could not be."
    if len(said.records) > MOST:
        yield f"At most {MOST:,} records are named at once."
    for record in said.records:
        if not record.strip() or "|" in record:
            yield "Name each record by what its system calls it, without |."
        yield from text_gaps("The name of a record", record.strip(), LONGEST_ID)
    yield from text_gaps("The note", one_line(said.note), LONGEST)
    if said.state is UndoState.CANNOT and not one_line(said.note):
        yield "Say why it cannot be undone."
