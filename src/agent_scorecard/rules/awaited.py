"""What was decided already and is awaited in the agent's own system: it is not decided twice (rules 7)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, Decision
from agent_scorecard.rules.levels import in_order
from agent_scorecard.vocabulary import Choice, ExpandKind, Mode


def awaited_mode(evidence: Evidence, action: Action, to: Mode) -> Sentence | None:
    """Return what is said where this mode was decided for the action and the inventory does not show it yet."""
    last = _last(evidence, ExpandKind.MODE, action.action)
    if last is None or last.choice is not Choice.EXPAND or last.to_value != to.value:
        return None
    said = f"{action.action} to {to.word.lower()}"
    if _is_open(evidence, last):
        return _not_confirmed(said, last)
    if action.mode_since is not None and action.mode_since >= last.as_of:
        return None
    said = f"{said} was decided on {text.full_day(last.as_of)} and is in place: load the inventory with the new mode."
    return say("awaited_on_file", said, decision=last.seq)


def awaited_go_live(evidence: Evidence) -> Sentence | None:
    """Return what is said where the agent was decided to go live and nobody confirmed it in place."""
    last = _last(evidence, ExpandKind.GO_LIVE, None)
    return _not_confirmed("To go live", last) if last is not None and _is_open(evidence, last) else None


def _not_confirmed(what: str, row: Decision) -> Sentence:
    said = f"{what} is already decided, on {text.full_day(row.as_of)}, and not confirmed in place: confirm that first."
    return say("awaited_in_place", said, decision=row.seq)


def _last(evidence: Evidence, kind: ExpandKind, action: str | None) -> Decision | None:
    rows = (row for row in reversed(in_order(evidence)) if row.kind is kind and row.action == action)
    return next(rows, None)


def _is_open(evidence: Evidence, row: Decision) -> bool:
    mine = (step for step in evidence.follow_ups if step.decision == row.seq and step.in_place)
    return any(step.done_on is None for step in mine)
