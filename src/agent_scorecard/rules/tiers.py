"""Why the actions of an agent suggest its risk tier, and how the stated one stands to that (register S0-34, S2-12)."""

from __future__ import annotations

from enum import StrEnum

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.oversight import (
    access_of,
    action_tier,
    agent_tier,
    completed_tier,
    is_approved,
    usable_actions,
)
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import Tier


class Standing(StrEnum):
    """How the stated tier stands to the one the actions suggest."""

    NOT_STATED = "not stated"
    NOT_COUNTED = "lower without a reason"
    LOWER = "lower than suggested"
    AS_SUGGESTED = "as suggested"
    HIGHER = "higher than suggested"


def standing(evidence: Evidence, policy: Policy) -> Standing:
    """Return how the stated tier stands to the suggested one; without an action any stated one is as suggested."""
    on_file, suggested = evidence.agent.risk_tier, agent_tier(evidence, policy).suggested
    if on_file is None:
        return Standing.NOT_STATED
    if suggested is None or on_file is suggested:
        return Standing.AS_SUGGESTED
    if on_file.rank > suggested.rank:
        return Standing.HIGHER
    return Standing.LOWER if stated(evidence.agent.risk_tier_reason) else Standing.NOT_COUNTED


def lowers(evidence: Evidence, policy: Policy, wanted: Tier) -> bool:
    """Say whether a tier would be lower than the one that counts; with none known, than the one for raising."""
    return wanted.rank < agent_tier(evidence, policy).for_raising.rank


def why_suggested(evidence: Evidence, policy: Policy) -> str:
    """Return the sentence that says which action makes the suggested tier, "" without any action."""
    actions = usable_actions(evidence)
    if not actions:
        return ""
    first = max(actions, key=lambda row: (completed_tier(row, policy).rank, action_tier(row, policy).rank))
    name, reason = first.action, why_of_action(first, policy)
    own, counted = action_tier(first, policy), completed_tier(first, policy)
    if not is_approved(first, policy):
        return f"{name} {reason} and runs without approval."
    below = "" if own is counted else f", so one below {own} counts"
    return f"{name} {reason}; a person approves every call{below}."


def why_of_action(action: Action, policy: Policy) -> str:
    """Return what decides the tier of an action, as a verb: "touches money", "cannot be undone", "only reads"."""
    touched = set(action.effects)
    if not access_of(action).has_effect:
        sensitive = [effect.value for effect in policy.tiers.sensitive_reads if effect in touched]
        if not touched:
            return "reads what nobody described"
        return f"reads {_listed(sensitive)}" if sensitive else "only reads or drafts"
    if not touched:
        return "could touch anything: its effects are not stated"
    high = [effect.value for effect in policy.tiers.high_effects if effect in touched]
    parts = (f"touches {_listed(high)}" if high else "", "" if action.reversible else "cannot be undone")
    return text.listed([part for part in parts if part]) or "writes what can be undone"


def _listed(words: list[str]) -> str:
    return text.listed([word.replace("_", " ") for word in words])
