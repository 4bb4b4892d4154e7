"""The numbers of the autonomy ladder and of risk tiers (rules 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent_scorecard.policy.numbers import Positive, Share
from agent_scorecard.vocabulary import Effect, Level, Mode, Tier


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """What makes an action high or medium, and the freest mode a tier may have."""

    high_effects: tuple[Effect, ...]
    sensitive_reads: tuple[Effect, ...]
    mode_cap: Mapping[Tier, Mode]
    mode_cap_with_rule: Mapping[Tier, Mode]
    new_action_mode: Mode

    def cap(self, tier: Tier, has_rule: bool) -> Mode:
        """The freest mode of a tier; a threshold rule may widen it."""
        return self.mode_cap_with_rule.get(tier, self.mode_cap[tier]) if has_rule else self.mode_cap[tier]


@dataclass(frozen=True, slots=True)
class StepPolicy:
    """What one step up asks: days at the level below, judged periods, and evidence items per tier."""

    min_days: int
    periods: Positive
    judged_in: str
    required: Mapping[Tier, tuple[int, ...]]
    full_reading: tuple[Tier, ...]
    full_reading_one_reversible_action: bool


@dataclass(frozen=True, slots=True)
class GraduationNumbers:
    """When the mode of one action may become freer."""

    first_n: Positive
    every_n: Positive
    z: float
    on_rate: Share
    on_lower: Share
    out_lower: Share
    reading_time_tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class ExceptionNumbers:
    """How long a named gap may be accepted, and what never may.

    ``soon_days`` before its end an exception is named. ``never_for`` are finding codes; ``never_while`` names for
    another gap ("evidence:7", "item:G3.1") the codes whose matter must not be open.
    """

    max_days: int
    renewals: int
    soon_days: int
    never_for: tuple[str, ...]
    never_while: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StepDownPolicy:
    """Findings that propose a step down: always, or for some tiers from a level on."""

    always: tuple[str, ...]
    conditional: tuple[str, ...]
    conditional_tiers: tuple[Tier, ...]
    conditional_from: Level


@dataclass(frozen=True, slots=True)
class LadderPolicy:
    """The ladder: ceilings, steps, and how far facts may be stated instead of measured.

    ``steps`` is keyed by the level a step starts from. ``stated_up_to`` gives per tier the highest level for which
    ``stated_items`` may rest on a named person's word.
    """

    ceiling: Mapping[Level, Mode]
    steps: Mapping[Level, StepPolicy]
    stated_items: tuple[int, ...]
    stated_up_to: Mapping[Tier, Level]
    approved_unedited: Share
    graduation: GraduationNumbers
    exceptions: ExceptionNumbers
    step_down: StepDownPolicy
