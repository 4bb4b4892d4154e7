"""The healthy agent itself: complete in everything, live at level 2, medium tier, level 3 wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from agent_scorecard.policy import read_measures
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
    Decision,
    Drill,
    Escalation,
    Eval,
    FollowUp,
    GateRow,
    Observation,
    PeriodFigure,
    Task,
    Tool,
    UsedCall,
)
from agent_scorecard.rules.periods import ending
from agent_scorecard.vocabulary import (
    Access,
    AgentKind,
    BaselineKind,
    BudgetPeriod,
    Capability,
    CaseSource,
    ChangeKind,
    Choice,
    CostCategory,
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
from tests.build import (
    AGENT,
    AS_OF,
    LEVEL_BEGAN,
    OCTOBER,
    UNIT,
    action,
    approval,
    at,
    bounds,
    changed_kind,
    days,
    decision,
    grouped,
    months,
    person,
)


@cache
def healthy() -> Evidence:
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
