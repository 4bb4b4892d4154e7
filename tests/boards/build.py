"""One agent about which the rules have nothing to say; a test changes only the answer it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from agent_scorecard.policy import read_measures
from agent_scorecard.rules.answers import (
    Assessment,
    Due,
    EvidenceItem,
    Figure,
    Finding,
    GroupAnswer,
    Judged,
    Proof,
    Proposal,
    Reading,
    Sentence,
    SetUp,
    say,
)
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import Bounds, FollowUp
from agent_scorecard.vocabulary import (
    Choice,
    EvidenceState,
    Group,
    Level,
    Role,
    Severity,
    Status,
    Tier,
    Verdict,
)
from tests.build import AGENT, AS_OF, OCTOBER, evidence

COMPANY: Company = evidence().company
NEXT_CARD = date(2027, 1, 14)
THERE, MISSING = EvidenceState.THERE, EvidenceState.MISSING
NOT_KNOWN, DOES_NOT_APPLY = EvidenceState.NOT_KNOWN, EvidenceState.DOES_NOT_APPLY


def said(text: str) -> Sentence:
    return say("said", text)


def assessment(evidence: Evidence | None = None, **changes: Any) -> Assessment:
    """All four groups pass, nothing is due this month, nothing is found, level 2 is held."""
    healthy = _healthy()
    return replace(healthy, evidence=evidence or healthy.evidence, **changes)


def named(name: str, *, answers: Mapping[str, Any] | None = None, **facts: Any) -> Assessment:
    """An agent by its name, its id made of it; `answers` are fields of the assessment, the rest are facts."""
    facts = {"agent": replace(evidence().agent, agent=name.casefold().replace(" ", "-"), name=name), **facts}
    return assessment(evidence(**facts), **(answers or {}))


@cache
def _healthy() -> Assessment:
    return Assessment(
        evidence=evidence(),
        period=OCTOBER,
        judged=(),
        groups=groups(),
        findings=(),
        reading=reading(),
        proposal=Proposal(Choice.MAINTAIN, ()),
        open=dict.fromkeys(Choice),
        due=due(NEXT_CARD),
        set_up=SetUp(12, 12, "", False),
        policy_version="shipped-1",
    )


def groups(**verdicts: Verdict) -> Mapping[Group, GroupAnswer]:
    """Every group passes but those named: `groups(quality=Verdict.MISSED)`."""
    shown = {group: verdicts.get(group.value, Verdict.PASSING) for group in Group if group is not Group.OTHER}
    return {group: GroupAnswer(group, verdict, said(f"{group.value} {verdict}")) for group, verdict in shown.items()}


def items(*states: EvidenceState, required: bool = True) -> tuple[EvidenceItem, ...]:
    """Numbered from 1; the sentence of each is "item n"."""
    return tuple(EvidenceItem(place, state, said(f"Item {place}."), required) for place, state in enumerate(states, 1))


def reading(*levels: Level, **changes: Any) -> Reading:
    """Level 2 in all readings, or on file, granted, supported and allowed in this order."""
    on_file, granted, supported, allowed = levels or (Level.RECOMMENDED,) * 4
    held = Reading(
        on_file=on_file,
        granted=granted,
        granted_here=True,
        supported=supported,
        allowed=allowed,
        since=date(2026, 3, 2),
        next=Level(allowed + 1) if allowed < Level.PORTFOLIO else None,
        items=items(THERE, THERE),
        step_down=(),
        tier=Tier.MEDIUM,
        tier_stated=True,
    )
    return replace(held, **changes)


def finding(code: str, severity: Severity = Severity.WARN, agent: str = AGENT) -> Finding:
    return Finding(agent, code, severity, said(f"Sentence of {code}."), f"Way out of {code}.")


def due(on: date | None, as_of: date = AS_OF) -> Due:
    """Due on a day, late by as many days as the as-of day is later."""
    return Due(on, max(0, (as_of - on).days) if on else 0, "quarterly", said("due"))


def due_in(days: int, as_of: date = AS_OF) -> Due:
    return due(as_of + timedelta(days=days), as_of)


def set_up(known: int, asked: int = 12, *, in_grace: bool = True) -> SetUp:
    return SetUp(known, asked, "Who owns it?", in_grace)


def owned_by(person: str) -> Mapping[str, Any]:
    """Facts of an agent whose accountable owner is another person."""
    rows = evidence().assignments
    return {
        "assignments": tuple(replace(row, person=person) if row.role is Role.ACCOUNTABLE_OWNER else row for row in rows)
    }


def owned_by_nobody() -> Mapping[str, Any]:
    return {"assignments": tuple(row for row in evidence().assignments if row.role is not Role.ACCOUNTABLE_OWNER)}


def follow_up(name: str, due_on: date, done_on: date | None = None, **changes: Any) -> FollowUp:
    """A promise of ana that came with the last decision."""
    return replace(FollowUp(name, AGENT, f"Do {name}", "ana", due_on, 4, done_on=done_on), **changes)


@dataclass(frozen=True)
class Told:
    """An explanation already in words."""

    sentence: Sentence
    how: str = ""
    low: float | None = None
    high: float | None = None
    trend: tuple[Figure | None, ...] = ()
    proof: Proof | None = None


TOLD = {field.name for field in fields(Told)}


def judged(key: str, value: float | None = None, limits: Bounds | None = None, **changes: Any) -> Judged:
    """A measure of the catalogue with a value of 400 cases, or with no figure at all."""
    figure = None if value is None else Figure(value, n=400)
    verdict = Verdict.NO_DATA if value is None else Verdict.NO_BOUND if limits is None else Verdict.PASSING
    words = {"sentence": said(f"Sentence of {key}."), **{name: changes.pop(name) for name in TOLD & changes.keys()}}
    return replace(Judged(read_measures()[key], OCTOBER, verdict, verdict, figure, limits, Told(**words)), **changes)


RETIRED = {"status": Status.RETIRED}
