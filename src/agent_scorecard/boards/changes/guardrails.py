"""Agents against the five guardrails: which are there, which are missing, which nobody knows of, and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards.changes.seen import id_of, name_of
from agent_scorecard.boards.oversight.seen import counted
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.guarded import Guard, Guardrail, guardrails
from agent_scorecard.vocabulary import EvidenceState

HOLD = (EvidenceState.THERE, EvidenceState.DOES_NOT_APPLY)


@dataclass(frozen=True, slots=True)
class GuardRow:
    """One agent with its answer to each guardrail, in the order of the catalogue."""

    agent: str
    name: str
    guards: tuple[Guard, ...]

    @property
    def open(self) -> int:
        return sum(guard.state not in HOLD for guard in self.guards)


@dataclass(frozen=True, slots=True)
class Column:
    """One guardrail over all agents shown: "9 of 12" hold it or need none."""

    guardrail: Guardrail
    held: str


@dataclass(frozen=True, slots=True)
class Guardrails:
    said: str
    columns: tuple[Column, ...]
    rows: tuple[GuardRow, ...]


def matrix(shown: Sequence[Assessment], policy: Policy) -> Guardrails:
    """Return the matrix, the agents with the most open guardrails first."""
    rows = [GuardRow(id_of(one), name_of(one), guardrails(one.evidence, policy)) for one in shown]
    return Guardrails(
        said=_said(rows),
        columns=tuple(_column(guardrail, place, rows) for place, guardrail in enumerate(Guardrail)),
        rows=tuple(sorted(rows, key=lambda row: -row.open)),
    )


def _said(rows: Sequence[GuardRow]) -> str:
    whole = sum(not row.open for row in rows)
    missing = sum(guard.state is EvidenceState.MISSING for row in rows for guard in row.guards)
    unknown = sum(guard.state is EvidenceState.NOT_KNOWN for row in rows for guard in row.guards)
    open_ = [f"{_are(missing)} missing", f"{_are(unknown)} not known"]
    return f"All five hold for {counted(whole, len(rows), 'agent')}; of the other answers {format.listed(open_)}."


def _are(count: int) -> str:
    return "none is" if not count else f"{format.count(count)} {'is' if count == 1 else 'are'}"


def _column(guardrail: Guardrail, place: int, rows: Sequence[GuardRow]) -> Column:
    held = sum(row.guards[place].state in HOLD for row in rows)
    return Column(guardrail, format.n_of(held, len(rows)))
