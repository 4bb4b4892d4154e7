"""Steps 7 and 8 of a quarterly review: agents that overlap, how many one person carries, and the control plane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.held import Held, Side
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import CapabilityRow
from agent_scorecard.vocabulary import Capability, Role

NAMES = {
    Capability.TRACE_LOGGING: "Trace logging",
    Capability.OFFLINE_EVAL_SUITE: "Offline eval suite",
    Capability.APPROVAL_POLICY: "Approval policy",
    Capability.KILL_SWITCH: "Kill switch and credential rotation",
    Capability.POST_INCIDENT_REVIEW: "Post-incident review",
}
DONE_WHEN = {
    Capability.TRACE_LOGGING: "Every run can be looked up by its request.",
    Capability.OFFLINE_EVAL_SUITE: "Every release passes a suite before it goes out.",
    Capability.APPROVAL_POLICY: "It is written down who approves what, and why.",
    Capability.KILL_SWITCH: "Each agent was stopped and its keys were changed, as a drill.",
    Capability.POST_INCIDENT_REVIEW: "Serious incidents end in named fixes.",
}
ROLES = {Role.ACCOUNTABLE_OWNER: "Accountable", Role.ON_CALL: "On call"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two agents that share so much of workflow, systems and tools that one may be enough."""

    stronger: str
    stronger_name: str
    weaker: str
    weaker_name: str
    share: float


@dataclass(frozen=True, slots=True)
class SpanRow:
    """How many agents one person carries in one role."""

    role: str
    person: str
    name: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class PlaneRow:
    """One capability: done needs an owner, evidence and a day on which somebody looked."""

    capability: Capability
    name: str
    done_when: str
    owner: str
    done: bool
    evidence: str
    verified_on: date | None
    next_review_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Plane:
    rows: tuple[PlaneRow, ...]
    there: int
    of: int
    there_before: int


def overlap(held: Held) -> tuple[Pair, ...]:
    """Return the pairs of the rules by name."""
    names = {one.evidence.agent.agent: one.evidence.agent.name for one in held.now.assessed}
    return tuple(
        Pair(row.stronger, names[row.stronger], row.weaker, names[row.weaker], row.share)
        for row in held.now.answer.overlaps
    )


def spans(held: Held) -> tuple[SpanRow, ...]:
    """Return every person who carries agents, most first, within accountable and on call."""
    return tuple(
        SpanRow(word, person, words.person(held.company, person), count, _carried(held.before, role, person))
        for role, word in ROLES.items()
        for person, count in held.now.answer.span[role].items()
    )


def plane(held: Held) -> Plane:
    """Return the five capabilities of the company; one nobody wrote down is not done."""
    rows = tuple(_plane_row(held, capability) for capability in Capability)
    before = _done(_company_of(held.before) or held.company)
    return Plane(rows, sum(row.done for row in rows), len(rows), before)


def _carried(side: Side, role: Role, person: str) -> int:
    return side.answer.span[role].get(person, 0)


def _company_of(side: Side) -> Company | None:
    return next((one.evidence.company for one in side.assessed), None)


def _done(company: Company) -> int:
    return sum(row.done for row in company.capabilities)


def _plane_row(held: Held, capability: Capability) -> PlaneRow:
    on_file = (row for row in held.company.capabilities if row.capability is capability)
    row = next(on_file, CapabilityRow(capability))
    late = row.next_review_on is not None and row.next_review_on < held.now.as_of
    return PlaneRow(
        capability=capability,
        name=NAMES[capability],
        done_when=DONE_WHEN[capability],
        owner=words.person(held.company, row.owner) if row.owner else "",
        done=row.done,
        evidence=row.evidence or "",
        verified_on=row.verified_on,
        next_review_on=row.next_review_on,
        is_late=late,
    )
