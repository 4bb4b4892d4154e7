"""What a page may offer a person: each option at once, as a proposal, or closed with the sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent_scorecard.access import Actor, Right, Step, Subject, can
from agent_scorecard.boards.decision import DecisionForm
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.standing import about, to_decide
from agent_scorecard.vocabulary import Choice, ExpandKind, Level


@dataclass(frozen=True, slots=True)
class Offer:
    """How far a person may go with an option: `step` is None where they may not, and `sentence` says why."""

    step: Step | None
    sentence: str = ""


def allowed(actor: Actor, right: Right, evidence: Evidence, policy: Policy) -> Literal[True] | str:
    """Answer for one agent what the recording function will answer: True, or why not and who may instead."""
    return can(actor, right, about(evidence, policy, actor))


def offers(one: Assessment, policy: Policy, actor: Actor) -> Mapping[Choice, Offer]:
    """Return how far a person may go with each choice on the card at most: what it moves is typed later.

    An expansion is taken as it is proposed; a revision may only step down.
    """
    down = (ExpandKind.LEVEL,) if one.reading.granted > min(Level) else ()
    kinds = {Choice.EXPAND: (one.proposal.kind,), Choice.REVISE: (None, *down)}
    return {
        choice: _furthest([offer(one, policy, actor, choice, kind) for kind in kinds.get(choice, (None,))])
        for choice in Choice
    }


def permitted(form: DecisionForm, offered: Mapping[Choice, Offer]) -> DecisionForm:
    """Close every option a person may neither take nor propose, each with the sentence that says who may."""
    refused = {
        option.choice: offered[option.choice].sentence for option in form.open if not offered[option.choice].step
    }
    return replace(
        form,
        open=tuple(option for option in form.open if option.choice not in refused),
        closed=(
            *(replace(option, caption=refused[option.choice]) for option in form.open if option.choice in refused),
            *form.closed,
        ),
    )


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


def _furthest(found: Sequence[Offer]) -> Offer:
    return next((each for step in (Step.AT_ONCE, Step.PROPOSE) for each in found if each.step is step), found[0])


def _offer(actor: Actor, right: Right, subject: Subject) -> Offer:
    at_once = can(actor, right, subject)
    if at_once is True:
        return Offer(Step.AT_ONCE)
    if can(actor, right, subject, Step.PROPOSE) is True:
        return Offer(Step.PROPOSE, at_once)
    return Offer(None, at_once)
