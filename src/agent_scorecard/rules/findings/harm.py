"""Findings about incidents: open, silent, not yet understood (rules 5)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.findings.scope import Check, days_since, finding, is_recent
from agent_scorecard.rules.gate_needs import named
from agent_scorecard.rules.incidents import (
    cause_due,
    found_on,
    is_contained,
    is_open,
    is_silent,
    lag_hours,
    open_serious,
)


def serious_incident_open(evidence: Evidence, policy: Policy) -> Finding | None:
    rows = open_serious(evidence)
    if not rows:
        return None
    loose = [row for row in rows if not is_contained(row)]
    oldest = (loose or list(rows))[0]
    state = "not contained" if loose else "contained but not resolved"
    days = days_since(evidence, found_on(evidence, oldest))
    age = f"for {text.plural(days, 'day')}" if days > 0 else "since today"
    named_first = "Serious incident" if len(rows) == 1 else f"{text.count(len(rows))} serious incidents are open;"
    words = f"{named_first} {oldest.incident} has been open {age}, {state}."
    return finding(
        evidence,
        policy,
        "serious_incident_open",
        words,
        incidents=len(rows),
        uncontained=len(loose),
        days=days,
        link="incidents",
    )


def silent_incident(evidence: Evidence, policy: Policy) -> Finding | None:
    """First noticed by a customer or an auditor, still open or found within the look-back (S1-18)."""
    rows = [row for row in evidence.incidents if is_silent(row) and _is_live(evidence, policy, row)]
    if not rows:
        return None
    last = max(rows, key=lambda row: (row.detected_at, row.incident))
    lag = lag_hours(last)
    after = f", {text.duration(lag * 3600)} after it happened" if lag else ""
    words = f"{last.incident} was first noticed by {_noticed(last)}{after}."
    return finding(evidence, policy, "silent_incident", words, incidents=len(rows), lag_hours=lag, link="incidents")


def rca_missing(evidence: Evidence, policy: Policy) -> Finding | None:
    """A serious incident closed without its cause written down, or open past the days given for it (S4-24)."""
    rows = [row for row in evidence.incidents if _owes_cause(evidence, policy, row)]
    if not rows:
        return None
    words = f"Trace, guardrail gap or fixes are not written down for {named(row.incident for row in rows)}."
    return finding(evidence, policy, "rca_missing", words, incidents=len(rows), link="incidents")


def _is_live(evidence: Evidence, policy: Policy, row: Incident) -> bool:
    return is_open(row) or is_recent(evidence, found_on(evidence, row), policy.look_back.findings_days)


def _owes_cause(evidence: Evidence, policy: Policy, row: Incident) -> bool:
    due = cause_due(evidence, policy, row)
    return due is not None and (not is_open(row) or evidence.as_of >= due)


def _noticed(row: Incident) -> str:
    return "an auditor" if row.detected_by == "auditor" else "a customer"


CHECKS: tuple[Check, ...] = (serious_incident_open, silent_incident, rca_missing)
