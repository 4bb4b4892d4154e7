"""The frozen tree of policy numbers; rules 1 to 11 explain what each one means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent_scorecard.policy.build import built, merged
from agent_scorecard.policy.gates import GateItemPolicy, GatePolicy
from agent_scorecard.policy.ladder import GraduationNumbers, LadderPolicy, StepPolicy, TierPolicy
from agent_scorecard.vocabulary import (
    Aggregation,
    CardLine,
    Choice,
    Direction,
    Gate,
    GateItem,
    Group,
    Layer,
    Level,
    Preset,
    Rhythm,
    Severity,
    Tier,
)

__all__ = ["GateItemPolicy", "GatePolicy", "GraduationNumbers", "LadderPolicy", "StepPolicy", "TierPolicy"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One entry of the catalogue; ``numerator`` and ``denominator`` are empty where nothing is divided.

    ``unit`` is ``%``, ``per 100``, ``per 1000``, ``count``, ``minutes``, ``hours``, ``days``, ``seconds``,
    ``currency`` or a currency code, or other text. ``quantile`` (0..1) is given for aggregation quantile only.
    ``work_rate`` marks times, volumes and rates of work (rules 11, faster_but_worse).
    """

    key: str
    name: str
    group: Group
    layer: Layer
    direction: Direction
    unit: str
    aggregation: Aggregation
    definition: str
    formula: str
    card_line: CardLine
    numerator: str = ""
    denominator: str = ""
    gameable: bool = False
    work_rate: bool = False
    universal: bool = False
    quantile: float | None = None
    source_ids: tuple[str, ...] = ()
    owner: str | None = None

    @property
    def is_rate(self) -> bool:
        """Only a rate has Wilson and Newcombe intervals and can be proven."""
        return self.aggregation is Aggregation.RATE

    @property
    def scale(self) -> int:
        """What numerator / denominator is multiplied by to be in the unit: 1000 for "per 1000", 1 for a share."""
        return {"per 100": 100, "per 1000": 1000}.get(self.unit, 1)


@dataclass(frozen=True, slots=True)
class VerdictNumbers:
    """Rules 2: when a value is enough to judge, and how sticky the shown verdict is."""

    min_n: int
    extend_to_n: int
    extend_periods: int
    few_cases: int
    sticky_z: float
    sticky_periods: int
    newest_age_periods: int


@dataclass(frozen=True, slots=True)
class DispersionNumbers:
    """Rules 2: blocks over which the dispersion of counts is measured, and what holds without them."""

    block_days: int
    min_blocks: int
    max_blocks: int
    default_phi: float


@dataclass(frozen=True, slots=True)
class ProofNumbers:
    """Rules 2: window and confidence of "sure enough", used for autonomy only."""

    z: float
    periods: int
    max_periods: int
    min_n: int
    zero_confidence: float


@dataclass(frozen=True, slots=True)
class FullReadingNumbers:
    """Rules 2: when reading every output stands in for statistics."""

    units: int
    within_months: int
    look_back_months: int
    outputs: int
    decisions: int
    weeks: int
    max_interventions: int
    stands_for: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangeNumbers:
    """Rules 2 and 5: how sure a comparison of two windows must be."""

    block_z: float
    note_z: float
    min_n: int
    min_k: int
    unmeasured_change: float
    volume_rise: float


@dataclass(frozen=True, slots=True)
class SignalNumbers:
    """Rules 4: the intervention alert and watch; escalation uses the same test."""

    rise_percent: int
    alert_z: float
    watch_z: float
    before_days: int
    before_min_weeks: int
    after_days: int
    watch_days: int
    min_n: int
    min_k: int
    reference_days: int
    window_days: int
    mode_cut_share: float


@dataclass(frozen=True, slots=True)
class CostNumbers:
    """Rules 4 and 5: typical, mean and tail cost per task, and spikes of spend."""

    z: float
    typical_min_n: int
    typical_change: float
    mean_min_n: int
    tail_min_n: int
    tail_ratio: float
    p99_min_n: int
    dearest_share: float
    spike_median: float
    spike_maximum: float
    spike_days: int
    spike_min_runs_per_day: float
    source_difference: float


@dataclass(frozen=True, slots=True)
class OversightNumbers:
    """Rules 5: approvals, sampling, drills, audit and ownership."""

    reading_seconds: int
    stamp_min_n: int
    stamp_fast_share: float
    stamp_approval_rate: float
    concentration_share: float
    concentration_min_n: int
    concentration_approvers: int
    full_sampling_days: int
    drill_warn_days: int
    drill_step_down_days: int
    drill_valid_days: int
    audit_completeness: float
    audit_fields: tuple[str, ...]
    owner_confirmed_days: int
    unused_write_days: int
    approval_wait_days: int
    approval_wait_quantile: float
    citation_rate: float
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

    findings_days: int
    approvals_days: int
    cost_tail_days: int
    breaches_days: int


