"""How often people step in under each version of an agent, against the version before it (rules 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from agent_scorecard.policy.run_measures import RUN_MEASURES
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.climbing import WEEK, climbed, dispersion_of
from agent_scorecard.rules.cuts import last_cut
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import DayFigures
from agent_scorecard.rules.run_counts import Counts, added, blocks_back, run_days
from agent_scorecard.rules.statistics import Climbing

KEY = "intervention_rate"


@dataclass(frozen=True, slots=True)
class VersionRuns:
    """The runs of one version since the figures last began anew; `result` compares it with the version before it."""

    version: str
    first: date
    last: date
    counts: Counts
    before: VersionRuns | None = None
    result: Climbing | None = None


def by_version(evidence: Evidence, policy: Policy) -> tuple[VersionRuns, ...]:
    """Return the versions whose runs were read, in the order they appeared; nothing where runs name no version.

    Runs are told apart by what they say of themselves, not by the day of a change, so that two versions side by side
    are compared too. Figures across a cut are left out.
    """
    since = last_cut(evidence, policy, evidence.as_of) or date.min
    rows = [row for row in run_days(evidence, policy).between(since, evidence.as_of, timed=True) if row.version]
    by_name: dict[str, list[DayFigures]] = {}
    for row in rows:
        by_name.setdefault(row.version, []).append(row)
    found = [made for name, told in by_name.items() if (made := _runs(name, told)) is not None]
    phi = _phi(policy, rows)
    first = found[:1]
    return (*first, *(_compared(policy, earlier, later, phi) for earlier, later in pairwise(found)))


def _runs(name: str, rows: list[DayFigures]) -> VersionRuns | None:
    counts = added(rows).pair(RUN_MEASURES[KEY])
    return None if counts is None else VersionRuns(name, rows[0].day, rows[-1].day, counts)


def _phi(policy: Policy, rows: list[DayFigures]) -> float | None:
    """Return the dispersion over whole weeks back from the last day, None under four of them."""
    if not rows:
        return None
    last, weeks = rows[-1].day, policy.signals.before_days // WEEK
    blocks = blocks_back(rows, RUN_MEASURES[KEY], last, min(weeks, (last - rows[0].day).days // WEEK), WEEK)
    return dispersion_of(blocks, policy)


def _compared(policy: Policy, earlier: VersionRuns, later: VersionRuns, phi: float | None) -> VersionRuns:
    result = climbed(later.counts, earlier.counts, policy, phi)
    return VersionRuns(later.version, later.first, later.last, later.counts, earlier, result)
