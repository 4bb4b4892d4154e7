"""Days across which an agent's figures are never compared, and changes that are only marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.run_counts import first_of, run_days, total
from agent_scorecard.vocabulary import ChangeKind, Mode

_CUTTING = (ChangeKind.LEVEL, ChangeKind.SAMPLING_PLAN)


def company_day(evidence: Evidence, at: datetime) -> date:
    """Return the day of a moment in the company's zone."""
    return at.astimezone(_zone(evidence.company.zone)).date()


def cuts(evidence: Evidence, policy: Policy) -> tuple[date, ...]:
    """Return the days on which the agent's figures begin anew, in order (rules 1).

    A change of level or sampling plan cuts; a change of an action's mode cuts when the action touches enough runs. The
    day the level on file began is a cut too, logged or not.
    """
    return once(evidence, policy, "cuts", lambda: _cuts(evidence, policy))


def is_cut(evidence: Evidence, policy: Policy, change: Change) -> bool:
    """Say whether figures before and after a change may not be compared; otherwise it is a marker."""
    if change.kind in _CUTTING:
        return True
    return change.kind is ChangeKind.MODE and _touches(evidence, policy, change.action) >= policy.signals.mode_cut_share


def last_cut(evidence: Evidence, policy: Policy, upto: date) -> date | None:
    """Return the last cut on or before a day, None when there was none."""
    return latest(cuts(evidence, policy), upto)


def latest(days: Sequence[date], upto: date) -> date | None:
    """Return the last of some days in order on or before a day, None when there is none."""
    place = bisect_right(days, upto)
    return days[place - 1] if place else None


def cut_between(evidence: Evidence, policy: Policy, earlier: Period, later: Period) -> bool:
    """Say whether figures began anew after the earlier period began and before the later one ended."""
    return any(earlier.first < day <= later.last for day in cuts(evidence, policy))


def _cuts(evidence: Evidence, policy: Policy) -> tuple[date, ...]:
    days = {company_day(evidence, row.changed_at) for row in evidence.changes if is_cut(evidence, policy, row)}
    began = evidence.agent.autonomy_since
    return tuple(sorted(days | ({began} if began is not None else set())))


def _touches(evidence: Evidence, policy: Policy, action: str | None) -> float:
    """Return the share of runs an action touches, at most 1; without a log, 1 for the only action there is.

    A change that names no action is one of them all (columns.csv changes).
    """
    if action is None:
        return 1.0
    calls = sum(
        row.ok + row.error + row.rolled_back + row.blocked_for_approval for row in evidence.calls if row.tool == action
    )
    first = first_of(policy.look_back.breaches_days, evidence.as_of)
    runs = total(run_days(evidence, policy).between(first, evidence.as_of), "started")
    if runs and evidence.calls:
        return min(1.0, calls / runs)
    acting = {row.action for row in evidence.actions if row.mode is not Mode.FORBIDDEN}
    return float(acting <= {action})


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)
