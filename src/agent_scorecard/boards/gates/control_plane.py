"""The control plane of the company: five capabilities as somebody attested them, and what the records show of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.gates.passing import Passing
from agent_scorecard.boards.quarter.shared import DONE_WHEN, NAMES
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules import gates as rules
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.control_plane import Coverage, coverage
from agent_scorecard.rules.facts import CapabilityRow
from agent_scorecard.vocabulary import Capability

COUNTS = {
    Capability.TRACE_LOGGING: (
        "agent fed by a log has its runs on record",
        "agents fed by a log have their runs on record",
    ),
    Capability.OFFLINE_EVAL_SUITE: ("agent at work passed its suites", "agents at work passed their suites"),
    Capability.APPROVAL_POLICY: ("action has its mode on file", "actions have their mode on file"),
    Capability.KILL_SWITCH: ("agent passed its drill in time", "agents passed their drill in time"),
    Capability.POST_INCIDENT_REVIEW: (
        "serious incident has its cause in full",
        "serious incidents have their cause in full",
    ),
}
NOTHING = {
    Capability.TRACE_LOGGING: "No agent at work is fed by a log.",
    Capability.OFFLINE_EVAL_SUITE: "No agent is at work.",
    Capability.APPROVAL_POLICY: "No action is on file.",
    Capability.KILL_SWITCH: "No drill is asked of an agent at work.",
    Capability.POST_INCIDENT_REVIEW: "No serious incident is over.",
}


@dataclass(frozen=True, slots=True)
class PlaneLine:
    """One capability: `holds` says that it is done, with evidence and an active owner; `doubt` that records differ."""

    name: str
    done_when: str
    holds: bool
    attested: str
    missing: str
    owner: str
    counted: str
    doubt: bool
    verified: str
    next_review: str
    late: bool


@dataclass(frozen=True, slots=True)
class ControlPlane:
    there: int
    of: int
    lines: tuple[PlaneLine, ...]


def control_plane(shown: Sequence[Passing], policy: Policy) -> ControlPlane:
    """Return the five capabilities of the company the agents belong to; one nobody wrote down is not done."""
    assessed = [each.one for each in shown]
    if not assessed:
        return ControlPlane(0, len(Capability), ())
    held = rules.view(assessed[0].evidence, policy, rules.CONTROL_PLANE)
    pairs = zip(Capability, held.items, strict=True)
    lines = tuple(_line(assessed, policy, capability, item.holds, item.sentence.text) for capability, item in pairs)
    return ControlPlane(held.there, held.of, lines)


def _line(assessed: Sequence[Assessment], policy: Policy, capability: Capability, holds: bool, said: str) -> PlaneLine:
    evidence = assessed[0].evidence
    on_file = (row for row in evidence.company.capabilities if row.capability is capability)
    row = next(on_file, CapabilityRow(capability))
    counted = coverage(assessed, policy, capability)
    late = row.next_review_on is not None and row.next_review_on < evidence.as_of
    return PlaneLine(
        name=NAMES[capability],
        done_when=DONE_WHEN[capability],
        holds=holds,
        attested=row.evidence or "",
        missing="" if holds else said,
        owner=words.person(evidence.company, row.owner),
        counted=_counted(capability, counted),
        doubt=holds and not counted.complete,
        verified=format.day(row.verified_on, evidence.as_of) if row.verified_on else "never",
        next_review=format.day(row.next_review_on, evidence.as_of) if row.next_review_on else "no date",
        late=late,
    )


def _counted(capability: Capability, counted: Coverage) -> str:
    if not counted.of:
        return NOTHING[capability]
    one, many = COUNTS[capability]
    return f"{format.n_of(counted.there, counted.of)} {one if counted.of == 1 else many}."
