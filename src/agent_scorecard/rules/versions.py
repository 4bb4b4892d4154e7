"""Versions the runs show, and which of them no change tells of (rules 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.run_counts import run_days

NEAR = timedelta(days=7)


def unlogged_versions(evidence: Evidence, policy: Policy, after: date) -> tuple[tuple[str, date], ...]:
    """Return the versions first seen after a day that no change tells of, each with its first day, by name."""
    found = _first_seen(evidence, policy, after)
    return tuple((version, day) for version, day in found if not _is_logged(evidence, version, day))


def _first_seen(evidence: Evidence, policy: Policy, after: date) -> Iterator[tuple[str, date]]:
    """Yield versions that appeared after a day, the very first one of the agent left out."""
    first_seen: dict[str, date] = {}
    for row in run_days(evidence, policy).timed:
        if row.version:
            first_seen.setdefault(row.version, row.day)
    began = min(first_seen.values(), default=evidence.as_of)
    for version, day in sorted(first_seen.items()):
        if day > max(began, after):
            yield version, day


def _is_logged(evidence: Evidence, version: str, day: date) -> bool:
    rows = [row for row in evidence.changes if row.kind.needs_eval]
    near = any(day - NEAR <= company_day(evidence, row.changed_at) <= day + NEAR for row in rows)
    return near or any(row.to_value == version for row in rows)
