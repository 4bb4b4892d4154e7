"""What became of each record an incident touched: what a person said of it, otherwise what the facts say (S1-17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from agent_scorecard import format as text
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, Incident, TouchedRun, Undone
from agent_scorecard.rules.oversight import access_of
from agent_scorecard.rules.stated import answered_none, stated
from agent_scorecard.vocabulary import ToolStatus, UndoState

RAN = (ToolStatus.OK, ToolStatus.ROLLED_BACK)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its state with the reason, `way` how it would be undone, `said` where a person recorded it.

    `is_there`: the log knows the run, so that it can be told why the agent decided as it did; None for no run.
    """

    name: str
    state: UndoState
    why: str
    way: str = ""
    at: datetime | None = None
    is_there: bool | None = None
    said: Undone | None = None


def records(evidence: Evidence, incident: Incident, runs: Sequence[TouchedRun]) -> tuple[Record, ...]:
    """Return every run the incident names and whatever else was recorded of it, what is open first.

    `runs` are those of its runs the log knows.
    """
    known = {run.request_id: run for run in runs}
    said = {row.record: row for row in incident.undone}
    named = tuple(dict.fromkeys(incident.affected_runs))
    told = [_of_run(evidence, incident, name, known.get(name), said.get(name)) for name in named]
    told += [Record(name, row.state, row.note or "", said=row) for name, row in said.items() if name not in named]
    return tuple(sorted(told, key=lambda row: (row.state is not UndoState.OPEN, row.name)))


def standing(found: Iterable[Record]) -> str:
    """Return how many records are in which state, in words: "3 open, 1 rolled back"."""
    rows = list(found)
    counts = ((state, sum(row.state is state for row in rows)) for state in UndoState)
    return text.listed([f"{text.count(n)} {state.word}" for state, n in counts if n])


def _of_run(evidence: Evidence, incident: Incident, name: str, run: TouchedRun | None, said: Undone | None) -> Record:
    wrote = tuple(_wrote(evidence, run)) if run is not None else ()
    way = "; ".join(dict.fromkeys(row.compensation or "" for row in wrote if stated(row.compensation)))
    at, is_there = (run.at if run else None), run is not None
    if said is not None:
        return Record(name, said.state, said.note or "", way, at, is_there, said)
    state, why = _by_facts(incident, run, wrote)
    return Record(name, state, why, way if state is UndoState.OPEN else "", at, is_there)


def _by_facts(incident: Incident, run: TouchedRun | None, wrote: tuple[Action, ...]) -> tuple[UndoState, str]:
    if run is not None and run.calls and not wrote:
        return UndoState.NOTHING, "It only read."
    if run is not None and wrote and _all_rolled_back(run, wrote):
        return UndoState.ROLLED_BACK, "The log says its calls were rolled back."
    final = [row.action for row in wrote if answered_none(row.compensation)]
    if final:
        return UndoState.CANNOT, f"{text.listed(final)} cannot be undone, by the answer on file."
    if incident.rolled_back_at is not None:
        return UndoState.ROLLED_BACK, "With the roll-back of the incident."
    if incident.compensated_at is not None:
        return UndoState.COMPENSATED, "With the compensation of the incident."
    return UndoState.OPEN, _why_open(run, wrote)


def _why_open(run: TouchedRun | None, wrote: tuple[Action, ...]) -> str:
    if run is None:
        return "The log does not know this run: look in the system it wrote to."
    if not run.calls:
        return "The log does not say what it called: look in the system it wrote to."
    missing = [row.action for row in wrote if not stated(row.compensation)]
    if missing:
        return f"How {text.listed(missing)} is undone is not on file."
    return "Nobody has said that it was undone."


def _wrote(evidence: Evidence, run: TouchedRun) -> Iterator[Action]:
    """The actions of the run that changed something outside; a call of no action on file counts as a write."""
    known = {row.action: row for row in evidence.actions}
    for tool in dict.fromkeys(tool for tool, status in run.calls if status in RAN):
        action = known.get(tool, Action(tool))
        if access_of(action).has_effect:
            yield action


def _all_rolled_back(run: TouchedRun, wrote: tuple[Action, ...]) -> bool:
    names = {row.action for row in wrote}
    return all(status is ToolStatus.ROLLED_BACK for tool, status in run.calls if tool in names and status in RAN)
