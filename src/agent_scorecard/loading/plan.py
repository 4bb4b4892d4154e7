"""What a load would do to the store: new, changed and same rows by file, all checks done, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent_scorecard.loading.checks.draft import Draft, Key, Origin
from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.reading import Reading, shown_value
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.runs.refusal import shown


@dataclass(slots=True)
class Counts:
    """Rows of one file; read = new + changed + same + duplicate + refused."""

    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0


@dataclass(slots=True)
class Writes:
    """Drafts to insert, and drafts to change with the new values by column; `answers` of gates may have a history."""

    new: list[Draft] = field(default_factory=list)
    changed: list[tuple[Draft, Mapping[str, object]]] = field(default_factory=list)
    answers: list[Draft] = field(default_factory=list)

    @property
    def drafts(self) -> list[Draft]:
        """Every draft that is written."""
        return [*self.new, *(draft for draft, _ in self.changed)]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def classify(drafts: Sequence[Draft], columns: Sequence[str]) -> tuple[Writes, dict[Key, str]]:
    """Tell for each good draft whether it is new, changed or same."""
    writes, said = Writes(), {}
    for draft in drafts:
        if draft.faults:
            continue
        if draft.earlier or draft.kind == "gates":
            writes.answers.append(draft)
        if draft.stored is None:
            writes.new.append(draft)
            said[draft.key] = "new"
        elif differences := _differences(draft, columns):
            writes.changed.append((draft, differences))
            said[draft.key] = "changed"
        else:
            said[draft.key] = "same"
    return writes, said


def _differences(draft: Draft, columns: Sequence[str]) -> Mapping[str, object]:
    stored = draft.stored or {}
    return {column: draft[column] for column in columns if column in draft.given and draft[column] != stored[column]}


def report_faults(drafts: Sequence[Draft], readings: Sequence[Reading]) -> None:
    """Write every fault of the drafts to the lines they come from."""
    for draft in drafts:
        for place in draft.origins:
            reading = readings[place.reading]
            for fault in draft.faults:
                reason = fault.reason or _same_key(draft, place, readings)
                value = "" if fault.code is Code.SAME_KEY else _kept(draft, fault.column)
                reading.refuse(place.line, fault.column, value, Refused(fault.code, reason))


def report_warnings(drafts: Sequence[Draft], readings: Sequence[Reading]) -> None:
    """Write the warnings of the good drafts to the first line each comes from."""
    for draft in drafts:
        first = draft.origins[0]
        for warning in () if draft.faults else draft.warnings:
            value = _kept(draft, warning.column)
            readings[first.reading].warn(first.line, warning.column, value, warning.code, warning.reason)


def _kept(draft: Draft, column: str) -> str:
    """Return what a report may keep of a value of the draft."""
    known = contract()[draft.kind].column(column)
    text = draft.text(column)
    return shown(text) if known is None else shown_value(known, text)


def _same_key(draft: Draft, place: Origin, readings: Sequence[Reading]) -> str:
    others = [other for other in draft.origins if other != place]
    other = others[0]
    source, line = readings[other.reading].place(other.line)
    where = "" if source == readings[place.reading].place(place.line)[0] else f" of {source}"
    return f"same key as line {line}{where}, with another value: keep one of them"


def count(drafts: Sequence[Draft], said: Mapping[Key, str], readings: Sequence[Reading]) -> list[Counts]:
    """Count the good rows of each reading; all rows of a key but the first are duplicates."""
    counts = [Counts() for _ in readings]
    for draft in drafts:
        if draft.key in said:
            for number, place in enumerate(draft.origins):
                name = "duplicate" if number else said[draft.key]
                setattr(counts[place.reading], name, getattr(counts[place.reading], name) + 1)
    return counts