@dataclass(frozen=True, slots=True)
class FindingPolicy:
    """Weight and remedy of one finding code (rules 5).

    ``weak`` is the severity of its milder form (a result at 95 %, fast approvals alone, a forecast), ``from_file`` the
    severity where figures come from files. ``stages`` give the severity reached at a measured share or day.
    ``question`` is what a set-up line asks while the fact is unanswered; empty when it is no set-up fact.
    """

    way_out: str
    severity: Severity = Severity.NOTE
    cap: Level | None = None
    weak: Severity | None = None
    from_file: Severity | None = None
    question: str = ""
    stages: Mapping[Severity, float] = field(default_factory=dict)

    def severity_at(self, reached: float) -> Severity | None:
        """The heaviest stage reached, or None below the first."""
        stages = [severity for severity, start in self.stages.items() if reached >= start]
        return max(stages, key=lambda severity: severity.rank, default=None)


@dataclass(frozen=True, slots=True)
class ProposalNumbers:
    """Rules 7: when an option is proposed, who must sign, and by when it is due.

    ``second_person_above`` gives per tier the level above which an expansion needs a second person: 0 any, 4 never.
    """

    disuse_rhythms: int
    disuse_days: int
    ownerless_days: int
    outcome_missed_periods: int
    merge_overlap: float
    scope_days: int
    pilot_continue_days: int
    pilot_continue_times: int
    due_days: Mapping[Choice, int]
    confirm_days: int
    confirm_urgent_days: int
    back_dated_days: int
    second_person_above: Mapping[Tier, int]
    risk_owner_signs: tuple[Tier, ...]
    risk_owner_is_owner: tuple[Tier, ...]
    one_person_all_roles: bool


@dataclass(frozen=True, slots=True)
class ClockNumbers:
    """Rules 8: when reviews and cards fall due, in days."""

    weekly_every: int
    weekly_until: int
    day_card: int
    monthly_until: int
    monthly_day: int
    quarterly_day: int
    extra_month_ends: int
    paused_every: int
    pause_without_date: int
    portfolio_day: int
    first_load: int
    setup_days: int
    silence_rhythms: int
    silence_min_days: int
    rhythm_days: Mapping[Rhythm, int]


@dataclass(frozen=True, slots=True)
class Policy:
    """All numbers in force, with the version kept on every decision.

    ``source`` is the plain data the tree was built from (TOML or JSON shaped), so that a version can be stored whole:
    the shipped numbers, the presets that lie over them, and on top the company's ``edits``.
    """

    version: str
    preset: Preset
    verdicts: VerdictNumbers
    dispersion: DispersionNumbers
    proof: ProofNumbers
    full_reading: FullReadingNumbers
    changes: ChangeNumbers
    signals: SignalNumbers
    cost: CostNumbers
    oversight: OversightNumbers
    look_back: LookBackNumbers
    tiers: TierPolicy
    ladder: LadderPolicy
    proposal: ProposalNumbers
    clock: ClockNumbers
    gates: GatePolicy
    findings: Mapping[str, FindingPolicy]
    checklist: tuple[GateItemPolicy, ...]
    presets: Mapping[Preset, Mapping[str, Any]] = field(repr=False)
    edits: Mapping[str, Any] = field(repr=False, default_factory=dict)
    source: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def of(cls, source: Mapping[str, Any]) -> Policy:
        """The policy of plain data; raises PolicyError naming a key that is unknown or missing, or its wrong value."""
        softened = merged(source, source.get("presets", {}).get(source.get("preset"), {}))
        return built(cls, {**merged(softened, source.get("edits", {})), "source": source})

    def with_preset(self, preset: Preset) -> Policy:
        """The same policy at the depth of a preset; the company's own edits stay on top."""
        return Policy.of({**self.source, "preset": preset.value})

    def changed(self, edits: Mapping[str, Any]) -> Policy:
        """The policy with nested plain values replaced, e.g. ``{"verdicts": {"min_n": 40}}``; raises PolicyError."""
        return Policy.of(merged(self.source, {"edits": edits}))

    def items_of(self, gate: Gate, tier: Tier) -> tuple[GateItemPolicy, ...]:
        """The items a gate asks of an agent of this tier."""
        return tuple(item for item in self.checklist if item.gate == gate.value and tier in item.tiers)

    def item(self, code: GateItem | str) -> GateItemPolicy | None:
        return next((item for item in self.checklist if item.code == code), None)
