"""One healthy live agent, known in everything; a test changes only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import cache
from types import MappingProxyType
from typing import Any

from agent_scorecard.policy import read_measures
from agent_scorecard.policy.run_measures import COUNTERS
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.facts import (
    Action,
    Agent,
    Approval,
    Assignment,
    Band,
    Bounds,
    Budget,
    CapabilityRow,
    Change,
    Cost,
    CostTail,
    DayFigures,
    Decision,
    Drill,
    Escalation,
    Eval,
    FollowUp,
    GateRow,
    Incident,
    Observation,
    PeriodFigure,
    Person,
    Task,
    Tool,
    UsedCall,
)
from agent_scorecard.rules.periods import Period, ending, parse
from agent_scorecard.vocabulary import (
    Access,
    AgentKind,
    ApprovalVerdict,
    BaselineKind,
    BudgetPeriod,
    Capability,
    CaseSource,
    ChangeKind,
    Choice,
    CostCategory,
    Effect,
    EvidenceSource,
    ExpandKind,
    Gate,
    GateAnswer,
    GateItem,
    Level,
    Mode,
    Preset,
    Rhythm,
    Role,
    Status,
    Tier,
    WorkOrigin,
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
    healthy = _healthy()
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


@cache
def _healthy() -> Evidence:
    runs = days(LEVEL_BEGAN, AS_OF)
    return Evidence(
        agent=_agent(),
        as_of=AS_OF,
        company=_company(),
        first_loaded=date(2025, 11, 20),
        assignments=_assignments(),
        actions=_actions(),
        escalations=_escalations(),
        bounds=_bounds(),
        observations=_observations(),
        days=runs,
        month_figures=_month_figures(),
        cost_tail=CostTail(4_200, 20_000_000, 60_000_000, 90_000_000, 0.04, "USD"),
        calls=_calls(),
        changes=_changes(),
        evals=(_eval("EV-1", date(2026, 2, 20)), _eval("EV-2", date(2026, 7, 3)), _eval("EV-3", date(2026, 10, 6))),
        approvals=_approvals(),
        drills=(Drill("DR-1", date(2026, 10, 2), True, 48, True, "ben"),),
        budgets=(Budget(BudgetPeriod.MONTH, 60 * UNIT, "USD", LEVEL_BEGAN, spend_owner="ana"),),
        costs=_costs(),
        gates=_gates(),
        decisions=_decisions(),
        follow_ups=_follow_ups(),
    )


def _agent() -> Agent:
    return Agent(
        agent=AGENT,
        name="Support triage",
        kind=AgentKind.AGENT,
        team="Support",
        workflow="ticket_triage",
        user_group="Support team",
        business_outcome="Tickets answered faster without breaking policy",
        work_origin=WorkOrigin.INTERNAL,
        status=Status.LIVE,
        status_since=date(2026, 1, 12),
        pilot_started=date(2025, 11, 17),
        live_on=date(2026, 1, 12),
        autonomy_level=Level.RECOMMENDED,
        autonomy_since=LEVEL_BEGAN,
        wanted_level=Level.BOUNDED,
        risk_tier=Tier.MEDIUM,
        risk_tier_reason="Writes to the help desk",
        trigger="New ticket",
        rhythm=Rhythm.CONTINUOUS,
        evidence_source=EvidenceSource.LOG,
        allowed_inputs=("help desk tickets",),
        required_outputs="A tag and a draft reply with its source",
        constraints="Never promises a refund",
        kill_switch="Turn off flag triage in the admin console",
        kill_switch_in_flight="Queue triage is paused and drained to quarantine",
        rollback_target="v2; redeploy from the release page",
        contacts=("Ana +1 555 0100", "Ben +1 555 0101"),
        retirement_criteria="Fewer than 20 tickets a month for a quarter",
        sampling_one_in=1,
        retention_days=365,
        mask_keys=("customer_email",),
        owner_confirmed_on=date(2026, 10, 5),
        version="v3",
        url="https://example.com/agents/triage",
        trace_url="https://traces.example.com/{request_id}",
    )


def _company() -> Company:
    names = ("ana", "ben", "cora", "dan", "eva", "finn")
    return Company(
        preset=Preset.ENTERPRISE,
        people=MappingProxyType({name: person(name) for name in names}),
        measures=read_measures(),
        tools=(Tool("helpdesk", "ben", "2026-08", date(2026, 9, 12)),),
        capabilities=tuple(
            CapabilityRow(row, "ben", True, "Wiki page", date(2026, 9, 1), date(2027, 3, 1)) for row in Capability
        ),
        tasks=(Task("Sort new tickets", "Support", AGENT, 5, 2, 4, 2, 4, 14.0),),
        agent_ids=frozenset({AGENT}),
    )


def _assignments() -> tuple[Assignment, ...]:
    held = {
        "ana": (
            Role.ACCOUNTABLE_OWNER,
            Role.PROCESS_OWNER,
            Role.APPROVE_PILOT,
            Role.APPROVE_LIVE,
            Role.OWN_METRIC,
            Role.PAUSE_OR_RETIRE,
        ),
        "ben": (Role.SYSTEM_OWNER, Role.BUILDER),
        "cora": (Role.RISK_OWNER, Role.EVALUATION_OWNER, Role.REVIEW_FAILURES),
        "dan": (Role.SUPERVISOR, Role.OPERATIONS_LEAD, Role.ON_CALL),
        "eva": (Role.SUPERVISOR,),
        "finn": (Role.SUPERVISOR,),
    }
    return tuple(Assignment(role, name, date(2025, 11, 1)) for name, roles in held.items() for role in roles)


def _actions() -> tuple[Action, ...]:
    read = action(
        "helpdesk.read",
        access=Access.READ,
        mode=Mode.OUT,
        compensation=None,
        compensation_tested_on=None,
        permission_scope="open tickets",
        permission_purpose="Read the request",
    )
    delete = action(
        "helpdesk.delete",
        access=Access.DELETE,
        reversible=False,
        mode=Mode.FORBIDDEN,
        compensation=None,
        compensation_tested_on=None,
    )
    return (delete, read, action())


def _escalations() -> tuple[Escalation, ...]:
    return (
        Escalation("Angry customer", None, "ana", "Ana takes the ticket; the agent leaves it"),
        Escalation("No source found", "helpdesk.tag", "dan", "Dan tags by hand"),
    )


def _bounds() -> tuple[Bounds, ...]:
    measured: dict[str, Any] = {
        "baseline_kind": BaselineKind.MEASURED,
        "baseline_period": "2025-10",
        "baseline_source": "help desk report",
    }
    return (
        bounds(
            "first_response_time", baseline_value=42.0, target=25.0, passes=30.0, fails=40.0, headline=True, **measured
        ),
        bounds(
            "policy_accuracy",
            baseline_numerator=188.0,
            baseline_denominator=200.0,
            target=0.98,
            passes=0.95,
            fails=0.92,
            guard_of="first_response_time",
            **measured,
        ),
        bounds("human_correction_rate", target=0.03, passes=0.05, fails=0.10),
        bounds("intervention_rate", target=0.05, passes=0.08, fails=0.12),
        bounds("escalation_rate", target=Band(0.02, 0.10), passes=Band(0.01, 0.15), fails=Band(0.0, 0.25)),
        bounds("incidents", target=0.0, passes=1.0, fails=3.0),
        bounds("rollback_rate", target=0.01, passes=0.02, fails=0.05),
        bounds("active_users", target=10.0, passes=8.0, fails=4.0),
        bounds("cost_per_completed_task", target=0.03, passes=0.05, fails=0.10),
    )


def _observations() -> Mapping[str, tuple[Observation, ...]]:
    return grouped(
        months("first_response_time", *(24.0,) * 12, n=400),
        months("policy_accuracy", *((395, 400),) * 12),
        months("policy_compliance", *((398, 400),) * 12),
    )


def _month_figures() -> tuple[PeriodFigure, ...]:
    monthly = {"p95_task_latency": (9.0, 1500), "p99_cost_per_task": (0.06, 1500), "active_users": (14.0, 1500)}
    return tuple(
        PeriodFigure(measure, month, value, n)
        for month in ending(OCTOBER, 8)
        for measure, (value, n) in monthly.items()
    )


def _calls() -> tuple[UsedCall, ...]:
    return (
        UsedCall("helpdesk.read", 4_450, 50, 0, 0, 0, 0, AS_OF, 0, 0),
        UsedCall("helpdesk.tag", 4_460, 40, 0, 0, 0, 0, AS_OF, 0, 0),
    )


def _changes() -> tuple[Change, ...]:
    return (
        changed_kind(ChangeKind.LEVEL, LEVEL_BEGAN, from_value="1", to_value="2"),
        changed_kind(ChangeKind.MODEL, date(2026, 7, 6), from_value="4.1", to_value="4.2", eval_run="EV-2"),
    )


def _eval(name: str, day: date) -> Eval:
    return Eval(name, at(day), 120, 119, "triage-core", "v3", 18, 0, CaseSource.REAL)


def _approvals() -> tuple[Approval, ...]:
    return tuple(
        approval(number, AS_OF - timedelta(days=number % 84), approver=("dan", "eva", "finn")[number % 3])
        for number in range(168)
    )


def _costs() -> tuple[Cost, ...]:
    spent = {
        month: sum(month.contains(LEVEL_BEGAN + timedelta(days=step)) for step in range(244))
        for month in ending(OCTOBER, 8)
    }
    return tuple(
        Cost(month, category, amount, "USD")
        for month, count in spent.items()
        for category, amount in ((CostCategory.MODEL, count * UNIT), (CostCategory.HUMAN_REVIEW, 90 * UNIT))
    )


def _gates() -> tuple[GateRow, ...]:
    attested = {
        Gate.INTAKE: ("G1.0", "G1.1", "G1.4"),
        Gate.DESIGN_REVIEW: ("G2.1", "G2.2"),
        Gate.PRODUCTION_READINESS: ("G3.2",),
        Gate.PORTFOLIO_REVIEW: ("G4.4",),
        Gate.CHECKLIST: ("F2", "F4", "C3", "C4", "O4"),
    }
    held = {
        Gate.INTAKE: date(2025, 11, 10),
        Gate.DESIGN_REVIEW: date(2025, 12, 1),
        Gate.PRODUCTION_READINESS: date(2026, 1, 8),
        Gate.PORTFOLIO_REVIEW: date(2026, 10, 14),
        Gate.CHECKLIST: date(2026, 1, 8),
    }
    items = [
        GateRow(gate, GateItem(code), GateAnswer.YES, "Wiki page", "ana", held[gate])
        for gate, codes in attested.items()
        for code in codes
    ]
    results = [
        GateRow(gate, GateItem.RESULT, GateAnswer.PASS, None, "ana", day, day - timedelta(days=7), ("ana", "ben"))
        for gate, day in held.items()
        if gate is not Gate.CHECKLIST
    ]
    signed = [
        GateRow(Gate.CHECKLIST, item, GateAnswer.YES, None, name, held[Gate.CHECKLIST])
        for item, name in ((GateItem.SIGNED_BY_MANAGER, "ana"), (GateItem.SIGNED_BY_BUILDER, "ben"))
    ]
    return (*items, *results, *signed)


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


def _decisions() -> tuple[Decision, ...]:
    granted = decision(1, LEVEL_BEGAN, Choice.EXPAND, kind=ExpandKind.LEVEL, co_signed_by="cora", period="2026-02")
    return (
        granted,
        decision(2, date(2026, 4, 14), period="2026-Q1"),
        decision(3, date(2026, 7, 14), period="2026-Q2"),
        decision(4, date(2026, 10, 14), period="2026-Q3"),
    )


def _follow_ups() -> tuple[FollowUp, ...]:
    return (
        FollowUp("FU-1", AGENT, "Set level 2", "ben", date(2026, 3, 9), 1, True, date(2026, 3, 3), "Set"),
        FollowUp("FU-2", AGENT, "Look again next quarter", "ana", date(2026, 7, 15), 2, False, date(2026, 7, 14)),
        FollowUp("FU-3", AGENT, "Look again next quarter", "ana", date(2026, 10, 14), 3, False, date(2026, 10, 14)),
        FollowUp("FU-4", AGENT, "Look again next quarter", "ana", date(2027, 1, 14), 4),
    )
