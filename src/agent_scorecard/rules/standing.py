"""As what a person stands before an agent, from the facts: what every right to do something depends on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent_scorecard.access import Actor, Right, Subject, right_of
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.cadence import is_paused
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.raci import is_active
from agent_scorecard.rules.signatures import Signature, asked_for
from agent_scorecard.vocabulary import Choice, ExpandKind, Preset, Role, Tier


def about(evidence: Evidence, policy: Policy, actor: Actor) -> Subject:
    """Return an agent as the table of rights asks about it, for one person on the as-of day (reliability c)."""
    return Subject(
        agent=evidence.agent.agent,
        held=held_by(evidence, actor.name),
        tier=agent_tier(evidence, policy).for_raising,
        has_owner=evidence.active_owner is not None,
        is_small=evidence.company.preset is Preset.SMALL,
    )


def held_by(evidence: Evidence, person: str) -> frozenset[Role]:
    """Return the roles a person holds for the agent: their own, and those of an active person they stand in for."""
    places = {person, *_stands_in_for(evidence, person)}
    held = {role for role in Role if places & set(evidence.holders(role))}
    if any(action.risk_owner in places for action in evidence.actions):
        held.add(Role.RISK_OWNER)
    return frozenset(held)


def to_decide(
    subject: Subject,
    one: Assessment,
    policy: Policy,
    choice: Choice,
    kind: ExpandKind | None,
    action: Action | None = None,
) -> tuple[Right, Subject]:
    """Return what a decision asks for, and of what: what gives more is as deep as the signatures rules 7 asks of it."""
    right = right_of(choice, kind, is_paused=is_paused(one.evidence))
    if right not in (Right.EXPAND, Right.RESUME):
        return right, subject
    asked = asked_for(one.evidence, policy, one.reading, choice, kind, action)
    return right, replace(subject, tier=_depth(asked))


def _depth(asked: Signature | None) -> Tier:
    if asked is None:
        return Tier.LOW
    return Tier.HIGH if asked.of_risk_owner else Tier.MEDIUM


def _stands_in_for(evidence: Evidence, person: str) -> Iterator[str]:
    if is_active(evidence, person):
        people = evidence.company.people.values()
        yield from (row.person for row in people if row.delegate == person and row.active_on(evidence.as_of))
