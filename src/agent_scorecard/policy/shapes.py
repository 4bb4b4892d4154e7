"""The frozen tree of policy numbers; rules 1 to 11 explain what each one means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from agent_scorecard.policy.build import built, merged
from agent_scorecard.policy.gates import GateItemPolicy, GatePolicy
from agent_scorecard.policy.ladder import GraduationNumbers, LadderPolicy, StepPolicy, TierPolicy
from agent_scorecard.policy.numbers import (
    AlertNumbers,
    ChangeNumbers,
    ClockNumbers,
    CostNumbers,
    DispersionNumbers,
    FullReadingNumbers,
    LookBackNumbers,
    OversightNumbers,
    ProofNumbers,
    ProposalNumbers,
    RetentionNumbers,
    SignalNumbers,
    VerdictNumbers,
)
from agent_scorecard.vocabulary import (
    Aggregation,
    CardLine,
    Direction,
    Gate,
    GateItem,
    Group,
    Layer,
    Level,
    Preset,
    Severity,
    Tier,
)

__all__ = [
    "AlertNumbers",
    "ChangeNumbers",
    "ClockNumbers",
    "CostNumbers",
    "DispersionNumbers",
    "FindingPolicy",
    "FullReadingNumbers",
    "GateItemPolicy",
    "GatePolicy",
    "GraduationNumbers",
    "LadderPolicy",
    "LookBackNumbers",
    "Measure",
    "OversightNumbers",
    "Policy",
    "ProofNumbers",
    "ProposalNumbers",
    "RetentionNumbers",
    "SignalNumbers",
    "StepPolicy",
    "TierPolicy",
    "VerdictNumbers",
]


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


@dataclass(frozen=True)
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
    alerts: AlertNumbers
    cost: CostNumbers
    oversight: OversightNumbers
    look_back: LookBackNumbers
    retention: RetentionNumbers
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
        return tuple(item for item in self.of_view(gate.value) if tier in item.tiers)

    def of_view(self, name: str) -> tuple[GateItemPolicy, ...]:
        """The items of a gate or one-page view, whatever the tier."""
        return self._by_view.get(name, ())

    def item(self, code: GateItem | str) -> GateItemPolicy | None:
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> Mapping[str, GateItemPolicy]:
        return {item.code: item for item in self.checklist}

    @cached_property
    def _by_view(self) -> Mapping[str, tuple[GateItemPolicy, ...]]:
        names = dict.fromkeys(item.gate for item in self.checklist)
        return {name: tuple(item for item in self.checklist if item.gate == name) for name in names}
