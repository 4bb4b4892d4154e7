"""How the figures of each step of a quarterly review were computed, in the numbers of the policy in force."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agent_scorecard.boards.quarter.steps import Step
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.explained import Explanations

Told = tuple[tuple[str, str], ...]
"""What is computed, and how."""

FIGURES: Mapping[Step, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        Step.CONTROL: (
            ("Visibility", "visibility"),
            ("Approval rules", "approval_rules"),
            ("Spending limits", "spending_limits"),
            ("Accountability", "accountability"),
            ("", "counted"),
        ),
        Step.INVENTORY: (("Cost", "inventory_cost"),),
        Step.VALUE: (("Value", "value"), ("Risk", "risk"), ("Adoption", "adoption"), ("Cost", "cost")),
        Step.LADDER: (("Levels and moves", "levels"), ("Human gates", "gates")),
        Step.OVERLAP: (("Overlap", "overlap"), ("Span", "span")),
        Step.PLANE: (("", "control_plane"),),
        Step.SPEND: (("", "spend"),),
    }
)
"""The steps with figures of their own; in the others every row leads to a card that tells it."""


def hows(policy: Policy) -> Mapping[Step, Told]:
    """Return the rule behind each figure by step."""
    told = Explanations(policy)
    return MappingProxyType(
        {step: tuple((what, told.quarter(name)) for what, name in rows) for step, rows in FIGURES.items()}
    )
