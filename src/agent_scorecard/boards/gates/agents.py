"""Agents x gates: how each of the four stands, how complete the papers are, and what is missing next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards.gates.passing import Passing
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.gate_steps import GATE_WORDS, GateState
from agent_scorecard.rules.gates import STAGES, GateStanding, waived_until

GATE_HEADS = tuple(GATE_WORDS[each].capitalize() for each in STAGES)
PAPER_HEADS = ("Checklist", "Contract", "SOP", "One page", "Rights")


@dataclass(frozen=True, slots=True)
class GateCell:
    """One gate of one agent: its state, since or until when, and whether it waits longer than it should."""

    state: GateState
    about: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one paper is there; the checklist also wants its signatures."""

    there: int
    of: int
    unsigned: bool = False

    @property
    def complete(self) -> bool:
        return self.there == self.of and not self.unsigned


@dataclass(frozen=True, slots=True)
class AgentRow:
    agent: str
    name: str
    about: str
    gates: tuple[GateCell, ...]
    papers: tuple[Share, ...]
    next: str
    blocks: bool


def agents(shown: Sequence[Passing], policy: Policy) -> tuple[AgentRow, ...]:
    """Return one row for each agent; gates and papers in the order of their headings."""
    return tuple(_row(each, policy) for each in shown)


def _row(each: Passing, policy: Policy) -> AgentRow:
    sixteen = each.checklist
    return AgentRow(
        agent=each.agent,
        name=each.name,
        about=each.about,
        gates=tuple(cell(each, policy, *pair) for pair in each.gates),
        papers=(
            Share(sixteen.there, sixteen.of, bool(sixteen.unsigned)),
            *(Share(row.there, row.of) for row in each.papers),
        ),
        next=each.next or "Nothing.",
        blocks=each.blocks,
    )


def cell(each: Passing, policy: Policy, standing: GateStanding, state: GateState) -> GateCell:
    """Return what one gate says of itself in a few words."""
    as_of, result = each.one.evidence.as_of, standing.result
    if state is GateState.WAIVED:
        until = waived_until(each.one.evidence, policy, result)
        return GateCell(state, f"until {format.day(until, as_of)}" if until else standing.sentence.text)
    if result is None:
        return GateCell(state, "")
    if state is GateState.OPEN:
        days = standing.days_in_gate
        late = days is not None and days > policy.oversight.gate_age_days
        return GateCell(state, "" if days is None else _open_for(days, policy.oversight.gate_age_days), late)
    about = format.day(result.answered_on, as_of)
    if state is GateState.REOPENED:
        return GateCell(state, f"{about}, {format.plural(len(standing.missing), 'item')} open since", late=True)
    return GateCell(state, about, late=state is GateState.FAILED)


def _open_for(days: int, mark: int) -> str:
    held = format.plural(days, "day") if days else "today"
    return f"{held}, over {mark}" if days > mark else held
