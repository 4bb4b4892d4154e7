"""How the approval queue of an agent runs: what waits, how long it took, how fast it was read, who decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.approvals import busiest, eligible, is_rubber_stamp, reading, reads_too_fast, recent
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.derived_approvals import waited
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.statistics import nearest_rank
from agent_scorecard.vocabulary import ApprovalVerdict


@dataclass(frozen=True, slots=True)
class ApprovalQueue:
    """Decisions of the look-back of approvals, and what waits on the day; waits are in seconds, None without any.

    `busiest` is the approver who decided most, `most` of `named` decisions whose approver is known.
    """

    decided: int
    approved: int
    fast: int
    median_wait: float | None
    slow_wait: float | None
    waiting: int
    oldest: datetime | None
    busiest: str | None
    most: int
    named: int
    eligible: int
    rubber_stamp: bool
    too_fast: bool

    @property
    def is_empty(self) -> bool:
        return not self.decided and not self.waiting


def approval_queue(evidence: Evidence, policy: Policy) -> ApprovalQueue:
    """Return the figures of the queue."""
    rows, read = recent(evidence, policy), reading(evidence, policy)
    waits = [waited(row) for row in rows]
    person, most, named = busiest(evidence, policy)
    open_since = waiting_since(evidence)
    return ApprovalQueue(
        decided=read.decided,
        approved=read.approved,
        fast=read.fast,
        median_wait=median(waits) if waits else None,
        slow_wait=nearest_rank(waits, round(policy.oversight.approval_wait_quantile * 100)),
        waiting=len(open_since),
        oldest=min(open_since, default=None),
        busiest=person,
        most=most,
        named=named,
        eligible=len(eligible(evidence)),
        rubber_stamp=is_rubber_stamp(evidence, policy),
        too_fast=reads_too_fast(evidence, policy),
    )


def waiting_since(evidence: Evidence) -> tuple[datetime, ...]:
    """Return when each request that nobody has answered was asked; one asked later than the day waits for nobody."""
    return tuple(
        row.requested_at
        for row in evidence.approvals
        if row.verdict is ApprovalVerdict.PENDING and company_day(evidence, row.requested_at) <= evidence.as_of
    )
