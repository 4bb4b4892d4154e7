"""What is wrong with the people of each action, one sentence for each gap (S4-01, S4-02, S4-04, S1-16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.finding import found
from agent_scorecard.rules.oversight import mode_on_file
from agent_scorecard.rules.raci import SLOT_WORDS, Raci, is_active
from agent_scorecard.vocabulary import Mode, Role


@dataclass(frozen=True, slots=True)
class RaciGap:
    """What is wrong with slots of an action, or with those consulted and informed where `slots` is empty."""

    action: Action
    slots: tuple[Role, ...]
    finding: Finding


def gaps_of(evidence: Evidence, policy: Policy, people: Raci) -> tuple[RaciGap, ...]:
    """Return what is wrong with the people of one action."""
    return tuple(_gaps(evidence, policy, people))


def _gaps(evidence: Evidence, policy: Policy, people: Raci) -> Iterator[RaciGap]:
    action = people.action
    nobody = tuple(slot for slot in people.missing if not holder(people, slot))
    if nobody:
        unnamed = f"Nobody is named as {text.listed([SLOT_WORDS[slot] for slot in nobody], last='or')}."
        yield RaciGap(action, nobody, _slot_finding(evidence, policy, people, unnamed))
    for slot in people.missing:
        if name := holder(people, slot):
            said = _finding_of(evidence, policy, people, slot, name)
            yield RaciGap(action, (slot,), said)
    if unsaid := _unsaid(evidence, action):
        sentence = say("raci_incomplete", unsaid, action=action.action)
        yield RaciGap(action, (), found(evidence, policy, "raci_incomplete", sentence, weak=True, link="oversight"))


def _slot_finding(evidence: Evidence, policy: Policy, people: Raci, words: str) -> Finding:
    weak = mode_on_file(people.action, policy) is Mode.SHADOW
    sentence = say("raci_incomplete", words, action=people.action.action)
    return found(evidence, policy, "raci_incomplete", sentence, weak=weak, link="oversight")


def _finding_of(evidence: Evidence, policy: Policy, people: Raci, slot: Role, name: str) -> Finding:
    """An agent in the slot leaves it as empty as nobody would, but has a way out of its own."""
    gap = _slot_finding(evidence, policy, people, _said(evidence, people, slot, name))
    if slot not in people.agents:
        return gap
    named = found(evidence, policy, "agent_as_accountable", gap.sentence)
    return replace(gap, code=named.code, way_out=named.way_out)


def holder(people: Raci, slot: Role) -> str | None:
    """Return the name in a slot, whoever that is."""
    held = {
        Role.ACCOUNTABLE_OWNER: people.accountable,
        Role.SYSTEM_OWNER: people.system_owner,
        Role.RISK_OWNER: people.risk_owner,
    }
    return held[slot]


def _said(evidence: Evidence, people: Raci, slot: Role, name: str) -> str:
    """Say why a slot with a name in it counts as empty."""
    words = SLOT_WORDS[slot]
    if slot in people.agents:
        return f"The {words} is an agent, {name}."
    known = evidence.company.people.get(name)
    if known is None:
        return f"The {words}, {name}, is nobody the company knows."
    since = f" since {text.full_day(known.inactive_since)}" if known.inactive_since else ""
    return f"The {words}, {known.name}, is no longer active{since}."


def _unsaid(evidence: Evidence, action: Action) -> str:
    """Say what is missing for those who are asked or told: the event, or the person."""
    others = (*action.consulted, *action.informed)
    if others and not action.inform_trigger:
        return "It is not said when people are consulted and informed."
    gone = sorted({name for name in others if not is_active(evidence, name)})
    return f"Nobody active answers to {text.listed(gone)}, to be consulted or informed." if gone else ""
