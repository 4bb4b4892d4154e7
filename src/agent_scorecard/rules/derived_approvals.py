"""Measures of the approval queue: how much was asked, how long it waited, how well it was read, by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Approval
from agent_scorecard.rules.once import once
from agent_scorecard.rules.window import Window
from agent_scorecard.vocabulary import ApprovalVerdict

_YES = (ApprovalVerdict.APPROVED, ApprovalVerdict.EDITED)


def approval_rate(window: Window) -> Figure | None:
    return window.share(approved(window.decided), len(window.decided))


def approved_actions(window: Window) -> Figure | None:
    return window.amount(approved(window.decided)) if window.evidence.approvals else None


def approval_volume(window: Window) -> Figure | None:
    return window.amount(len(window.requested)) if window.evidence.approvals else None


def approval_wait(window: Window) -> Figure | None:
    """Minutes from asking to deciding, the middle one."""
    return window.median(waited(row) / 60 for row in window.decided)


def approval_queue_depth(window: Window) -> Figure | None:
    """Requests still open at the end of the period."""
    return window.amount(window.waiting) if window.evidence.approvals else None


def fast_approval_share(window: Window) -> Figure | None:
    """Decisions made faster than the action's minimum reading seconds."""
    return window.share(fast(window.evidence, window.policy, window.decided), len(window.decided))


def approver_concentration(window: Window) -> Figure | None:
    named = [row.approver for row in window.decided if row.approver]
    return window.share(max(Counter(named).values(), default=0), len(named))


def approved(rows: Sequence[Approval]) -> int:
    """Return how many were approved, edited or not."""
    return sum(row.verdict in _YES for row in rows)


def waited(row: Approval) -> float:
    """Return the seconds from asking to deciding; 0 while undecided."""
    return (row.decided_at - row.requested_at).total_seconds() if row.decided_at is not None else 0.0


def reading_seconds(row: Approval) -> float | None:
    """Return how long a decision can have been read (rules 5, rubber_stamp), None while undecided.

    Counted from the latest of the request, its opening if known, and the same approver's previous decision.
    """
    if row.decided_at is None:
        return None
    starts = [at for at in (row.requested_at, row.opened_at, row.previous_decided_at) if at is not None]
    return (row.decided_at - max(starts)).total_seconds()


def fast(evidence: Evidence, policy: Policy, rows: Sequence[Approval]) -> int:
    """Return how many decisions took less than the minimum reading time of their action."""
    least = once(evidence, policy, "reading seconds", lambda: _least_seconds(evidence))
    return sum(
        (seconds := reading_seconds(row)) is not None
        and seconds < least.get(row.action or "", policy.oversight.reading_seconds)
        for row in rows
    )


def _least_seconds(evidence: Evidence) -> dict[str, int]:
    return {row.action: row.min_reading_seconds for row in evidence.actions if row.min_reading_seconds is not None}


APPROVAL_MEASURES: Mapping[str, Callable[[Window], Figure | None]] = {
    "approval_rate": approval_rate,
    "approved_actions": approved_actions,
    "approval_volume": approval_volume,
    "approval_wait": approval_wait,
    "approval_queue_depth": approval_queue_depth,
    "fast_approval_share": fast_approval_share,
    "approver_concentration": approver_concentration,
}
