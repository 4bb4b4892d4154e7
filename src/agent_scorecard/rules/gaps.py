"""The gaps of an agent that are open today, each under the name by which a risk owner accepts it (rules 6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, EvidenceItem, Finding
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.exceptions import accepted, gap_name, in_force, never
from agent_scorecard.rules.facts import AcceptedGap
from agent_scorecard.rules.gates import GATES, STAGES, checklist, gate, item
from agent_scorecard.vocabulary import GapKind, Gate, Severity


class Gap(NamedTuple):
    """One open gap: its name, and what is missing in a sentence."""

    name: str
    sentence: str


def open_gaps(one: Assessment, policy: Policy) -> tuple[Gap, ...]:
    """Return what may be accepted for a time: what blocks or warns, what the next level lacks, gates and checklist."""
    every = (*_findings(one), *_evidence(one), *_gates(one, policy))
    return tuple(row for row in every if never(one.evidence, policy, row.name) is None)


def is_open(
    evidence: Evidence, policy: Policy, findings: Sequence[Finding], items: Sequence[EvidenceItem], gap: str
) -> bool:
    """Say whether a gap of this name is there today and not accepted."""
    kind, _, name = gap.partition(":")
    if kind == GapKind.FINDING:
        return any(found.code == name and found.accepted is None for found in findings)
    if kind == GapKind.EVIDENCE:
        return any(str(row.item) == name and not row.state.is_settled for row in items)
    if kind == GapKind.ITEM:
        asked = policy.item(name)
        return asked is not None and asked.gate in GATES and not item(evidence, policy, name).holds
    return kind == GapKind.GATE and name in STAGES and not gate(evidence, policy, Gate(name)).passed


def rests_on(one: Assessment, policy: Policy) -> tuple[AcceptedGap, ...]:
    """Return the exceptions that cover something today: without them the card would say otherwise."""
    covered = {
        *(gap_name(GapKind.FINDING, found.code) for found in one.findings if found.accepted is not None),
        *(gap_name(GapKind.EVIDENCE, row.item) for row in one.reading.accepted),
    }
    rows = (row for row in in_force(one.evidence) if accepted(one.evidence, policy, row.gap) is row)
    return tuple(row for row in rows if row.gap in covered or _covers_gate(row.gap))


def _covers_gate(gap: str) -> bool:
    return gap.partition(":")[0] in (GapKind.ITEM, GapKind.GATE)


def _findings(one: Assessment) -> Iterator[Gap]:
    for found in one.findings:
        if found.severity is not Severity.NOTE:
            yield Gap(gap_name(GapKind.FINDING, found.code), found.sentence.text)


def _evidence(one: Assessment) -> Iterator[Gap]:
    for row in one.reading.missing:
        yield Gap(gap_name(GapKind.EVIDENCE, row.item), row.sentence.text)


def _gates(one: Assessment, policy: Policy) -> Iterator[Gap]:
    for row in checklist(one.evidence, policy).missing:
        yield Gap(gap_name(GapKind.ITEM, row.code), f"{row.text}: {row.sentence.text}")
    for which in STAGES[:-1]:
        standing = gate(one.evidence, policy, which)
        if standing.required and not standing.passed:
            name = which.value.replace("_", " ").capitalize()
            yield Gap(gap_name(GapKind.GATE, which), f"{name}: {standing.sentence.text}")
