"""What happened, who noticed, and whether it is contained, resolved and understood (rules 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import DatePrecision, IncidentSeverity


def is_open(incident: Incident) -> bool:
    return incident.resolved_at is None


def is_contained(incident: Incident) -> bool:
    """Say whether a pause, a rollback or a resolution is recorded."""
    return any(at is not None for at in (incident.paused_at, incident.rolled_back_at, incident.resolved_at))


def counts_as_serious(incident: Incident) -> bool:
    """Say whether it is serious for closing and for evidence 2, where an undetermined severity counts too."""
    return incident.severity.is_serious or incident.severity is IncidentSeverity.UNDETERMINED


def is_silent(incident: Incident) -> bool:
    """Say whether a customer or an auditor noticed first; unknown is not silent."""
    return incident.detected_by is not None and incident.detected_by.is_silent


def rca_complete(incident: Incident) -> bool:
    """Say whether trace, guardrail gaps and fixes are written down (S4-24)."""
    return all(stated(part) for part in (incident.rca_trace, incident.rca_guardrail_gaps, incident.rca_fixes))


def owes_cause(evidence: Evidence, policy: Policy) -> bool:
    """Say whether the tier asks for the cause of a serious incident in writing."""
    return agent_tier(evidence, policy).tier not in policy.oversight.rca_optional_tiers


def missing_to_close(evidence: Evidence, policy: Policy, incident: Incident) -> tuple[str, ...]:
    """Return what of its cause is to be written down before an incident may be closed (S4-24)."""
    if not counts_as_serious(incident) or not owes_cause(evidence, policy):
        return ()
    parts = (
        ("the trace", incident.rca_trace),
        ("the guardrail gaps", incident.rca_guardrail_gaps),
        ("the fixes", incident.rca_fixes),
    )
    return tuple(words for words, said in parts if not stated(said))


def lag_hours(incident: Incident) -> float | None:
    """Return the hours from happening to noticing; `None` when unknown or known to the month or year only (S1-18)."""
    if incident.occurred_at is None or incident.date_precision is not DatePrecision.DAY:
        return None
    return (incident.detected_at - incident.occurred_at).total_seconds() / 3600


def open_serious(evidence: Evidence) -> tuple[Incident, ...]:
    """Return the incidents of high or critical severity not yet resolved, oldest first."""
    return _oldest_first(row for row in evidence.incidents if row.severity.is_serious and is_open(row))


def open_for_evidence(evidence: Evidence) -> tuple[Incident, ...]:
    """Return the open incidents that stand against a raise, undetermined ones included (rules 6 item 2)."""
    return _oldest_first(row for row in evidence.incidents if counts_as_serious(row) and is_open(row))


def uncontained(evidence: Evidence) -> tuple[Incident, ...]:
    """Return the open serious incidents without a recorded pause, rollback or resolution, oldest first."""
    return tuple(row for row in open_serious(evidence) if not is_contained(row))


def found_on(evidence: Evidence, incident: Incident) -> date:
    """Return the company's day on which it was noticed."""
    return company_day(evidence, incident.detected_at)


def _oldest_first(rows: Iterable[Incident]) -> tuple[Incident, ...]:
    return tuple(sorted(rows, key=lambda row: (row.detected_at, row.incident)))
