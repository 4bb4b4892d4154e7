"""Step 1 and 2 of a quarterly review: four control figures as n of m, and what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard.boards import words
from agent_scorecard.boards.attention import attended, first_of_each
from agent_scorecard.boards.exceptions import ExceptionLine, exception_lines
from agent_scorecard.boards.quarter.held import Held, Side
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.rules.answers import Assessment, Finding
from agent_scorecard.vocabulary import Severity

LISTED = frozenset(
    (
        *("no_owner", "owner_inactive", "level_above_evidence", "serious_incident_open", "silent_incident"),
        *("follow_up_overdue", "not_confirmed_in_place", "pilot_without_decision", "rubber_stamp", "single_approver"),
        "approver_concentration",
    )
)
LATE_CARDS = ("review_overdue", "decision_missing")
HOLDS = {
    "visibility": "Every agent has an active owner and can be seen.",
    "approval_rules": "Every action has its mode and its people.",
    "spending_limits": "Every agent has a budget and is inside it.",
    "accountability": "Every agent has a current card, and its next step is done or not due.",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """An agent that is not under control in one respect, and why."""

    agent: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Control:
    """How many live agents are under control in one respect, on the day and at the end of the quarter before."""

    key: str
    name: str
    there: int
    of: int
    gaps: tuple[Gap, ...]
    holds: str
    there_before: int
    of_before: int

    @property
    def is_thinner(self) -> bool:
        """Whether a smaller share of the agents is under control than a quarter ago."""
        return bool(self.of and self.of_before) and self.there * self.of_before < self.there_before * self.of


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What stands out, blocking first; `before` counts the same a quarter ago. `accepted` are gaps for a time."""

    rows: tuple[Attention, ...]
    blocking: int
    before: int
    accepted: tuple[ExceptionLine, ...] = ()


def control(held: Held) -> tuple[Control, ...]:
    """Return the four figures of rules 9 with whoever is missing."""
    names = {one.evidence.agent.agent: one.evidence.agent.name for one in held.now.assessed}
    pairs = zip(held.now.answer.control, held.before.answer.control, strict=True)
    return tuple(
        Control(
            key=now.key,
            name=now.name,
            there=now.there,
            of=now.of,
            gaps=tuple(Gap(agent, names[agent], gap.text) for agent, gap in now.missing.items()),
            holds=HOLDS[now.key] if now.of else "No agent was live in the quarter.",
            there_before=before.there,
            of_before=before.of,
        )
        for now, before in pairs
    )


def exceptions(held: Held) -> Exceptions:
    """Return ownership, evidence, incident and follow-up findings, every block, late cards in one line, strangers.

    Of one weight, every agent is named before any is named twice.
    """
    rows = [*_rows(held.now), *_late(held.now.assessed)]
    rows += [_row(found, "", found.agent) for found in held.strangers]
    ordered = sorted(rows, key=lambda row: (-row.severity.rank, row.name.casefold(), row.code))
    before = len(_rows(held.before)) + len(_late(held.before.assessed))
    first, others = first_of_each(ordered)
    accepted = exception_lines(held.now.assessed, held.policy)
    ordered = sorted((*first, *others), key=lambda row: -row.severity.rank)
    return Exceptions(tuple(ordered), sum(row.severity is Severity.BLOCK for row in ordered), before, accepted)


def _rows(side: Side) -> list[Attention]:
    return [
        _row(found, found.agent, one.evidence.agent.name)
        for one in side.assessed
        if words.in_view(one)
        for found in one.findings
        if found.code in LISTED or (found.severity is Severity.BLOCK and found.code not in LATE_CARDS)
    ]


def _late(assessed: Sequence[Assessment]) -> list[Attention]:
    late = [one for one in assessed if words.in_view(one) and one.due.overdue]
    if not late:
        return []
    names = [one.evidence.agent.name for one in sorted(late, key=lambda one: -one.due.days_late)]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    said = f"{'is' if len(late) == 1 else 'are'} overdue: {shown}."
    name = f"{words.spelled(len(late))} {'card' if len(late) == 1 else 'cards'}"
    way_out = "Decide in this meeting, or name a day."
    return [Attention("", name, Severity.WARN, said, way_out, "review_overdue")]


def _row(found: Finding, agent: str, name: str) -> Attention:
    return attended(found, agent, name)
