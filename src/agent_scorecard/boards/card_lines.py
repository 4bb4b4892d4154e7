"""What decided a group, risk and cost of a card in a few words, only what was recorded."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards.how import How, judged, of_measure
from agent_scorecard.rules.answers import Assessment, GroupAnswer, Judged
from agent_scorecard.rules.explained import Explanations
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.runbook import last_drill
from agent_scorecard.rules.sentences import bound_words
from agent_scorecard.vocabulary import Verdict

NOT_MEASURED = "not measured"
NANO = 1_000_000_000


def decided(one: Assessment, answer: GroupAnswer) -> str:
    """The measure that decided a group beside its target or the bound it has to reach; else the whole sentence."""
    row = judged(one, str(answer.sentence.arguments.get("measure", "")))
    if row is None or row.figure is None:
        return answer.sentence.text
    value = f"{row.measure.name} {_text(one, row)}"
    if row.verdict is Verdict.NOT_TRUSTED:
        return f"{value}, approved faster than it can be read."
    if row.verdict is Verdict.UNPROVEN:
        return f"{value}, {format.cases(row.figure.n)}: too few to tell."
    return f"{value}{_against(one, row)}."


def _against(one: Assessment, row: Judged) -> str:
    """What a passing measure still aims at, and what a failing one has to reach."""
    if row.bounds is None or row.bounds.passes is None:
        return ""
    aims = row.verdict in (Verdict.MET, Verdict.PASSING) and row.bounds.target is not None
    named, limit = ("target", row.bounds.target) if aims else ("pass bound", row.bounds.passes)
    return f", {named} {bound_words(row.measure, limit or row.bounds.passes, one.evidence.company.currency)}"


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card: what, its value, and how that was computed."""

    label: str
    value: str
    how: How


def risk_lines(one: Assessment, told: Explanations) -> tuple[CardLine, ...]:
    """Incidents, escalations, permission issues and the kill switch (register S0-59)."""
    return (
        CardLine("Incidents", _incidents(one.evidence.incidents), (told.line("incidents"),)),
        _measured(one, told, "Escalations", "escalation_rate"),
        _measured(one, told, "Permission issues", "permission_exceptions"),
        CardLine("Kill switch", _kill_switch(one), (told.line("kill_switch"),)),
    )


def cost_lines(one: Assessment, told: Explanations) -> tuple[CardLine, ...]:
    """Cost per completed task, the month's total, the tail and avoided effort (register S0-59)."""
    return (
        _measured(one, told, "Per completed task", "cost_per_completed_task"),
        _measured(one, told, "Month", "total_monthly_cost"),
        CardLine("Budget", _used(one), of_measure(one, "budget_burn", told)),
        CardLine("Cost tail", _tail(one), (told.line("cost_tail"),)),
        _measured(one, told, "Effort avoided", "avoided_manual_effort"),
    )


def _measured(one: Assessment, told: Explanations, label: str, key: str) -> CardLine:
    return CardLine(label, _value(one, key), of_measure(one, key, told))


def _value(one: Assessment, key: str) -> str:
    row = judged(one, key)
    if row is None or row.figure is None:
        return NOT_MEASURED
    text = _text(one, row)
    return f"{text}, {format.cases(row.figure.n)}" if row.figure.n is not None else text


def _text(one: Assessment, row: Judged) -> str:
    value = row.figure.value if row.figure is not None else None
    return format.value_text(value, row.measure.unit, row.measure.aggregation, one.evidence.company.currency)


def _used(one: Assessment) -> str:
    row = judged(one, "budget_burn")
    return NOT_MEASURED if row is None or row.figure is None else f"{_text(one, row)} used"


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
        since = one.evidence.runs_kept_from
        return NOT_MEASURED if since is None else f"no longer told: runs before {format.full_day(since)} were purged"
    if tail.n < 100:
        return f"highest {format.money(tail.highest, tail.currency)}, n = {format.count(tail.n)}"
    times = f", {format.number(tail.p99 / tail.p50)} times the usual" if tail.p50 else ""
    return f"1 run in 100 costs {format.money(tail.p99, tail.currency)} or more{times}, n = {format.count(tail.n)}"
