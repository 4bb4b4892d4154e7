"""Findings about people: who answers, who decides, who takes over, and whether they are still there (rules 5)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work, is_in_service
from agent_scorecard.rules.answers import Finding
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.findings.scope import Check, days_since, finding
from agent_scorecard.rules.gate_needs import named
from agent_scorecard.rules.gates import DECISION_RIGHTS, view
from agent_scorecard.rules.oversight import mode_on_file
from agent_scorecard.rules.raci import SLOT_WORDS, Raci, is_active, is_agent, raci_table
from agent_scorecard.vocabulary import Mode, Role, Status


def no_owner(evidence: Evidence, policy: Policy) -> Finding | None:
    if not is_in_service(evidence) or evidence.owner is not None:
        return None
    return finding(evidence, policy, "no_owner", "Nobody is named as accountable owner.")


def owner_inactive(evidence: Evidence, policy: Policy) -> Finding | None:
    owner = evidence.owner
    if not is_in_service(evidence) or owner is None or owner.active_on(evidence.as_of):
        return None
    since = f" since {text.full_day(owner.inactive_since)}" if owner.inactive_since else ""
    words = f"The accountable owner, {owner.name}, is no longer active{since}."
    return finding(evidence, policy, "owner_inactive", words, owner=owner.person)


def owner_unconfirmed(evidence: Evidence, policy: Policy) -> Finding | None:
    owner, confirmed = evidence.active_owner, evidence.agent.owner_confirmed_on
    if not is_at_work(evidence) or owner is None:
        return None
    if confirmed is None:
        return finding(evidence, policy, "owner_unconfirmed", f"{owner.name} never confirmed the ownership.")
    days = days_since(evidence, confirmed)
    if days <= policy.oversight.owner_confirmed_days:
        return None
    words = f"{owner.name} last confirmed the ownership {text.plural(days, 'day')} ago."
    return finding(evidence, policy, "owner_unconfirmed", words, answered=True, days=days)


def decision_right_missing(evidence: Evidence, policy: Policy) -> Finding | None:
    rights = view(evidence, policy, DECISION_RIGHTS)
    if evidence.agent.status is not Status.LIVE or rights.complete:
        return None
    open_ones = "; ".join(item.text.lower() for item in rights.missing)
    verb = "is" if rights.there == 1 else "are"
    words = f"{text.n_of(rights.there, rights.of)} decision rights {verb} named. Open: {open_ones}."
    return finding(evidence, policy, "decision_right_missing", words, named=rights.there, of=rights.of)


def escalation_unowned(evidence: Evidence, policy: Policy) -> Finding | None:
    if not is_at_work(evidence):
        return None
    if not evidence.escalations:
        return finding(evidence, policy, "escalation_unowned", "No escalation trigger is on file.", triggers=0)
    unowned = [row for row in evidence.escalations if not is_active(evidence, row.person)]
    if not unowned:
        return None
    words = f"Nobody active takes over for {named(row.trigger for row in unowned)}."
    gone = any(row.person for row in unowned)
    return finding(
        evidence, policy, "escalation_unowned", words, answered=gone, triggers=len(unowned), link="oversight"
    )


def raci_incomplete(evidence: Evidence, policy: Policy) -> Finding | None:
    """A block where an action above shadow lacks somebody; a note for shadow actions and unnamed events."""
    gaps = [row for row in raci_table(evidence, policy) if not row.complete]
    above = [row for row in gaps if mode_on_file(row.action, policy) is not Mode.SHADOW]
    unsaid = [row.action for row in evidence.actions if (row.consulted or row.informed) and not row.inform_trigger]
    if not is_in_service(evidence) or not (gaps or unsaid):
        return None
    if not gaps:
        words = f"It is not said when people are consulted and informed about {named(unsaid)}."
        return finding(evidence, policy, "raci_incomplete", words, weak=True, answered=True, link="oversight")
    shown = above or gaps
    words = f"{_subject(len(shown))} without {_slots(shown)}: {named(row.action.action for row in shown)}."
    gone = any(_has_left(evidence, row) for row in shown)
    return finding(
        evidence, policy, "raci_incomplete", words, weak=not above, answered=gone, link="oversight", actions=len(shown)
    )


def agent_as_accountable(evidence: Evidence, policy: Policy) -> Finding | None:
    held = [row.role.replace("_", " ") for row in evidence.assignments if is_agent(evidence, row.person)]
    slots = [
        f"{SLOT_WORDS[slot]} of {row.action.action}" for row in raci_table(evidence, policy) for slot in row.agents
    ]
    if not is_in_service(evidence) or not (held or slots):
        return None
    words = f"An agent is named as {named(dict.fromkeys(held or slots))}."
    return finding(evidence, policy, "agent_as_accountable", words, link="oversight", slots=len(held) + len(slots))


def builder_only_on_call(evidence: Evidence, policy: Policy) -> Finding | None:
    on_call, builders = evidence.holders(Role.ON_CALL), evidence.holders(Role.BUILDER)
    if evidence.agent.status is not Status.LIVE or not on_call or not set(on_call) <= set(builders):
        return None
    words = f"Only the builder is on call: {named(_name(evidence, person) for person in on_call)}."
    return finding(evidence, policy, "builder_only_on_call", words, on_call=len(on_call))


def _subject(count: int) -> str:
    return text.plural(count, "action")


def _slots(rows: list[Raci]) -> str:
    missing = {slot for row in rows for slot in row.missing}
    return text.listed([words for slot, words in SLOT_WORDS.items() if slot in missing], last="or")


def _has_left(evidence: Evidence, row: Raci) -> bool:
    people = {
        Role.ACCOUNTABLE_OWNER: row.accountable,
        Role.SYSTEM_OWNER: row.system_owner,
        Role.RISK_OWNER: row.risk_owner,
    }
    return any(people[slot] in evidence.company.people for slot in row.missing)


def _name(evidence: Evidence, person: str) -> str:
    known = evidence.company.people.get(person)
    return known.name if known is not None else person


CHECKS: tuple[Check, ...] = (
    no_owner,
    owner_inactive,
    owner_unconfirmed,
    decision_right_missing,
    escalation_unowned,
    raci_incomplete,
    agent_as_accountable,
    builder_only_on_call,
)
