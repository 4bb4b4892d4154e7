"""What a pause recorded with an incident leads to: a decision to pause, and later the owner's to let it go on."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.cadence import is_paused
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.incidents import is_open
from agent_scorecard.rules.pauses import paused_by
from agent_scorecard.vocabulary import Choice


@dataclass(frozen=True, slots=True)
class PauseLine:
    """Where the agent stands, what is still missing before it may go on, and the word of the way there."""

    sentence: str
    missing: str
    lead: str


def pause_line(one: Assessment, row: Incident) -> PauseLine | None:
    """Return what there is to decide about a pause, None where nothing was paused or all is over."""
    if is_paused(one.evidence):
        return _paused(one, row)
    if row.paused_at is None or not is_open(row):
        return None
    return PauseLine("A pause is recorded here; on file the agent still works.", "", "Decide the pause")


def _paused(one: Assessment, row: Incident) -> PauseLine | None:
    if row not in paused_by(one.evidence):
        return None
    owner = one.evidence.active_owner
    if owner is None:
        return PauseLine("The agent is paused and nobody answers for it.", "Name an owner first.", "Open its card")
    closed = one.open.get(Choice.MAINTAIN)
    sentence = f"The agent is paused. {owner.name}, who owns it, lets it go on with a reason."
    return PauseLine(sentence, closed.text if closed is not None else "", "Resume")
