"""What happened, who noticed, and whether it is contained, resolved and understood (rules 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import FollowUp, Incident
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import DatePrecision, IncidentSeverity


def is_open(incident: Incident) -> bool:
    return incident.resolved_at is None


def is_contained(incident: Incident) -> bool:
    """Say whether a pause, a rollback or a resolution is recorded."""
    return any(at is not None for at in (incident.paused_at, incident.rolled_back_at, incident.resolved_at))


def counts_as_serious(incident: Incident) -> bool:
    """Say whether it is serious for closing and for evidence 2.

    An undetermined severity counts too, and one that was serious here until somebody lowered it alone.
    """
    undetermined = incident.severity is IncidentSeverity.UNDETERMINED
    return incident.severity.is_serious or undetermined or lowered_alone(incident) is not None


def lowered_alone(incident: Incident) -> IncidentSeverity | None:
    """Return the serious severity it had here, None where it had none or a second person agreed that it is less."""
    was: IncidentSeverity | None = None
    for turn in incident.turns:
        for severity in (turn.was, turn.now):
            was = severity if severity is not None and severity.is_serious else was
        if turn.agreed_by is not None and turn.now is not None and not turn.now.is_serious:
            was = None
    return None if incident.severity.is_serious else was


def is_silent(incident: Incident) -> bool:
    """Say whether a customer or an auditor noticed first; unknown is not silent."""
    return incident.detected_by is not None and incident.detected_by.is_silent


def rca_complete(incident: Incident) -> bool:
    """Say whether trace, guardrail gaps and fixes are written down (S4-24)."""
    return all(stated(part) for part in (incident.rca_trace, incident.rca_guardrail_gaps, incident.rca_fixes))


def owes_cause(evidence: Evidence, policy: Policy) -> bool:
    """Say whether the tier asks for the cause of a serious incident in writing."""
    return agent_tier(evidence, policy).tier not in policy.oversight.rca_optional_tiers


def fixes_of(evidence: Evidence, incident: Incident) -> tuple[FollowUp, ...]:
    """Return the fixes promised for it, each with who makes it and until when."""
    return tuple(row for row in evidence.follow_ups if row.incident == incident.incident)


def asks_for_cause(evidence: Evidence, policy: Policy, incident: Incident) -> bool:
    """Say whether its closing asks for a cause in writing, and for somebody other than the owner."""
    return counts_as_serious(incident) and owes_cause(evidence, policy)


def missing_to_close(evidence: Evidence, policy: Policy, incident: Incident) -> tuple[str, ...]:
    """Return what of its cause is to be written down before an incident may be closed (S4-24)."""
    if not asks_for_cause(evidence, policy, incident):
        return ()
    parts = (
        ("the trace", stated(incident.rca_trace)),
        ("the guardrail gaps", stated(incident.rca_guardrail_gaps)),
        ("a fix with who makes it and until when", bool(fixes_of(evidence, incident))),
    )
    return tuple(words for words, is_there in parts if not is_there)


def cause_due(evidence: Evidence, policy: Policy, incident: Incident) -> date | None:
    """Return the day until which its cause is to be written down, None where it is or nobody asks (rules 8)."""
    serious = incident.severity.is_serious or lowered_alone(incident) is not None
    if not serious or not owes_cause(evidence, policy) or rca_complete(incident):
        return None
    return found_on(evidence, incident) + timedelta(days=policy.oversight.rca_days)


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
