"""What files and people tell about agents: one frozen value for each kind of row, ready for the rules.

Ids are text as loaded, days are dates in the company zone, times are aware UTC, money is integer nano-units
(1 USD = 1,000,000,000). `None` always means "nobody said", never zero (rules 1; columns.csv gives every field).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from agent_scorecard.rules.periods import Period
from agent_scorecard.vocabulary import (
    Access,
    AgainstReason,
    AgenticRisk,
    AgentKind,
    AlertAct,
    ApprovalVerdict,
    BaselineKind,
    BudgetPeriod,
    Capability,
    CaseSource,
    Cause,
    ChangeKind,
    Choice,
    CostCategory,
    DatePrecision,
    DetectedBy,
    Disposition,
    Effect,
    EvidenceSource,
    ExceptionReason,
    ExpandKind,
    Gate,
    GateAnswer,
    GateItem,
    Harm,
    IncidentSeverity,
    KeepContent,
    Level,
    Mode,
    Operator,
    ProposalState,
    ReviewOutcome,
    Rhythm,
    RiskClass,
    Role,
    RunResult,
    Severity,
    Status,
    Tier,
    ToolStatus,
    TurnKind,
    UndoState,
    WeeklyChange,
    WorkOrigin,
    Worth,
)


@dataclass(frozen=True, slots=True)
class Person:
    """One human being who may hold roles (columns.csv people)."""

    person: str
    name: str
    email: str | None = None
    function: str | None = None
    active: bool = True
    inactive_since: date | None = None
    delegate: str | None = None

    def active_on(self, day: date) -> bool:
        return self.active or (self.inactive_since is not None and day < self.inactive_since)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role held by a person for an agent between two days, both included; open ends are `None`."""

    role: Role
    person: str
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Agent:
    """One row of the inventory (columns.csv agents); the owner is an assignment, not a field."""

    agent: str
    name: str
    kind: AgentKind = AgentKind.AGENT
    team: str | None = None
    workflow: str | None = None
    user_group: str | None = None
    business_outcome: str | None = None
    work_origin: WorkOrigin | None = None
    status: Status = Status.IDEA
    status_since: date | None = None
    pilot_started: date | None = None
    merged_into: str | None = None
    live_on: date | None = None
    autonomy_level: Level = Level.ASSISTED
    autonomy_since: date | None = None
    wanted_level: Level | None = None
    risk_tier: Tier | None = None
    risk_tier_reason: str | None = None
    trigger: str | None = None
    rhythm: Rhythm = Rhythm.WEEKLY
    evidence_source: EvidenceSource = EvidenceSource.FILE
    allowed_inputs: tuple[str, ...] = ()
    required_outputs: str | None = None
    constraints: str | None = None
    kill_switch: str | None = None
    kill_switch_in_flight: str | None = None
    rollback_target: str | None = None
    contacts: tuple[str, ...] = ()
    retirement_criteria: str | None = None
    sampling_one_in: int = 1
    retention_days: int | None = None
    keep_content: KeepContent = KeepContent.NONE
    mask_keys: tuple[str, ...] = ()
    owner_confirmed_on: date | None = None
    workflow_changed_on: date | None = None
    version: str | None = None
    url: str | None = None
    trace_url: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One action type of an agent with its oversight mode, limits and people (columns.csv actions).

    `mode` None means not stated: treated as in the loop, not counted as a mode on file. `effects` empty means
    unknown, `(Effect.NONE,)` means stated as none. `cap_amount` is nano-units of the threshold field.
    """

    action: str
    system: str | None = None
    access: Access | None = None
    effects: tuple[Effect, ...] = ()
    reversible: bool = False
    mode: Mode | None = None
    mode_since: date | None = None
    threshold_field: str | None = None
    threshold_operator: Operator | None = None
    threshold_value: str | None = None
    always_approve: bool = False
    min_reading_seconds: int | None = None
    cap_amount: int | None = None
    cap_count_per_day: int | None = None
    minutes_to_notice: int | None = None
    accountable: str | None = None
    system_owner: str | None = None
    risk_owner: str | None = None
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    inform_trigger: str | None = None
    compensation: str | None = None
    compensation_tested_on: date | None = None
    idempotent: bool = False
    permission_scope: str | None = None
    permission_purpose: str | None = None
    credential_expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    action: str
    order: int
    field: str
    operator: Operator
    value: str
    mode: Mode
    policy_version: str | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    trigger: str
    action: str | None = None
    person: str | None = None
    takeover_steps: str | None = None


class Band(NamedTuple):
    """An agreed range, ends included, for measures of direction band."""

    low: float
    high: float


Limit = float | Band


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a measure of an agent is judged by from a day on; rates are shares 0..1 (columns.csv bounds)."""

    measure: str
    effective_from: date
    baseline_kind: BaselineKind | None = None
    baseline_value: float | None = None
    baseline_numerator: float | None = None
    baseline_denominator: float | None = None
    baseline_period: str | None = None
    baseline_source: str | None = None
    target: Limit | None = None
    passes: Limit | None = None
    fails: Limit | None = None
    headline: bool = False
    guard_of: str | None = None
    set_by: str | None = None
    set_on: date | None = None


