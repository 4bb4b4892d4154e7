"""The inventory of agents and what belongs to each: aliases, actions, thresholds, escalations, tools (columns.csv)."""

from __future__ import annotations

from datetime import date

from agent_scorecard.store.tables.columns import (
    Checked,
    count,
    day,
    ident,
    key,
    money,
    of_agent,
    step,
    text,
    word,
    words,
    yes_no,
)
from agent_scorecard.vocabulary import (
    Access,
    AgentKind,
    Effect,
    EvidenceSource,
    KeepContent,
    Level,
    Mode,
    Operator,
    Rhythm,
    Status,
    Tier,
    WorkOrigin,
)


class AgentFields(Checked):
    agent: str = key()
    name: str = text(120)
    kind: AgentKind = word(AgentKind, AgentKind.AGENT)
    team: str | None = text(80, None)
    workflow: str | None = text(120, None)
    user_group: str | None = text(200, None)
    business_outcome: str | None = text(500, None)
    work_origin: WorkOrigin | None = word(WorkOrigin, None)
    status: Status = word(Status, Status.IDEA)
    status_since: date | None = day()
    pilot_started: date | None = day()
    merged_into: str | None = ident(None)
    live_on: date | None = day()
    autonomy_level: Level = step(Level, Level.ASSISTED)
    autonomy_since: date | None = day()
    wanted_level: Level | None = step(Level, None)
    risk_tier: Tier | None = word(Tier, None)
    risk_tier_reason: str | None = text(500, None)
    trigger: str | None = text(500, None)
    rhythm: Rhythm = word(Rhythm, Rhythm.WEEKLY)
    evidence_source: EvidenceSource | None = word(EvidenceSource, None)
    allowed_inputs: tuple[str, ...] = words()
    required_outputs: str | None = text(1000, None)
    constraints: str | None = text(1000, None)
    kill_switch: str | None = text(500, None)
    kill_switch_in_flight: str | None = text(500, None)
    rollback_target: str | None = text(500, None)
    contacts: tuple[str, ...] = words()
    retirement_criteria: str | None = text(500, None)
    sampling_one_in: int = count(1, ge=1, le=1000)
    retention_days: int | None = count(ge=1, le=3650)
    keep_content: KeepContent = word(KeepContent, KeepContent.NONE)
    mask_keys: tuple[str, ...] = words()
    owner_confirmed_on: date | None = day()
    workflow_changed_on: date | None = day()
    version: str | None = text(60, None)
    url: str | None = text(500, None)
    trace_url: str | None = text(500, None)


class Agent(AgentFields, table=True):
    """`first_loaded` is the company-zone day the agent first arrived; `row_version` guards forms (no content)."""

    __tablename__ = "agents"

    first_loaded: date | None = day()
    row_version: int = count(0)


class AliasFields(Checked):
    alias: str = key()
    agent: str = of_agent(index=True)
    version: str | None = text(60, None)


class Alias(AliasFields, table=True):
    __tablename__ = "aliases"


class ActionFields(Checked):
    agent: str = of_agent(primary_key=True)
    action: str = key()
    system: str | None = text(120, None)
    access: Access | None = word(Access, None)
    effects: tuple[Effect, ...] = words(Effect)
    reversible: bool = yes_no()
    mode: Mode | None = word(Mode, None)
    mode_since: date | None = day()
    threshold_field: str | None = text(120, None)
    threshold_operator: Operator | None = word(Operator, None)
    threshold_value: str | None = text(60, None)
    always_approve: bool = yes_no()
    min_reading_seconds: int | None = count(ge=1, le=3600)
    cap_amount: int | None = money(ge=1)
    cap_count_per_day: int | None = count(ge=1)
    minutes_to_notice: int | None = count()
    accountable: str | None = ident(None)
    system_owner: str | None = ident(None)
    risk_owner: str | None = ident(None)
    consulted: tuple[str, ...] = words()
    informed: tuple[str, ...] = words()
    inform_trigger: str | None = text(200, None)
    compensation: str | None = text(500, None)
    compensation_tested_on: date | None = day()
    idempotent: bool = yes_no()
    permission_scope: str | None = text(300, None)
    permission_purpose: str | None = text(300, None)
    credential_expires_on: date | None = day()


class Action(ActionFields, table=True):
    __tablename__ = "actions"


class ThresholdFields(Checked):
    agent: str = of_agent(primary_key=True)
    action: str = key()
    order: int = count(..., ge=1, le=99, primary_key=True)
    field: str = text(120)
    operator: Operator = word(Operator)
    value: str = text(120)
    mode: Mode = word(Mode)
    policy_version: str | None = text(60, None)


class Threshold(ThresholdFields, table=True):
    __tablename__ = "thresholds"


class EscalationFields(Checked):
    agent: str = of_agent(primary_key=True)
    trigger: str = text(200, primary_key=True)
    action: str | None = ident(None)
    person: str | None = ident(None)
    takeover_steps: str | None = text(500, None)


class Escalation(EscalationFields, table=True):
    __tablename__ = "escalations"


class ToolFields(Checked):
    tool: str = key()
    owner: str | None = ident(None)
    schema_version: str | None = text(60, None)
    contract_checked_on: date | None = day()


class Tool(ToolFields, table=True):
    __tablename__ = "tools"
