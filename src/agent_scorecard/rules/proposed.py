"""What became of a decision that was proposed to a second person: it waits, was answered, or lapsed (rules 7)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Reading, Sentence, say
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import ProposedDecision
from agent_scorecard.rules.signatures import Signature, asked_for, second_look
from agent_scorecard.vocabulary import Choice, ExpandKind, ProposalState, Role

ANSWERED = {
    ProposalState.APPROVED: "approved",
    ProposalState.DECLINED: "declined",
    ProposalState.WITHDRAWN: "withdrew",
}


class Standing(NamedTuple):
    """Where a proposal stands on a day, with the sentence that says since when or why."""

    state: ProposalState
    sentence: Sentence


def standing(row: ProposedDecision, evidence: Evidence, on: date) -> Standing:
    """Return where a proposal stands: a new owner cancels it, a decision since overtakes it, and it expires.

    A proposal holds up to and including the day it expires on.
    """
    if row.state is not ProposalState.WAITING:
        return Standing(row.state, _answered(row, evidence))
    owner = evidence.holder(Role.ACCOUNTABLE_OWNER)
    if owner != row.owner_then:
        said = f"The owner changed from {_name(evidence, row.owner_then)} to {_name(evidence, owner)} since."
        return Standing(ProposalState.CANCELLED, say("owner_changed", said, was=row.owner_then, now=owner))
    later = [decision for decision in (*evidence.decisions, *evidence.corrected) if decision.seq > row.seen]
    if later:
        last = max(later, key=lambda decision: decision.seq)
        said = (
            f"{_name(evidence, last.by)} decided {last.choice} on {text.full_day(last.as_of)}, after it was proposed."
        )
        return Standing(ProposalState.OVERTAKEN, say("overtaken", said, decision=last.seq))
    day = text.full_day(row.expires_on)
    if on > row.expires_on:
        return Standing(ProposalState.EXPIRED, say("expired", f"It expired on {day}.", on=row.expires_on.isoformat()))
    return Standing(ProposalState.WAITING, say("waiting", f"It expires on {day}.", on=row.expires_on.isoformat()))


def waiting(evidence: Evidence, on: date) -> tuple[ProposedDecision, ...]:
    """Return the proposals of an agent that wait for a second person on a day."""
    return tuple(row for row in evidence.proposals if standing(row, evidence, on).state is ProposalState.WAITING)


def to_approve(
    evidence: Evidence, policy: Policy, reading: Reading, choice: Choice, kind: ExpandKind | None, named: str | None
) -> Signature:
    """Return who may approve a decision: whom rules 7 asks for, or anybody active where it asks nobody.

    `named` is the action whose mode it changes.
    """
    action = next((action for action in evidence.actions if action.action == named), None)
    return asked_for(evidence, policy, reading, choice, kind, action) or second_look(evidence, policy)


def _answered(row: ProposedDecision, evidence: Evidence) -> Sentence:
    when = f" on {text.full_day(company_day(evidence, row.answered_at))}" if row.answered_at is not None else ""
    why = f": {row.answer}" if row.answer else "."
    said = f"{_name(evidence, row.answered_by)} {ANSWERED[row.state]} it{when}{why}"
    return say(row.state.value, said, by=row.answered_by)


def _name(evidence: Evidence, person: str | None) -> str:
    known = evidence.company.people.get(person or "")
    return known.name if known is not None else person or "nobody"
