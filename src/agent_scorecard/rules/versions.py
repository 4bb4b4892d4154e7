"""Versions the runs show, and which of them no change tells of (rules 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.run_counts import run_days

NEAR = timedelta(days=7)


class Fingerprint(StrEnum):
    """What of an agent the version of a run is of; a trace gives one for prompts and tools together."""

    PROMPT = "prompt"
    MODEL = "model"


@dataclass(frozen=True, slots=True, order=True)
class VersionSeen:
    """A version the runs of an agent name, with its first and last day (company zone) and how many runs name it."""

    fingerprint: Fingerprint
    version: str
    first_day: date
    last_day: date
    runs: int


def unlogged_versions(evidence: Evidence, policy: Policy, after: date) -> tuple[tuple[str, date], ...]:
    """Return the versions first seen after a day that no change tells of, each with its first day, by name."""
    found = _first_seen(evidence, policy, after)
    return tuple((version, day) for version, day in found if not _is_logged(evidence, version, day))


def unannounced(evidence: Evidence, seen: Iterable[VersionSeen], after: date) -> tuple[VersionSeen, ...]:
    """Return what was first seen after a day while no change tells of it; what an agent began with is left out."""
    by_kind: dict[Fingerprint, list[VersionSeen]] = defaultdict(list)
    for row in seen:
        by_kind[row.fingerprint].append(row)
    began = {kind: min(row.first_day for row in rows) for kind, rows in by_kind.items()}
    new = (row for rows in by_kind.values() for row in rows if row.first_day > max(began[row.fingerprint], after))
    return tuple(sorted(row for row in new if not _is_logged(evidence, row.version, row.first_day)))


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