class Observation(NamedTuple):
    """A figure loaded for a period: a rate carries numerator and denominator, anything else a value and maybe n."""

    measure: str
    period: Period
    cohort: str
    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    source: str | None


class DayFigures(NamedTuple):
    """Counts of the runs of one company-zone day, version, case class, mode and currency; `counts` in the order of
    `policy.run_measures.COUNTERS`. "" = unknown. `stated`: the time was only stated by a mapping, so these runs
    enter no trend, alert or spike (rules 1)."""

    day: date
    version: str
    case_class: str
    mode: str
    currency: str
    stated: bool
    counts: tuple[float, ...]


class PeriodFigure(NamedTuple):
    """A run figure of a month that cannot be added up from days (nearest-rank quantiles, distinct users):
    measure key, month, value in the measure's unit, n."""

    measure: str
    period: Period
    value: float
    n: int


@dataclass(frozen=True, slots=True)
class CostTail:
    """Cost per run over the look-back of rules 11, in nano-units; `dearest_share` of spend in the dearest 1 %."""

    n: int
    p50: int
    p99: int
    highest: int
    dearest_share: float
    currency: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What changed the standing of an incident, recorded here; `was` and `now` are severities, None for the others."""

    seq: int
    kind: TurnKind
    incident: str
    by: str
    at: datetime
    was: IncidentSeverity | None = None
    now: IncidentSeverity | None = None
    reason: str | None = None
    agreed_by: str | None = None


class TouchedRun(NamedTuple):
    """A run an incident touched, as the log knows it; `calls` are pairs of tool and how the call ended."""

    request_id: str
    at: datetime
    calls: tuple[tuple[str, ToolStatus], ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """What somebody recorded of one record an incident touched."""

    seq: int
    record: str
    incident: str
    state: UndoState
    by: str
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """`turns` and `undone` stand in the order they were recorded in; `row_version` counts the writes to its row."""

    incident: str
    detected_at: datetime
    agent: str | None = None
    summary: str | None = None
    date_precision: DatePrecision = DatePrecision.DAY
    severity: IncidentSeverity = IncidentSeverity.UNDETERMINED
    risk_class: RiskClass | None = None
    harm: Harm | None = None
    cause: Cause = Cause.UNKNOWN
    occurred_at: datetime | None = None
    detected_by: DetectedBy | None = None
    paused_at: datetime | None = None
    drained_at: datetime | None = None
    rolled_back_at: datetime | None = None
    compensated_at: datetime | None = None
    resolved_at: datetime | None = None
    affected_runs: tuple[str, ...] = ()
    known_runs: int | None = None
    rca_trace: str | None = None
    rca_guardrail_gaps: str | None = None
    rca_fixes: str | None = None
    owner: str | None = None
    row_version: int = 0
    tags: tuple[AgenticRisk, ...] = ()
    turns: tuple[Turn, ...] = ()
    undone: tuple[Undone, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    change: str
    changed_at: datetime
    kind: ChangeKind
    action: str | None = None
    from_value: str | None = None
    to_value: str | None = None
    author: str | None = None
    approver: str | None = None
    eval_run: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change written down before it is released; released it is a `Change` under the same id."""

    change: str
    planned_at: datetime
    planned_by: str
    kind: ChangeKind
    author: str
    reason: str
    action: str | None = None
    from_value: str | None = None
    to_value: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptedRisk:
    """The risk of releasing one change without a passing eval, taken by a risk owner until a day, included."""

    change: str
    accepted_by: str
    accepted_on: date
    expires_on: date
    reason: str

    def holds_on(self, day: date) -> bool:
        return self.accepted_on <= day <= self.expires_on


