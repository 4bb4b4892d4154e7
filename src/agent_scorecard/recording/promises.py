"""What a decision promises: the next step, and that it is set in the agent's own system (rules 7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.cadence import is_paused
from agent_scorecard.rules.corrected import to_set_back
from agent_scorecard.rules.facts import Person
from agent_scorecard.vocabulary import Choice, ExpandKind, Level, Mode, Role


def promised(fields: DecisionFields, one: Assessment, policy: Policy, level: Level) -> list[dict[str, Any]]:
    """Return the follow-ups a decision opens, as the ledger keeps them."""
    opened = [{"what": fields.next_step, "owner": fields.owner, "due": fields.due, "in_place": False}]
    if what := to_set_in_place(fields, one, level) or _to_set_back(fields, one, level):
        numbers = policy.proposal
        days = numbers.confirm_urgent_days if _is_urgent(fields, one, level) else numbers.confirm_days
        due = fields.as_of + timedelta(days=days)
        opened.append({"what": what, "owner": _who_sets(fields, one), "due": due, "in_place": True})
    return opened


def to_set_in_place(fields: DecisionFields, one: Assessment, level: Level) -> str:
    """Return what somebody has to do in the agent's own system, or nothing."""
    if fields.choice is Choice.PAUSE:
        return "Stop the agent in its own system and confirm it here."
    if fields.choice is Choice.RETIRE:
        return "Switch the agent off, withdraw its credentials and confirm it here."
    if fields.choice is Choice.MAINTAIN and is_paused(one.evidence):
        return f"Start the agent again at level {level.value} and confirm it here."
    if fields.action is not None and fields.to_value is not None:
        return f"Set {fields.action} to {Mode(fields.to_value).word.lower()} and confirm it here."
    if level is not one.reading.granted:
        return f"Set the agent to level {level.value} in its own system and confirm it here."
    if fields.choice is Choice.EXPAND and _kind(fields, one) is ExpandKind.GO_LIVE:
        return "Open the agent to live work in its own system and confirm it here."
    return ""


def _to_set_back(fields: DecisionFields, one: Assessment, level: Level) -> str:
    """What was raised by the decision this one corrects is set back, without waiting for evidence."""
    return to_set_back(one.evidence, fields.supersedes, level) if fields.supersedes is not None else ""


def _kind(fields: DecisionFields, one: Assessment) -> ExpandKind | None:
    return fields.kind or one.proposal.kind


def _is_urgent(fields: DecisionFields, one: Assessment, level: Level) -> bool:
    steps_down = level < one.reading.granted or (fields.choice is Choice.REVISE and fields.action is not None)
    return fields.choice is Choice.PAUSE or steps_down or fields.supersedes is not None


def _who_sets(fields: DecisionFields, one: Assessment) -> str:
    named = (one.evidence.company.people.get(name) for name in one.evidence.holders(Role.SYSTEM_OWNER))
    active = (row for row in named if isinstance(row, Person) and row.active_on(fields.as_of))
    return next((row.person for row in active), fields.owner)
