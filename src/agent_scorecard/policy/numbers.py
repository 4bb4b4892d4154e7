"""The numbers of each rule, one shape per rule; counts and days are whole, shares 0..1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from agent_scorecard.policy.build import Range
from agent_scorecard.vocabulary import Choice, Rhythm, Tier

Positive = Annotated[int, Range(1)]
Share = Annotated[float, Range(0, 1)]
DayOfMonth = Annotated[int, Range(1, 28)]


@dataclass(frozen=True, slots=True)
class VerdictNumbers:
    """Rules 2: when a value is enough to judge, and how sticky the shown verdict is."""

    min_n: Positive
    extend_to_n: int
    extend_periods: int
    few_cases: int
    sticky_z: float
    sticky_periods: Positive
    newest_age_periods: int


@dataclass(frozen=True, slots=True)
class DispersionNumbers:
    """Rules 2: blocks over which the dispersion of counts is measured, and what holds without them."""

    block_days: Positive
    min_blocks: Positive
    max_blocks: Positive
    default_phi: float


@dataclass(frozen=True, slots=True)
class ProofNumbers:
    """Rules 2: window and confidence of "sure enough", used for autonomy only."""

    z: float
    periods: Positive
    max_periods: Positive
    min_n: Positive
    zero_confidence: Share


@dataclass(frozen=True, slots=True)
class FullReadingNumbers:
    """Rules 2: when reading every output stands in for statistics."""

    units: Positive
    within_months: Positive
    look_back_months: Positive
    outputs: Positive
    decisions: Positive
    weeks: Positive
    max_interventions: int
    stands_for: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangeNumbers:
    """Rules 2 and 5: how sure a comparison of two windows must be."""

    block_z: float
    note_z: float
    min_n: Positive
    min_k: int
    unmeasured_change: Share
    volume_rise: float


@dataclass(frozen=True, slots=True)
class SignalNumbers:
    """Rules 4: the intervention alert and watch; escalation uses the same test."""

    rise_percent: int
    alert_z: float
    watch_z: float
    before_days: Positive
    before_min_weeks: Positive
    after_days: Positive
    watch_days: Positive
    min_n: Positive
    min_k: int
    reference_days: Positive
    window_days: Positive
    mode_cut_share: Share


@dataclass(frozen=True, slots=True)
class AlertNumbers:
    """How long an alert may be left alone, in days, and what wakes it; `armed` are the codes that tell anybody."""

    acknowledged_days: Positive
    mute_days: Annotated[int, Range(1, 365)]
    mute_block_days: Annotated[int, Range(1, 31)]
    mute_block_times: Annotated[int, Range(0, 12)]
    mute_block_within_days: Positive
    cool_down_days: Annotated[int, Range(1, 92)]
    worse_by: float
    armed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostNumbers:
    """Rules 4 and 5: typical, mean and tail cost per task, and spikes of spend."""

    z: float
    typical_min_n: int
    typical_change: float
    mean_min_n: int
    tail_min_n: Positive
    tail_ratio: float
    p99_min_n: Positive
    dearest_share: Share
    spike_median: float
    spike_maximum: float
    spike_days: Positive
    spike_min_runs_per_day: float
    source_difference: Share


@dataclass(frozen=True, slots=True)
class OversightNumbers:
    """Rules 5: approvals, sampling, drills, audit and ownership."""

    reading_seconds: Positive
    stamp_min_n: int
    stamp_fast_share: Share
    stamp_approval_rate: Share
    concentration_share: Share
    concentration_min_n: int
    concentration_approvers: int
    full_sampling_days: int
    drill_warn_days: int
    drill_step_down_days: int
    drill_valid_days: int
    audit_completeness: Share
    audit_fields: tuple[str, ...]
    owner_confirmed_days: int
    unused_write_days: int
    credential_soon_days: int
    approval_wait_days: int
    approval_wait_quantile: Share
    citation_rate: Share
    validation_days: int
    eval_low_tier_warn_days: int
    eval_optional_tiers: tuple[Tier, ...]
    rca_optional_tiers: tuple[Tier, ...]
    rca_days: int
    pilot_days: int
    gate_age_days: int
    intervention_from_edits: bool


@dataclass(frozen=True, slots=True)
class LookBackNumbers:
    """Rules 11: how many days back a finding looks."""

    findings_days: Positive
    approvals_days: Positive
    cost_tail_days: Positive
    breaches_days: Positive


@dataclass(frozen=True, slots=True)
class RetentionNumbers:
    """Register S0-49: for how many days important runs of each tier are kept, whatever the agent's own period.

    Runs that were overridden, or that an incident, a decision's sample or an eval case cites, are important in every
    tier; those with a write, send or delete that ran in `effect_tiers`.
    """

    important_days: Mapping[Tier, Positive]
    effect_tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class ProposalNumbers:
    """Rules 7: when an option is proposed, who must sign, and by when it is due.

    ``second_person_above`` gives per tier the level above which an expansion needs a second person: 0 any, 4 never.
    ``resumed_alone`` are the tiers whose owner may end a pause without one.
    """

    disuse_rhythms: Positive
    disuse_days: int
    ownerless_days: int
    outcome_missed_periods: Positive
    merge_overlap: Share
    scope_days: int
    pilot_continue_days: int
    pilot_continue_times: int
    due_days: Mapping[Choice, int]
    confirm_days: int
    confirm_urgent_days: int
    back_dated_days: int
    expires_days: Positive
    resumed_alone: tuple[Tier, ...]
    second_person_above: Mapping[Tier, int]
    risk_owner_signs: tuple[Tier, ...]
    risk_owner_is_owner: tuple[Tier, ...]
    one_person_all_roles: bool


@dataclass(frozen=True, slots=True)
class ClockNumbers:
    """Rules 8: when reviews and cards fall due, in days."""

    weekly_every: Positive
    weekly_until: int
    day_card: int
    monthly_until: int
    monthly_day: DayOfMonth
    quarterly_day: DayOfMonth
    extra_month_ends: int
    paused_every: Positive
    pause_without_date: int
    portfolio_day: int
    first_load: int
    setup_days: int
    silence_rhythms: Positive
    silence_min_days: int
    rhythm_days: Mapping[Rhythm, Positive]
