"""What happened to the agents of a synthetic company: changes, incidents, evals, drills, approvals and spend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from agent_scorecard.bench.slices import AS_OF, Row, Slice

CAUSES = ("prompt", "model", "stale_data", "tool_schema", "unknown")
FOUND_BY = ("monitor", "reviewer", "user", "customer")


def changes(of: Slice) -> Iterator[Row]:
    if of.one_in("change"):
        who = {"author": of.person(1), "approver": of.person(0)}
        when = f"{AS_OF - timedelta(days=10 + of.number % 90)}T09:00:00Z"
        yield of.row(change=f"CH-{of.number}", changed_at=when, kind="prompt", **who, reason="Shorter answers")


def incidents(of: Slice) -> Iterator[Row]:
    if of.status == "idea" or not of.one_in("incident"):
        return
    day = AS_OF - timedelta(days=5 + of.number % 140)
    resolved = "" if of.number % 4 == 0 else f"{day + timedelta(days=2)}T12:00:00Z"
    yield of.row(
        incident=f"INC-{of.number}",
        summary="An answer left out what the source said",
        severity=("low", "medium", "medium", "high")[of.number % 4],
        risk_class="accuracy",
        harm="none",
        cause=CAUSES[of.number % len(CAUSES)],
        occurred_at=f"{day}T08:00:00Z",
        detected_at=f"{day}T{10 + of.number % 8}:00:00Z",
        detected_by=FOUND_BY[of.number % len(FOUND_BY)],
        resolved_at=resolved,
        rca_trace="Trace kept with the ticket" if resolved else "",
        rca_guardrail_gaps="Nobody compared the answer with its source" if resolved else "",
        rca_fixes="The source is shown beside the answer" if resolved else "",
    )


def evals(of: Slice) -> Iterator[Row]:
    if of.status != "idea":
        when = f"{AS_OF - timedelta(days=of.number % 120)}T16:00:00Z"
        failed = 3 if of.one_in("poor") else 0
        counts = {"cases": 120, "edge_cases": 20, "passed": 120 - failed, "blocking_failures": failed}
        yield of.row(eval_run=f"EV-{of.number}", suite="core", run_at=when, **counts, case_source="real")


def drills(of: Slice) -> Iterator[Row]:
    if of.status == "live":
        day = AS_OF - timedelta(days=of.number * 11 % 130)
        done = {"seconds_to_disable": 60, "in_flight_covered": "yes", "passed": "yes"}
        yield of.row(drill=f"DR-{of.number}", drilled_on=day, **done)


def approvals(of: Slice) -> Iterator[Row]:
    if of.status != "live" or of.tier == "low":
        return
    for place in range(4):
        day = AS_OF - timedelta(days=3 + place * 9)
        yield of.row(
            approval=f"AP-{of.number}-{place}",
            action=f"{of.system}.draft_{of.number // 16 % 61}",
            requested_at=f"{day}T09:00:00Z",
            opened_at=f"{day}T09:20:00Z",
            decided_at=f"{day}T09:{21 + of.number % 30}:00Z",
            approver=of.person(2 + place % 2),
            verdict="edited" if (of.number + place) % 11 == 0 else "approved",
        )


def budget(of: Slice) -> Iterator[Row]:
    if of.number % 10:
        amount = 300 + of.number % 9 * 100
        yield of.row(period="month", effective_from=of.since - timedelta(days=35), amount=amount, currency="USD")


def costs(of: Slice, months: int) -> Iterator[Row]:
    if of.status == "idea":
        return
    for back in reversed(range(months)):
        place = AS_OF.year * 12 + AS_OF.month - 1 - back
        spent = 180 + of.chance.randrange(160)
        yield of.row(period=f"{place // 12}-{place % 12 + 1:02}", category="model", amount=spent, currency="USD")
