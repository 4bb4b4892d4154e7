"""The approvals of an agent with the days of the company they were asked for and answered on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Approval
from agent_scorecard.rules.once import once

Dated = tuple[date, date | None, Approval]
"""When an approval was asked for, when it was answered, and the approval."""


def dated_approvals(evidence: Evidence, policy: Policy) -> Sequence[Dated]:
    """Return every approval with its days, which many measures ask for."""
    return once(evidence, policy, "approval days", lambda: [_dated(evidence, row) for row in evidence.approvals])


def _dated(evidence: Evidence, row: Approval) -> Dated:
    closed = None if row.decided_at is None else company_day(evidence, row.decided_at)
    return company_day(evidence, row.requested_at), closed, row
