"""Whose turn it is to write down the cause of a serious incident, and until when (rules 8)."""

from __future__ import annotations

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import CauseDue
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.incidents import cause_due


def causes_due(evidence: Evidence, policy: Policy) -> tuple[CauseDue, ...]:
    """Return the causes still to be written down, the first due first."""
    days = ((row, cause_due(evidence, policy, row)) for row in evidence.incidents)
    found = [CauseDue(row.incident, driver(evidence, row), day) for row, day in days if day is not None]
    return tuple(sorted(found, key=lambda row: (row.due, row.incident)))


def driver(evidence: Evidence, row: Incident) -> str | None:
    """Return who drives an incident to its end: who was named, otherwise the active owner of the agent."""
    owner = evidence.active_owner
    return row.owner or (owner.person if owner is not None else None)
