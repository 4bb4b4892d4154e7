"""The shapes of rollout plans."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step: due so many days after the pilot began (0: no day), completed by items or by one fact.

    ``items`` are codes of the gates and the checklist, which must all be there; ``fact`` names a rule, ``days`` the
    number it asks for.
    """

    code: str
    text: str
    by: int = 0
    items: tuple[str, ...] = ()
    fact: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class RolloutPlan:
    key: str
    name: str
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True)
class Plans:
    plans: tuple[RolloutPlan, ...]
