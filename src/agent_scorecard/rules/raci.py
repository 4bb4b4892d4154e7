"""Who answers for each action: accountable, system owner and risk owner, the agent's own as defaults (rules 6)."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.once import once
from agent_scorecard.rules.oversight import agent_tier, usable_actions
from agent_scorecard.vocabulary import Role

SLOTS = (Role.ACCOUNTABLE_OWNER, Role.SYSTEM_OWNER, Role.RISK_OWNER)
SLOT_WORDS = {
    Role.ACCOUNTABLE_OWNER: "accountable person",
    Role.SYSTEM_OWNER: "system owner",
    Role.RISK_OWNER: "risk owner",
}


@dataclass(frozen=True, slots=True)
class Raci:
    """The three people of one action; a slot without a known, active person is in `missing`.

    `agents` are the slots that hold an agent's id, which counts as empty.
    """

    action: Action
    accountable: str | None
    system_owner: str | None
    risk_owner: str | None
    missing: tuple[Role, ...]
    agents: tuple[Role, ...]

    @property
    def complete(self) -> bool:
        return not self.missing


def raci(evidence: Evidence, policy: Policy, action: Action) -> Raci:
    """Return who answers for an action (S4-01, S4-02): its own people, otherwise the agent's."""
    names = {slot: _name(evidence, policy, action, slot) for slot in SLOTS}
    return Raci(
        action=action,
        accountable=names[Role.ACCOUNTABLE_OWNER],
        system_owner=names[Role.SYSTEM_OWNER],
        risk_owner=names[Role.RISK_OWNER],
        missing=tuple(slot for slot, name in names.items() if not is_active(evidence, name)),
        agents=tuple(slot for slot, name in names.items() if is_agent(evidence, name)),
    )


def raci_table(evidence: Evidence, policy: Policy) -> tuple[Raci, ...]:
    """Return the people of every action that is not forbidden, in order of name."""

    def work() -> tuple[Raci, ...]:
        return tuple(raci(evidence, policy, action) for action in usable_actions(evidence))

    return once(evidence, policy, "raci", work)


def is_active(evidence: Evidence, name: str | None) -> bool:
    """Say whether the name is a known person who is active on the day."""
    person = evidence.company.people.get(name or "")
    return person is not None and person.active_on(evidence.as_of)


def is_agent(evidence: Evidence, name: str | None) -> bool:
    """Say whether the name is an agent's id, which can answer for nothing (S4-01)."""
    return name is not None and name not in evidence.company.people and name in evidence.company.agent_ids


def _name(evidence: Evidence, policy: Policy, action: Action, slot: Role) -> str | None:
    own = {
        Role.ACCOUNTABLE_OWNER: action.accountable,
        Role.SYSTEM_OWNER: action.system_owner,
        Role.RISK_OWNER: action.risk_owner,
    }[slot]
    if own or (held := evidence.holder(slot)):
        return own or held
    return _stand_in(evidence, policy, action, slot)


def _stand_in(evidence: Evidence, policy: Policy, action: Action, slot: Role) -> str | None:
    """Return the owner as risk owner where the policy lets one person be both (rules 10)."""
    if slot is Role.RISK_OWNER and agent_tier(evidence, policy).tier in policy.proposal.risk_owner_is_owner:
        return action.accountable or evidence.holder(Role.ACCOUNTABLE_OWNER)
    return None
