"""The form of an incident: each value as it is on file, and what its closing and its lowering ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from agent_scorecard.boards.incident import to_close
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.closing import second_people
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.guardrails import parts
from agent_scorecard.rules.incidents import asks_for_cause, counts_as_serious, fixes_of, is_open, missing_to_close
from agent_scorecard.vocabulary import AgenticRisk, Cause, DetectedBy, Harm, IncidentSeverity, RiskClass

MOMENTS = (
    ("occurred_at", "Happened"),
    ("paused_at", "Paused"),
    ("drained_at", "Drained"),
    ("rolled_back_at", "Rolled back"),
    ("compensated_at", "Compensated"),
    ("resolved_at", "Resolved"),
)


@dataclass(frozen=True, slots=True)
class Handling:
    """What can be recorded about an incident; times are in the company's zone, naive as a form shows them.

    `version` is that of the row; `people` are ids of who is active, `seconds` those who may agree and close;
    `gaps_known` are guardrails that were missing elsewhere. `fix` is what a file said and nobody promised.
    """

    incident: str
    agent: str
    version: int
    is_open: bool
    serious: bool
    severity: IncidentSeverity
    moments: tuple[tuple[str, str, datetime | None], ...]
    trace: str
    gaps: tuple[str, ...]
    gaps_known: tuple[str, ...]
    fix: str
    detected_by: DetectedBy | None
    cause: Cause
    harm: Harm | None
    risk_class: RiskClass | None
    tags: tuple[AgenticRisk, ...]
    driver: str | None
    runs: tuple[str, ...]
    people: tuple[str, ...]
    seconds: tuple[str, ...]
    to_close: str
    second_closes: bool


def handling(
    company: Company, policy: Policy, assessed: Sequence[Assessment], one: Assessment, row: Incident
) -> Handling:
    """Build the form of one incident: what was done when, what its cause was, and how it is called."""
    zone = ZoneInfo(company.zone)
    missing = missing_to_close(one.evidence, policy, row) if is_open(row) else ()
    promised = fixes_of(one.evidence, row)
    as_of = one.evidence.as_of
    return Handling(
        incident=row.incident,
        agent=one.evidence.agent.agent,
        version=row.row_version,
        is_open=is_open(row),
        serious=counts_as_serious(row),
        severity=row.severity,
        moments=tuple((name, word, _local(getattr(row, name), zone)) for name, word in MOMENTS),
        trace=row.rca_trace or "",
        gaps=parts(row.rca_guardrail_gaps),
        gaps_known=_known_gaps(assessed),
        fix="" if promised else row.rca_fixes or "",
        detected_by=row.detected_by,
        cause=row.cause,
        harm=row.harm,
        risk_class=row.risk_class,
        tags=row.tags,
        driver=row.owner,
        runs=row.affected_runs,
        people=tuple(sorted(name for name, person in company.people.items() if person.active_on(as_of))),
        seconds=second_people(one.evidence),
        to_close=to_close(missing),
        second_closes=is_open(row) and asks_for_cause(one.evidence, policy, row),
    )


def _known_gaps(assessed: Sequence[Assessment]) -> tuple[str, ...]:
    rows = (row for one in assessed for row in one.evidence.incidents)
    return tuple(sorted({part for row in rows for part in parts(row.rca_guardrail_gaps)}))


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone).replace(tzinfo=None) if at is not None else None
