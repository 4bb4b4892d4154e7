"""What a page may offer a person: each option at once, as a proposal, or closed with the sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from agent_scorecard.access import Actor, Right, Step, Subject, can
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.standing import about, to_decide
from agent_scorecard.vocabulary import Choice, ExpandKind


@dataclass(frozen=True, slots=True)
class Offer:
    """How far a person may go with an option: `step` is None where they may not, and `sentence` says why."""

    step: Step | None
    sentence: str = ""


def allowed(actor: Actor, right: Right, evidence: Evidence, policy: Policy) -> Literal[True] | str:
    """Answer for one agent what the recording function will answer: True, or why not and who may instead."""
    return can(actor, right, about(evidence, policy, actor))


def offers(one: Assessment, policy: Policy, actor: Actor) -> Mapping[Choice, Offer]:
    """Return how far a person may go with each choice on the card, an expansion as it is proposed there."""
    return {
        choice: offer(one, policy, actor, choice, one.proposal.kind if choice is Choice.EXPAND else None)
        for choice in Choice
    }


def offer(
    one: Assessment,
    policy: Policy,
    actor: Actor,
    choice: Choice,
    kind: ExpandKind | None = None,
    action: Action | None = None,
) -> Offer:
    """Return how far a person may go with one decision, given what it moves."""
    today = about(one.evidence, policy, actor)
    right, subject = to_decide(today, one, policy, choice, kind, action)
    return _offer(actor, right, subject)


def _offer(actor: Actor, right: Right, subject: Subject) -> Offer:
    at_once = can(actor, right, subject)
    if at_once is True:
        return Offer(Step.AT_ONCE)
    if can(actor, right, subject, Step.PROPOSE) is True:
        return Offer(Step.PROPOSE, at_once)
    return Offer(None, at_once)
