"""The shapes of gates and of the items they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent_scorecard.vocabulary import Gate, Role, Tier


@dataclass(frozen=True, slots=True)
class GateItemPolicy:
    """One item of a gate, the checklist, or a view over the same stored facts.

    ``gate`` is a Gate word, or the view it belongs to: ``operating_model``, ``contract``, ``sop``, ``one_page``,
    ``control_plane``, ``decision_rights``. ``attested`` items are ticked by a person, the others are computed from
    ``facts`` (file.column of the contract). ``tiers`` are those for which the item is required.
    """

    code: str
    gate: str
    text: str
    attested: bool
    tiers: tuple[Tier, ...]
    facts: tuple[str, ...] = ()
    may_not_apply: bool = False


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """Who decides a gate, which tiers pass it, and how long a waiver holds.

    ``checklist_by_tick``: the 16 items may all be ticked with a sentence (small company).
    """

    waiver_days: int
    tiers: Mapping[Gate, tuple[Tier, ...]]
    signed_by: Mapping[Gate, tuple[Role, ...]]
    checklist_by_tick: bool
