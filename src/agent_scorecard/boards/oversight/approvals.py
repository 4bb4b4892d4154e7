"""The approval queue of each agent: how long it waits, how fast it is read, and who decides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.oversight.seen import Seen, counted
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.approval_queue import ApprovalQueue, approval_queue
from agent_scorecard.rules.evidence import Evidence

SUBJECT = ("rubber_stamp", "approval_bottleneck", "approver_concentration", "single_approver")


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """The queue of one agent over the look-back; `found` is what the rules say about it, heaviest first."""

    agent: str
    name: str
    decided: str
    approved: str
    median: str
    slow: str
    waiting: str
    oldest: str
    fast: str
    fast_of: str
    busiest: str
    busiest_of: str
    found: tuple[Attention, ...]
    trusted: bool


@dataclass(frozen=True, slots=True)
class Approvals:
    said: str
    days: int
    rows: tuple[ApprovalRow, ...]


def approvals(shown: Sequence[Seen], policy: Policy) -> Approvals:
    """Return a row for each agent whose approvals are logged, those that need a person first."""
    queues = [(each, approval_queue(each.one.evidence, policy)) for each in shown]
    logged = [(each, queue) for each, queue in queues if not queue.is_empty]
    rows = [_row(each, queue) for each, queue in logged]
    days = policy.look_back.approvals_days
    return Approvals(
        said=_said([queue for _, queue in logged], len(shown), days),
        days=days,
        rows=tuple(sorted(rows, key=lambda row: (row.trusted, -max((f.severity.rank for f in row.found), default=-1)))),
    )


def _said(queues: Sequence[ApprovalQueue], of: int, days: int) -> str:
    if not queues:
        return f"No approval was logged in the last {days} days, so nothing is known about how they are read."
    decided, waiting = sum(queue.decided for queue in queues), sum(queue.waiting for queue in queues)
    unread = sum(queue.rubber_stamp for queue in queues)
    asked = f"{format.plural(decided, 'approval')} of {counted(len(queues), of, 'agent')} decided in {days} days"
    waits = f"{format.count(waiting)} {'waits' if waiting == 1 else 'wait'}" if waiting else "none waits"
    trust = f" {words.counted(unread, 'agent')} approved faster than anybody can read." if unread else ""
    return f"{asked}, {waits}.{trust}"


def _row(each: Seen, queue: ApprovalQueue) -> ApprovalRow:
    evidence = each.one.evidence
    found = [row for row in each.one.findings if row.code in SUBJECT]
    found.sort(key=lambda row: (-row.severity.rank, SUBJECT.index(row.code)))
    return ApprovalRow(
        agent=each.agent,
        name=each.name,
        decided=format.count(queue.decided),
        approved=_share(queue.approved, queue.decided),
        median=_wait(queue.median_wait),
        slow=_wait(queue.slow_wait),
        waiting=format.count(queue.waiting),
        oldest=_oldest(queue, evidence),
        fast=_share(queue.fast, queue.decided),
        fast_of=format.n_of(queue.fast, queue.decided) if queue.decided else "",
        busiest=words.person(evidence.company, queue.busiest) if queue.busiest else "not known",
        busiest_of=_busiest(queue),
        found=tuple(
            Attention(each.agent, each.name, row.severity, row.sentence.text, row.way_out, row.code) for row in found
        ),
        trusted=not queue.rubber_stamp,
    )


def _share(part: int, whole: int) -> str:
    return format.percent(part / whole) if whole else "none decided"


def _wait(seconds: float | None) -> str:
    return "none decided" if seconds is None else format.duration(seconds)


def _oldest(queue: ApprovalQueue, evidence: Evidence) -> str:
    if queue.oldest is None:
        return ""
    asked = queue.oldest.astimezone(ZoneInfo(evidence.company.zone)).date()
    return f"oldest from {format.day(asked, evidence.as_of)}"


def _busiest(queue: ApprovalQueue) -> str:
    if not queue.named:
        return ""
    return f"{format.n_of(queue.most, queue.named)}, {format.count(queue.eligible)} may approve"