@dataclass(frozen=True, slots=True)
class EvalCase:
    """A run on which a person judged otherwise than the agent, turned into a case of a suite (S1-13)."""

    request_id: str
    judged_at: datetime
    suite: str
    kept_on: date
    kept_by: str


@dataclass(frozen=True, slots=True)
class AlertHandled:
    """What a person did about an alert; `severity` and `size` are what it had then, `until` is the end of a mute."""

    seq: int
    alert: str
    act: AlertAct
    severity: Severity
    size: float | None
    reason: str
    done_on: date
    done_by: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TierSet:
    """A risk tier set here; `before` is the one it replaced, None where none was stated."""

    seq: int
    tier: Tier
    reason: str
    set_on: date
    set_by: str
    before: Tier | None = None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Eval:
    eval_run: str
    run_at: datetime
    cases: int
    passed: int
    suite: str = "default"
    agent_version: str | None = None
    edge_cases: int | None = None
    blocking_failures: int | None = None
    case_source: CaseSource | None = None


class Approval(NamedTuple):
    """One row of the approval queue. `previous_decided_at` = the same approver's previous decision anywhere;
    `known` = the approver is a person of the company (columns.csv approvals)."""

    approval: str
    action: str | None
    request_id: str | None
    requested_at: datetime
    opened_at: datetime | None
    decided_at: datetime | None
    previous_decided_at: datetime | None
    approver: str | None
    known: bool
    verdict: ApprovalVerdict


@dataclass(frozen=True, slots=True)
class Drill:
    drill: str
    drilled_on: date
    passed: bool
    seconds_to_disable: int | None = None
    in_flight_covered: bool = False
    done_by: str | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    period: BudgetPeriod
    amount: int
    currency: str
    effective_from: date | None = None
    workflow: str | None = None
    hard_stop: bool = False
    spend_owner: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    period: Period
    category: CostCategory
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class GateRow:
    gate: Gate
    item: GateItem
    answer: GateAnswer
    evidence: str | None = None
    answered_by: str | None = None
    answered_on: date | None = None
    submitted_on: date | None = None
    reviewers: tuple[str, ...] = ()
    reason: str | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    task: str
    team: str | None = None
    agent: str | None = None
    repeatability: int | None = None
    risk: int | None = None
    data_readiness: int | None = None
    judgement: int | None = None
    time_saved: int | None = None
    hours_per_week: float | None = None


