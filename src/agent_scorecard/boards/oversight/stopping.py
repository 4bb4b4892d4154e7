"""Whether an agent can be stopped, when that was last practised, and how each call that ran is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agent_scorecard import format
from agent_scorecard.boards.oversight.seen import Seen, about, counted
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.facts import Action, Agent, Drill
from agent_scorecard.rules.kill_switches import KillSwitch, kill_switch
from agent_scorecard.rules.stated import answered_none, stated

THERE_IS_NONE = "there is none"


class DrillState(StrEnum):
    """How the next drill stands."""

    OVERDUE = "overdue"
    SOON = "due soon"
    HELD = "held"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """The register entry of one agent; `stops` and `in_flight` are "" where nobody said."""

    agent: str
    name: str
    about: str
    stops: str
    in_flight: str
    last: str
    last_note: str
    due: str
    state: DrillState


@dataclass(frozen=True, slots=True)
class UndoRow:
    """One acting action: how it is undone, whether that was tested, and what is wrong with it or ""."""

    agent: str
    name: str
    action: str
    about: str
    undo: str
    tested: str
    gap: str


@dataclass(frozen=True, slots=True)
class Stopping:
    said: str
    switches: tuple[SwitchRow, ...]
    undos: tuple[UndoRow, ...]


def stopping(shown: Sequence[Seen], policy: Policy) -> Stopping:
    """Return the kill switch register, whatever is late first, and the way back of every acting action."""
    switches = sorted((_switch(each, policy) for each in shown), key=lambda row: list(DrillState).index(row.state))
    undos = [_undo(each, answer.action) for each in shown for answer in each.acting]
    return Stopping(
        said=_said(switches, undos),
        switches=tuple(switches),
        undos=tuple(sorted(undos, key=lambda row: not row.gap)),
    )


def _said(switches: Sequence[SwitchRow], undos: Sequence[UndoRow]) -> str:
    there = sum(bool(row.stops) and row.stops != THERE_IS_NONE for row in switches)
    late = sum(row.state is DrillState.OVERDUE for row in switches)
    tested = sum(not row.gap for row in undos)
    drills = f"{late} {'drill is' if late == 1 else 'drills are'} overdue" if late else "no drill is overdue"
    said = f"How it is stopped is written for {counted(there, len(switches), 'agent')}; {drills}."
    undone = f" A way back was tested for {counted(tested, len(undos), 'action')} with an effect." if undos else ""
    return said + undone


def _switch(each: Seen, policy: Policy) -> SwitchRow:
    evidence = each.one.evidence
    held = kill_switch(evidence, policy)
    last, note = _last(held.last, evidence.as_of)
    return SwitchRow(
        agent=each.agent,
        name=each.name,
        about=_standing(evidence.agent, each),
        stops=_answer(evidence.agent.kill_switch),
        in_flight=_answer(evidence.agent.kill_switch_in_flight),
        last=last,
        last_note=note,
        due=format.day(held.due, evidence.as_of) if held.due else "",
        state=_state(held),
    )


def _standing(agent: Agent, each: Seen) -> str:
    tier = each.one.reading.tier
    return " · ".join(part for part in (agent.status.value, f"tier {tier}" if tier else "tier not known") if part)


def _answer(text: str | None) -> str:
    return THERE_IS_NONE if answered_none(text) else text or ""


def _state(held: KillSwitch) -> DrillState:
    if held.overdue:
        return DrillState.OVERDUE
    if held.soon:
        return DrillState.SOON
    return DrillState.HELD if held.asked else DrillState.NOT_ASKED


def _last(drill: Drill | None, as_of: date) -> tuple[str, str]:
    """The day of the last drill, and what it showed."""
    if drill is None:
        return "never practised", ""
    took = format.duration(drill.seconds_to_disable) if drill.seconds_to_disable is not None else "time not taken"
    covered = "work begun covered" if drill.in_flight_covered else "work begun not covered"
    parts = ("" if drill.passed else "failed", took, covered)
    return format.day(drill.drilled_on, as_of), ", ".join(part for part in parts if part)


def _undo(each: Seen, action: Action) -> UndoRow:
    tested = action.compensation_tested_on
    return UndoRow(
        agent=each.agent,
        name=each.name,
        action=action.action,
        about=about(action),
        undo=_answer(action.compensation),
        tested=format.day(tested, each.one.evidence.as_of) if tested else "",
        gap=_gap(action),
    )


def _gap(action: Action) -> str:
    if answered_none(action.compensation):
        return "Cannot be undone"
    if not stated(action.compensation):
        return "Nobody said how"
    return "" if action.compensation_tested_on else "Never tested"
