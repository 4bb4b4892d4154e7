"""What became of the runs and records an incident touched, and how many of the runs can be reconstructed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.incidents import moment
from agent_scorecard.boards.sample import trace_of
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import Incident, TouchedRun
from agent_scorecard.rules.undo import Record, records, standing
from agent_scorecard.vocabulary import UndoState


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record: its state, how that is known, and how it would be undone.

    `about` is when its run was, `trace` the address of what it did, empty where there is none.
    """

    name: str
    state: UndoState
    word: str
    why: str
    way: str
    about: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class UndoBoard:
    """Every record with its state, in words at the head; `traced` says of how many runs the log knows."""

    standing: str
    traced: str
    lines: tuple[RecordLine, ...]
    open: tuple[str, ...]


def undo(one: Assessment, row: Incident, runs: Sequence[TouchedRun], as_of: date) -> UndoBoard:
    found = records(one.evidence, row, runs)
    named = [record for record in found if record.is_there is not None]
    there = sum(bool(record.is_there) for record in named)
    return UndoBoard(
        standing=standing(found),
        traced=f"{format.n_of(there, len(named))} can be reconstructed from the log" if named else "",
        lines=tuple(_line(one, record, as_of) for record in found),
        open=tuple(record.name for record in found if record.state is UndoState.OPEN),
    )


def _line(one: Assessment, record: Record, as_of: date) -> RecordLine:
    company = one.evidence.company
    why = record.why
    if record.said is not None:
        by = f"Recorded by {words.person(company, record.said.by)}."
        why = f"{why.rstrip('.')}. {by}" if why else by
    return RecordLine(
        name=record.name,
        state=record.state,
        word=record.state.word.capitalize(),
        why=why,
        way=record.way,
        about=_about(record, ZoneInfo(company.zone), as_of),
        trace=trace_of(one.evidence.agent, record.name) if record.is_there is not None else "",
    )


def _about(record: Record, zone: ZoneInfo, as_of: date) -> str:
    if record.at is not None:
        return moment(record.at, zone, as_of)
    return "no run" if record.is_there is None else "not in the log"
