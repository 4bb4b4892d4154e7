"""The one or two measures that define good work, their guards and what they are compared with (rules 3)."""

from __future__ import annotations

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.bounds import bounded_measures, bounds_at
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Bounds
from agent_scorecard.rules.once import once
from agent_scorecard.vocabulary import BaselineKind, WorkOrigin


def bounds_today(evidence: Evidence, policy: Policy) -> tuple[Bounds, ...]:
    """Return the bounds in force on the as-of day, in order of measure."""
    return once(evidence, policy, "bounds today", lambda: _bounds_today(evidence, policy))


def headlines(evidence: Evidence, policy: Policy) -> tuple[Bounds, ...]:
    return tuple(row for row in bounds_today(evidence, policy) if row.headline)


def guards_of(evidence: Evidence, policy: Policy, headline: str) -> tuple[Bounds, ...]:
    """Return the bounds of the measures that guard a headline."""
    return tuple(row for row in bounds_today(evidence, policy) if row.guard_of == headline)


def has_baseline(evidence: Evidence, row: Bounds) -> bool:
    """Say whether it is known how the work was before, or that it is new."""
    is_new = row.baseline_kind is BaselineKind.NONE or evidence.agent.work_origin is WorkOrigin.NEW
    return is_new or row.baseline_value is not None or bool(row.baseline_denominator)


def _bounds_today(evidence: Evidence, policy: Policy) -> tuple[Bounds, ...]:
    found = (bounds_at(evidence, policy, measure, evidence.as_of) for measure in bounded_measures(evidence, policy))
    return tuple(row for row in found if row is not None)
