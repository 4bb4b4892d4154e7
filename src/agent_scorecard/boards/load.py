"""The Load data page: what a load did in plain counts, each refused cell, and the loads before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a load; read = new + changed + same + duplicate + refused. `problem` refused it whole."""

    file: str
    source: str
    read: int
    new: int
    changed: int
    same: int
    duplicate: int
    refused: int
    problem: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """One refused cell; line 1 is the header, line 0 the file as a whole."""

    file: str
    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The answer to one load."""

    status: str
    deck: str
    more: str
    files: tuple[FileLine, ...]
    refused: tuple[RefusedCell, ...]
    notes: tuple[str, ...]
    refused_csv: str


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One earlier load, newest first."""

    load: int
    when: str
    who: str
    sources: str
    counts: str
    refused: int


def kept_apart(traces: int) -> str:
    """Say how many traces wait for their agent's span, and the way out; nothing where none does."""
    if not traces:
        return ""
    wait, count = ("waits", "counts") if traces == 1 else ("wait", "count")
    told = f"{format.plural(traces, 'trace')} {wait} for the span of an agent and {count} as no run yet"
    return f"{told}: load the file that holds it."


def counted(files: Sequence[FileLine]) -> tuple[str, str]:
    """Deck and grey half of a finished load: rows that went in, rows that stayed out."""
    new, changed = sum(line.new for line in files), sum(line.changed for line in files)
    refused, same = sum(line.refused for line in files), sum(line.same for line in files)
    if refused and not new and not changed:
        return "Nothing was loaded.", f"{format.plural(refused, 'row was', 'rows were')} refused."
    if not new and not changed:
        return "Nothing changed.", f"{format.plural(same, 'row is', 'rows are')} on the board already."
    parts = [f"{format.count(new)} new" if new else "", f"{format.count(changed)} changed" if changed else ""]
    deck = f"Loaded: {format.listed([part for part in parts if part])}."
    more = (
        f"{format.plural(refused, 'row was', 'rows were')} refused and stayed out."
        if refused
        else "Nothing was refused."
    )
    return deck, more
