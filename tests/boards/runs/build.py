"""One run as the log told it; a test changes only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime

from agent_scorecard.rules.run_facts import RunCall, RunLine, RunPlace, RunTally, RunTrail
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, RunStatus, ToolStatus

AT = datetime(2026, 10, 12, 9, 2, tzinfo=UTC)
READ = RunCall("crm.read", ToolStatus.OK, "", 1)
HELD = RunCall("stripe.refund", ToolStatus.BLOCKED, "needs_human_approval_over_100", 1)
LINE = RunLine(
    place=RunPlace(1_791_795_720_000, "req_7"),
    at=AT,
    status=RunStatus.COMPLETED,
    outcome=ReviewOutcome.ACCEPTED,
    result=RunResult.SUCCESS,
    version="",
    model="4.2",
    prompt="p-31",
    cost=34_700_000,
    currency="USD",
    duration_ms=6196,
    calls=(READ,),
    error="",
)
TRAIL = RunTrail(
    line=LINE,
    workflow="refunds",
    trigger="ticket",
    case_class="refunds",
    policy_version="v3",
    sources=2,
    approved=True,
    approver="ana",
    contradictory=False,
    infra_failure=False,
    time_stated=False,
    audit={"workflow": True, "output": True},
    approvals=(),
    inputs=None,
    output=None,
)
NOTHING = RunTally(0, 50_000, (), (), (), (), ())
