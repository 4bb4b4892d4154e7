"""One healthy live agent, known in everything; a test changes only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from types import MappingProxyType
from typing import Any

from agent_scorecard.policy.run_measures import COUNTERS
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import (
    Action,
    Agent,
    Approval,
    Bounds,
    Change,
    DayFigures,
    Decision,
    Incident,
    Observation,
    Person,
    ProposedDecision,
)
from agent_scorecard.rules.periods import Period, ending, parse
from agent_scorecard.vocabulary import (
    Access,
    ApprovalVerdict,
    ChangeKind,
    Choice,
    Effect,
    ExpandKind,
    Level,
    Mode,
    ProposalState,
)

AS_OF = date(2026, 10, 31)
OCTOBER = parse("2026-10")
LEVEL_BEGAN = date(2026, 3, 2)
UNIT = 1_000_000_000
AGENT = "support-triage"

_A_DAY = {
    "started": 50,
    "completed": 48,
    "failed": 1,
    "escalated": 3,
    "reviewed": 48,
    "accepted": 46,
    "edited": 2,
    "edited_major": 1,
    "interventions": 2,
    "interventions_completed": 2,
    "success": 47,
    "failure": 1,
    "usable": 47,
    "completable": 50,
    "cost_known": 50,
    "cost": UNIT,
    "cost_log_n": 50,
    "cost_log": -195.6,
    "cost_log_sq": 790.0,
    "cost_sq": 0.025,
    "spend_known": 50,
    "spend": UNIT,
    "duration_known": 50,
    "duration_ms": 200_000,
    "calls_recorded": 50,
    "calls": 100,
    "calls_ok": 99,
    "calls_error": 1,
    "citing": 48,
    "citation_known": 48,
    "audit_present": 500,
    "audit_required": 500,
    "people_known": 50,
}


def at(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """A moment of a day in UTC."""
    return datetime.combine(day, clock(hour, minute, second), UTC)


def observation(
    measure: str,
    period: str | Period,
    value: float | None = None,
    *,
    of: tuple[float, float] | None = None,
    n: int | None = None,
    cohort: str = "agent",
    source: str | None = "report",
) -> Observation:
    """A loaded figure; `of=(116, 120)` gives a rate its numerator and denominator."""
    when = parse(period) if isinstance(period, str) else period
    above, below = of or (None, None)
    return Observation(measure, when, cohort, value, above, below, n, source)


def months(measure: str, *rows: Any, last: str | Period = OCTOBER, n: int | None = None) -> tuple[Observation, ...]:
    """One row for each month up to the last, in order: a value, `(numerator, denominator)`, or None for a gap."""
    end = parse(last) if isinstance(last, str) else last
    pairs = zip(ending(end, len(rows)), rows, strict=True)
    return tuple(
        observation(measure, month, of=row) if isinstance(row, tuple) else observation(measure, month, row, n=n)
        for month, row in pairs
        if row is not None
    )


def grouped(*rows: Iterable[Observation]) -> Mapping[str, tuple[Observation, ...]]:
    """Rows by measure in period order, as evidence holds them."""
    found: dict[str, list[Observation]] = {}
    for row in (row for part in rows for row in part):
        found.setdefault(row.measure, []).append(row)
    return MappingProxyType({key: tuple(sorted(part, key=lambda row: row.period)) for key, part in found.items()})


def observed(*rows: Iterable[Observation]) -> Mapping[str, tuple[Observation, ...]]:
    """The healthy observations with those of the given measures put in their place."""
    return MappingProxyType({**evidence().observations, **grouped(*rows)})


def bounds(measure: str, **changes: Any) -> Bounds:
    """Bounds in force since long before the first figure, agreed before they judge."""
    started = date(2025, 1, 1)
    return replace(Bounds(measure, started, set_by="cora", set_on=started, passes=0.95), **changes)


def rebound(*rows: Bounds) -> tuple[Bounds, ...]:
    """The healthy bounds with those of the given measures put in their place."""
    given = {row.measure for row in rows}
    return (*(row for row in evidence().bounds if row.measure not in given), *rows)


def day_figures(
    day: date, *, version: str = "v3", case_class: str = "", mode: str = "in", **counts: float
) -> DayFigures:
    """The runs of one day: only the counters named, all others 0."""
    unknown = set(counts) - {counter.name for counter in COUNTERS}
    if unknown:
        raise KeyError(f"No such counter: {', '.join(sorted(unknown))}.")
    values = tuple(float(counts.get(counter.name, 0)) for counter in COUNTERS)
    return DayFigures(day, version, case_class, mode, "USD", False, values)


def days(first: date, last: date, **counts: float) -> tuple[DayFigures, ...]:
    """The same runs every day from first to last; counters not named are those of the healthy agent."""
    figures = day_figures(first, **{**_A_DAY, **counts})
    span = range((last - first).days + 1)
    return tuple(figures._replace(day=first + timedelta(days=step)) for step in span)


def approval(number: int, day: date, *, seconds: int = 60, approver: str = "dan", **changes: Any) -> Approval:
    """An approval opened when it was asked for and decided after so many seconds."""
    asked = at(day)
    decided = asked + timedelta(seconds=seconds)
    row = Approval(
        f"AP-{number}",
        "helpdesk.tag",
        f"req_{number}",
        asked,
        asked,
        decided,
        None,
        approver,
        True,
        ApprovalVerdict.APPROVED,
    )
    return row._replace(**changes)


def incident(day: date, **changes: Any) -> Incident:
    """An incident found on a day, at 12:00 UTC."""
    return replace(
        Incident(f"INC-{day}", at(day, 12), agent=AGENT, summary="A reply went to the wrong queue"), **changes
    )


def changed_kind(kind: ChangeKind, day: date, **changes: Any) -> Change:
    """A logged change of the agent, made and approved by two people."""
    return replace(Change(f"CH-{kind}-{day}", at(day), kind, author="ben", approver="ana", reason="Planned"), **changes)


def person(name: str, **changes: Any) -> Person:
    return replace(Person(name, name.title(), f"{name}@example.com", "Support"), **changes)


def evidence(**changes: Any) -> Evidence:
    """The healthy agent with these fields changed; a field of the agent or the company may be named directly."""
    from tests.healthy import healthy as complete

    healthy = complete()
    own = {field.name for field in fields(Evidence)}
    agents = {field.name for field in fields(Agent)} - own
    companies = {field.name for field in fields(Company)} - own - agents
    unknown = set(changes) - own - agents - companies
    if unknown:
        raise KeyError(f"Evidence has no field {', '.join(sorted(unknown))}.")
    taken = {name: value for name, value in changes.items() if name in own}
    agent = replace(taken.pop("agent", healthy.agent), **{k: v for k, v in changes.items() if k in agents})
    company = replace(taken.pop("company", healthy.company), **{k: v for k, v in changes.items() if k in companies})
    return replace(healthy, agent=agent, company=company, **taken)


def action(name: str = "helpdesk.tag", **changes: Any) -> Action:
    """A reversible write in the loop with everybody named and its undoing tested."""
    complete = Action(
        name,
        system="helpdesk",
        access=Access.WRITE,
        effects=(Effect.NONE,),
        reversible=True,
        mode=Mode.IN,
        mode_since=LEVEL_BEGAN,
        min_reading_seconds=20,
        cap_count_per_day=500,
        minutes_to_notice=60,
        accountable="ana",
        system_owner="ben",
        risk_owner="cora",
        consulted=("ben",),
        informed=("ana",),
        inform_trigger="Any rejected tag",
        compensation="Put the old tag back from the ticket history",
        compensation_tested_on=date(2026, 9, 15),
        idempotent=True,
        permission_scope="tags of open tickets",
        permission_purpose="Sort the queue",
        credential_expires_on=date(2027, 6, 30),
    )
    return replace(complete, **changes)


def proposed(**changes: Any) -> ProposedDecision:
    """A wider scope the owner proposed to a second person on the as-of day, after every decision there is."""
    row = ProposedDecision(
        proposal="40",
        agent=AGENT,
        choice=Choice.EXPAND,
        reason="The figures hold",
        next_step="Open it to the second team",
        owner="ana",
        due=AS_OF + timedelta(days=30),
        as_of=AS_OF,
        period="2026-10",
        proposed_by="ana",
        proposed_at=at(AS_OF, 15),
        expires_on=AS_OF + timedelta(days=30),
        state=ProposalState.WAITING,
        seen=39,
        owner_then="ana",
        kind=ExpandKind.SCOPE,
    )
    return replace(row, **changes)


def decision(seq: int, day: date, choice: Choice = Choice.MAINTAIN, **changes: Any) -> Decision:
    """A decision the owner recorded on the day it took effect."""
    row = Decision(
        seq=seq,
        agent=AGENT,
        choice=choice,
        reason="Figures hold",
        next_step="Look again next quarter",
        owner="ana",
        due=day + timedelta(days=92),
        as_of=day,
        recorded_at=at(day, 15),
        by="ana",
        proposed=choice,
        period="2026-Q3",
        level=Level.RECOMMENDED,
        verified=True,
        policy_version="shipped-1",
    )
    return replace(row, **changes)
