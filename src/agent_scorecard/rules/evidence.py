"""What may be known about one agent, and about the company, on one day: the only input of the rules."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.facts import (
    AcceptedGap,
    AcceptedRisk,
    Action,
    Agent,
    AlertHandled,
    Approval,
    Assignment,
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
    EvalCase,
    FollowUp,
    GateRow,
    Incident,
    IntakeAnswer,
    Observation,
    PeriodFigure,
    Person,
    PlannedChange,
    ProposedDecision,
    Task,
    Threshold,
    TierSet,
    Tool,
    UnregisteredRuns,
    UsedCall,
    WeeklyReview,
)
from agent_scorecard.vocabulary import Preset, Role

_NOTHING: Mapping[str, tuple[Observation, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Company:
    """What all agents of a database share: settings, people, catalogue of measures, tools, control plane."""

    name: str = "Company"
    zone: str = "UTC"
    locale: str = "en"
    currency: str = "USD"
    preset: Preset = Preset.SMALL
    people: Mapping[str, Person] = field(default_factory=lambda: MappingProxyType({}))
    measures: Mapping[str, Measure] = field(default_factory=lambda: MappingProxyType({}))
    tools: tuple[Tool, ...] = ()
    capabilities: tuple[CapabilityRow, ...] = ()
    tasks: tuple[Task, ...] = ()
    intake: tuple[IntakeAnswer, ...] = ()
    workflow_budgets: tuple[Budget, ...] = ()
    unregistered: tuple[UnregisteredRuns, ...] = ()
    library: tuple[Incident, ...] = ()
    agent_ids: frozenset[str] = frozenset()


class Memo:
    """What was already worked out of one evidence under one policy; another policy begins anew."""

    __slots__ = ("kept",)

    def __init__(self) -> None:
        self.kept: tuple[Policy | None, dict[Hashable, Any]] = (None, {})

    def begun(self, policy: Policy) -> dict[Hashable, Any]:
        """Return a place for the answers under a policy, empty still."""
        answers: dict[Hashable, Any] = {}
        self.kept = (policy, answers)
        return answers

    def forget(self) -> None:
        """Let go of every answer: a rule that asks again works it out again."""
        self.kept = (None, {})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may be known about one agent on one day, facts later than `as_of` already left out (rules 1).

    `observations` maps a measure key to its rows in period order, cohort agent and class:… alike. `first_loaded`
    is the company-zone day on which the agent first arrived; `None` for an agent not loaded yet. `corrected` are
    decisions that a later one supersedes: they are shown and count for nothing, as `proposals` do. `memo` is where
    `once.py` keeps what was already worked out; a copy begins with an empty one.
    """

    agent: Agent
    as_of: date
    company: Company = field(default_factory=Company)
    first_loaded: date | None = None
    assignments: tuple[Assignment, ...] = ()
    actions: tuple[Action, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    bounds: tuple[Bounds, ...] = ()
    observations: Mapping[str, tuple[Observation, ...]] = field(default_factory=lambda: _NOTHING)
    days: tuple[DayFigures, ...] = ()
    month_figures: tuple[PeriodFigure, ...] = ()
    cost_tail: CostTail | None = None
    calls: tuple[UsedCall, ...] = ()
    time_stated_runs: int = 0
    runs_kept_from: date | None = None
    incidents: tuple[Incident, ...] = ()
    changes: tuple[Change, ...] = ()
    planned: tuple[PlannedChange, ...] = ()
    accepted_risks: tuple[AcceptedRisk, ...] = ()
    evals: tuple[Eval, ...] = ()
    eval_cases: tuple[EvalCase, ...] = ()
    tiers_set: tuple[TierSet, ...] = ()
    approvals: tuple[Approval, ...] = ()
    drills: tuple[Drill, ...] = ()
    budgets: tuple[Budget, ...] = ()
    costs: tuple[Cost, ...] = ()
    gates: tuple[GateRow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    corrected: tuple[Decision, ...] = ()
    proposals: tuple[ProposedDecision, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    exceptions: tuple[AcceptedGap, ...] = ()
    weekly_reviews: tuple[WeeklyReview, ...] = ()
    alerts_handled: tuple[AlertHandled, ...] = ()
    memo: Memo = field(default_factory=Memo, init=False, compare=False, repr=False)

    def holders(self, role: Role) -> tuple[str, ...]:
        """People who hold a role on the as-of day, in order of id."""
        rows = [row for row in self.assignments if row.role is role]
        return tuple(sorted({row.person for row in rows if row.held_on(self.as_of)}))

    def holder(self, role: Role) -> str | None:
        return next(iter(self.holders(role)), None)

    @property
    def owner(self) -> Person | None:
        """The accountable owner as a known person, active or not; an unknown id or an agent id is nobody."""
        return self.company.people.get(self.holder(Role.ACCOUNTABLE_OWNER) or "")

    @property
    def active_owner(self) -> Person | None:
        owner = self.owner
        return owner if owner is not None and owner.active_on(self.as_of) else None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Every agent of the company on one day, in order of agent id."""

    company: Company
    as_of: date
    agents: tuple[Evidence, ...] = ()
    revision: int = 0