@dataclass(frozen=True, slots=True)
class IntakeAnswer:
    """Whether a candidate task should be done at all, and how one run of it would begin on a Monday morning."""

    seq: int
    task: str
    worth: Worth
    reason: str
    answered_on: date
    by: str
    trigger: str | None = None
    first_step: str | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    tool: str
    owner: str | None = None
    schema_version: str | None = None
    contract_checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    capability: Capability
    owner: str | None = None
    done: bool = False
    evidence: str | None = None
    verified_on: date | None = None
    next_review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the ledger holds it: `seq` is its ledger entry, `level` the level granted by it (or kept).

    `measure` is the one it cites: by it is told what came of the decision.
    """

    seq: int
    agent: str
    choice: Choice
    reason: str
    next_step: str
    owner: str
    due: date
    as_of: date
    recorded_at: datetime
    by: str
    proposed: Choice
    period: str
    level: Level
    kind: ExpandKind | None = None
    action: str | None = None
    to_value: str | None = None
    against: AgainstReason | None = None
    co_signed_by: str | None = None
    verified: bool = False
    policy_version: str = ""
    card_hash: str = ""
    supersedes: int | None = None
    in_place_of: str | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class ProposedDecision:
    """A decision that asks for a second person, as proposed (rules 7): it counts as nothing until it is approved.

    `seen` is the last decision its author knew, 0 for none; `owner_then` answered for the agent on that day;
    `retirement` stays empty but for one that retires. `answer` is the reason given by whoever answered.
    """

    proposal: str
    agent: str
    choice: Choice
    reason: str
    next_step: str
    owner: str
    due: date
    as_of: date
    period: str
    proposed_by: str
    proposed_at: datetime
    expires_on: date
    state: ProposalState
    seen: int = 0
    owner_then: str | None = None
    kind: ExpandKind | None = None
    action: str | None = None
    to_value: str | None = None
    against: AgainstReason | None = None
    in_place_of: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A next step promised, or `in_place`: the confirmation that it was set in the agent's own system.

    `decision` is the ledger entry it was promised with; `incident` is the one it fixes, where it does.
    """

    follow_up: str
    agent: str
    what: str
    owner: str
    due: date
    decision: int
    in_place: bool = False
    done_on: date | None = None
    note: str | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptedGap:
    """One named gap accepted for a time by the risk owner (rules 6 "Exception"); it holds up to and with `expires_on`.

    `gap` is written as "evidence:7", "finding:eval_stale", "item:C2" or "gate:design_review"; `renews` is the exception
    it prolongs, `self_approved` one accepted by the owner, `ended_on` the day from which it no longer holds.
    """

    exception: str
    agent: str
    gap: str
    reason: ExceptionReason
    note: str | None
    accepted_by: str
    accepted_on: date
    expires_on: date
    renews: str | None = None
    self_approved: bool = False
    ended_on: date | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """The outcome of a quarterly review for one agent (rules 7): `confirms` is the decision that stands by it.

    `attested_by` is the owner who said the agent is still theirs; `workflow_changed` their answer, None when not asked.
    """

    period: str
    agent: str
    outcome: Choice
    confirms: int | None
    reason: str | None
    chair: str
    held_on: date
    seq: int
    disposition: Disposition
    attested_by: str | None = None
    workflow_changed: bool | None = None


@dataclass(frozen=True, slots=True)
class WeeklyReview:
    """What was said of one week of an agent's first month, which began on `begins` (register S2-28, S2-29).

    The three lists are texts of one line each; what was promised is the follow-up of entry `seq`, `change` its kind.
    """

    agent: str
    begins: date
    week: int
    held_on: date
    attendees: tuple[str, ...]
    by: str
    seq: int
    handled_well: str = ""
    stepped_in: str = ""
    rules_to_change: str = ""
    change: WeeklyChange | None = None
    no_change: str | None = None


class UnregisteredRuns(NamedTuple):
    """Runs whose agent id is neither an agent nor an alias: shown as a finding only (rules 5)."""

    agent_id: str
    runs: int
    first_day: date
    last_day: date


class UsedCall(NamedTuple):
    """Calls of one tool by an agent over the look-back of 90 days: counts by status, last ok day."""

    tool: str
    ok: int
    error: int
    blocked_for_approval: int
    not_permitted: int
    blocked_unclassed: int
    rolled_back: int
    last_ok: date | None
    ran_without_approval: int
    over_cap: int


class RunSample(NamedTuple):
    """One run as the scorecard lists it: no content, only what was recorded about it."""

    request_id: str
    at: datetime
    outcome: ReviewOutcome
    result: RunResult
    case_class: str
    version: str
    cost: int | None
    currency: str
    calls: tuple[str, ...] = ()
    reason: str = ""
