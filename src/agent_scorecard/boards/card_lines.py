"""Risk and cost of a card as label and sentence, only what was recorded."""

from __future__ import annotations

from agent_scorecard import format
from agent_scorecard.rules.answers import Assessment, Judged
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.runbook import last_drill

NOT_MEASURED = "not measured"
NANO = 1_000_000_000


def risk_lines(one: Assessment) -> tuple[tuple[str, str], ...]:
    """Incidents, escalations, permission issues and the kill switch (register S0-59)."""
    return (
        ("Incidents", _incidents(one.evidence.incidents)),
        ("Escalations", _value(one, "escalation_rate")),
        ("Permission issues", _value(one, "permission_exceptions")),
        ("Kill switch", _kill_switch(one)),
    )


def cost_lines(one: Assessment) -> tuple[tuple[str, str], ...]:
    """Cost per completed task, the month's total, the tail and avoided effort (register S0-59)."""
    return (
        ("Per completed task", _value(one, "cost_per_completed_task")),
        ("Month", _value(one, "total_monthly_cost")),
        ("Budget", _value(one, "budget_burn")),
        ("Cost tail", _tail(one)),
        ("Effort avoided", _value(one, "avoided_manual_effort")),
    )


def _judged(one: Assessment, key: str) -> Judged | None:
    return next((row for row in one.judged if row.measure.key == key), None)


def _value(one: Assessment, key: str) -> str:
    row = _judged(one, key)
    if row is None or row.figure is None:
        return NOT_MEASURED
    measure, figure = row.measure, row.figure
    text = format.value_text(figure.value, measure.unit, measure.aggregation, one.evidence.company.currency)
    return f"{text}, {format.cases(figure.n)}" if figure.n is not None else text


def _incidents(incidents: tuple[Incident, ...]) -> str:
    if not incidents:
        return "none recorded"
    still = sum(row.resolved_at is None for row in incidents)
    silent = sum(row.detected_by is not None and row.detected_by.is_silent for row in incidents)
    parts = [f"{format.count(len(incidents))} recorded", f"{format.count(still)} open" if still else "none open"]
    if silent:
        parts.append(f"{format.count(silent)} first seen by a customer or an auditor")
    return ", ".join(parts)


def _kill_switch(one: Assessment) -> str:
    switch = one.evidence.agent.kill_switch
    if switch is None:
        return "not stated"
    if switch.strip().casefold() == "none":
        return "there is none"
    last = last_drill(one.evidence, passed=True)
    if last is None:
        return f"{switch.rstrip('.')}. No drill has been passed."
    ago = (one.evidence.as_of - last.drilled_on).days
    covers = "covers work in flight" if last.in_flight_covered else "does not cover work in flight"
    return (
        f"Drill recorded {format.day(last.drilled_on, one.evidence.as_of)}, {format.plural(ago, 'day')} ago; {covers}."
    )


def _tail(one: Assessment) -> str:
    tail = one.evidence.cost_tail
    if tail is None:
        return NOT_MEASURED
    if tail.n < 100:
        return f"highest {format.money(tail.highest, tail.currency)}, n = {format.count(tail.n)}"
    times = f", {format.number(tail.p99 / tail.p50)} times the usual" if tail.p50 else ""
    return f"1 run in 100 from {format.money(tail.p99, tail.currency)} on{times}, n = {format.count(tail.n)}"
