"""Who must sign a decision beside the person who makes it (rules 7); to stop or to lower needs nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Reading, Sentence, say
from agent_scorecard.rules.cadence import is_paused
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.oversight import action_tier, agent_tier
from agent_scorecard.rules.raci import is_active, raci, raci_table
from agent_scorecard.vocabulary import Choice, ExpandKind, Role, Tier, highest

NAMED_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Signature:
    """What a decision asks for: one of `people`, who are active and known, other than whoever decides.

    `of_risk_owner` says that nobody else will do; the sentence says why somebody signs at all. `stand_ins` are pairs
    of a person and who stands in for them.
    """

    of_risk_owner: bool
    people: tuple[str, ...]
    sentence: Sentence
    stand_ins: frozenset[tuple[str, str]] = frozenset()

    def open_to(self, decider: str) -> tuple[str, ...]:
        """Return who may sign what this person decides: not themselves, nor whoever stands in for either of the two."""
        return tuple(name for name in self.people if name != decider and not self._are_one(name, decider))

    def _are_one(self, name: str, decider: str) -> bool:
        return (name, decider) in self.stand_ins or (decider, name) in self.stand_ins


def asked_for(
    evidence: Evidence,
    policy: Policy,
    reading: Reading,
    choice: Choice,
    kind: ExpandKind | None = None,
    action: Action | None = None,
) -> Signature | None:
    """Return what a decision asks for, None where the decider may make it alone (rules 7; reliability c)."""
    if choice is Choice.EXPAND:
        return signature(evidence, policy, reading, kind, action)
    if choice is Choice.MAINTAIN and is_paused(evidence):
        return _to_resume(evidence, policy)
    return None


def may_be_proposed(evidence: Evidence, choice: Choice) -> bool:
    """Say whether a decision gives the agent more: what stops or lowers it is recorded at once."""
    return choice is Choice.EXPAND or (choice is Choice.MAINTAIN and is_paused(evidence))


def signature(
    evidence: Evidence, policy: Policy, reading: Reading, kind: ExpandKind | None, action: Action | None = None
) -> Signature | None:
    """Return what an expansion of this kind asks for, None where the decider may do it alone.

    The tier is the higher one of the agent and the action that is raised; the level is the one it leads to.
    """
    raised = action_tier(action, policy) if action is not None else None
    tier = highest(row for row in (agent_tier(evidence, policy).for_raising, raised) if row is not None) or Tier.HIGH
    level = reading.next if kind is ExpandKind.LEVEL and reading.next is not None else reading.granted
    if tier in policy.proposal.risk_owner_signs:
        return _by_risk_owner(evidence, policy, tier, action)
    above = policy.proposal.second_person_above[tier]
    return None if level <= above else _by_anybody(evidence, policy, tier, above or None, action)


def second_look(evidence: Evidence, policy: Policy) -> Signature:
    """Return whom a decider may ask who needs to ask nobody."""
    sentence = say("second_look", "You may decide this alone; whoever you ask must approve it first.")
    return Signature(False, _people(evidence, policy, None), sentence, stand_ins(evidence))


def stand_ins(evidence: Evidence) -> frozenset[tuple[str, str]]:
    """Return each person with who stands in for them; it goes no further than one step."""
    return frozenset((row.person, row.delegate) for row in evidence.company.people.values() if row.delegate)


def place_taken(evidence: Evidence, decider: str) -> str | None:
    """Return the owner in whose place somebody decides, None for whoever decides in their own right."""
    owner = evidence.active_owner
    is_stand_in = owner is not None and owner.delegate == decider and is_active(evidence, decider)
    return owner.person if owner is not None and is_stand_in else None


def _to_resume(evidence: Evidence, policy: Policy) -> Signature | None:
    tier = agent_tier(evidence, policy).for_raising
    if tier in policy.proposal.resumed_alone:
        return None
    if tier in policy.proposal.risk_owner_signs:
        return _by_risk_owner(evidence, policy, tier, None)
    return _by_anybody(evidence, policy, tier, None, None)


def _by_risk_owner(evidence: Evidence, policy: Policy, tier: Tier, action: Action | None) -> Signature:
    why = _why(tier, None, "the risk owner")
    return Signature(True, risk_owners(evidence, policy, action), why, stand_ins(evidence))


def _by_anybody(evidence: Evidence, policy: Policy, tier: Tier, above: int | None, action: Action | None) -> Signature:
    why = _why(tier, above, "a second person")
    return Signature(False, _people(evidence, policy, action), why, stand_ins(evidence))


def _people(evidence: Evidence, policy: Policy, action: Action | None) -> tuple[str, ...]:
    """Return everybody who is active, the risk owners first."""
    owners = risk_owners(evidence, policy, action)
    active = sorted(name for name in evidence.company.people if is_active(evidence, name))
    return (*owners, *(name for name in active if name not in owners))


def who_may_sign(evidence: Evidence, asked: Signature, decider: str) -> str:
    """Return a sentence with those who may sign, or with the way out where nobody may."""
    people = asked.open_to(decider)
    if people:
        named = [f"{evidence.company.people[name].name} ({name})" for name in people[:NAMED_AT_MOST]]
        others = ["anybody else who is active"] if len(people) > NAMED_AT_MOST else []
        return f"Name {text.listed([*named, *others], 'or')}."
    if not asked.of_risk_owner:
        return "Nobody else is on file as active: add a person to people.csv."
    if asked.people:
        return "The risk owner cannot sign a decision of their own: let somebody else decide."
    return "No active risk owner is on file: name one in assignments.csv."


def _why(tier: Tier, above: int | None, who: str) -> Sentence:
    over = "" if above is None else f" above level {above}"
    return say("signature", f"{tier.value.capitalize()} tier{over}: {who} signs.", tier=tier, above=above)


def risk_owners(evidence: Evidence, policy: Policy, action: Action | None = None) -> tuple[str, ...]:
    """Return the active risk owners: the one of the action raised, those of the agent, else of any of its actions."""
    if action is not None and action.risk_owner:
        return _active(evidence, (action.risk_owner,))
    if of_agent := _active(evidence, evidence.holders(Role.RISK_OWNER)):
        return of_agent
    rows = (raci(evidence, policy, action),) if action is not None else raci_table(evidence, policy)
    return _active(evidence, (row.risk_owner for row in rows))


def _active(evidence: Evidence, names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name is not None and is_active(evidence, name)}))
