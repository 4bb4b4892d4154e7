"""The answer: True, or one sentence that says why not and who may instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from agent_scorecard import format as text
from agent_scorecard.access.rights import Right, Standing, Step
from agent_scorecard.access.table import READING, TABLE, Row
from agent_scorecard.access.who import AccessMode, Actor, Subject, subject_of
from agent_scorecard.vocabulary import Role

LONGEST_NAME = 120
NEEDS_NO_NAME = frozenset({Right.SEE, Right.VERIFY})
OF_ROLE = {
    Role.ACCOUNTABLE_OWNER: Standing.OWNER,
    Role.RISK_OWNER: Standing.RISK_OWNER,
    Role.ON_CALL: Standing.ON_CALL,
    Role.PAUSE_OR_RETIRE: Standing.HOLDER,
}
CALLED = {
    Standing.VIEWER: "anybody with a role here",
    Standing.OWNER: "the owner of {it}",
    Standing.RISK_OWNER: "its risk owner",
    Standing.REVIEWER: "a reviewer",
    Standing.ON_CALL: "whoever is on call for it",
    Standing.HOLDER: "whoever holds its right to pause or retire",
    Standing.LEADER: "a leader",
    Standing.LOADER: "a loader",
    Standing.ADMIN: "an admin",
    Standing.NAMED: "the person it names",
}
HOLDS_ONE = "anybody who holds a role for {it}"
DEEDS = {
    Right.SEE: "see {it}",
    Right.READ_LEDGER: "read the ledger of {it}",
    Right.VERIFY: "verify the ledger",
    Right.EXPORT: "export {it}",
    Right.LOAD: "load files",
    Right.MAINTAIN_OR_REVISE: "maintain or revise {it}",
    Right.LOWER: "lower the autonomy of {it}",
    Right.PAUSE: "pause {it}",
    Right.RESUME: "resume {it}",
    Right.EXPAND: "expand {it}",
    Right.RETIRE: "retire {it}",
    Right.MERGE: "merge {it}",
    Right.RECORD_OUTCOME: "record the outcome of a portfolio review",
    Right.CLOSE_FOLLOW_UP: "close a follow-up of {it}",
    Right.RECORD_WEEK: "record a weekly review of {it}",
    Right.ANSWER_INTAKE: "answer for a candidate task",
    Right.HANDLE_ALERT: "acknowledge or close an alert of {it}",
    Right.MUTE_ALERT: "mute an alert of {it}",
    Right.ACCEPT_EXCEPTION: "accept a gap of {it}",
    Right.ANSWER_GATE: "answer for the gates of {it}",
    Right.SUBMIT_GATE: "submit a gate of {it}",
    Right.SIGN_GATE: "sign a gate of {it}",
    Right.REPORT_INCIDENT: "report an incident of {it}",
    Right.HANDLE_INCIDENT: "handle an incident of {it}",
    Right.CLOSE_SERIOUS_INCIDENT: "close a serious incident of {it}",
    Right.PLAN_CHANGE: "plan a change of {it}",
    Right.RELEASE_CHANGE: "release a change of {it}",
    Right.ACCEPT_RELEASE_RISK: "accept the risk of a change of {it}",
    Right.KEEP_EVAL_CASE: "turn a run of {it} into an eval case",
    Right.RAISE_TIER: "raise the tier of {it}",
    Right.LOWER_TIER: "lower the tier of {it}",
    Right.NAME_OWNER: "name an owner of {it}",
    Right.PURGE_RUNS: "purge old runs of {it}",
    Right.SET_COMPANY: "set the company",
    Right.CHANGE_POLICY: "change the policy",
    Right.MANAGE_PEOPLE: "manage people and rights",
}


def can(actor: Actor, right: str, subject: str | Subject, step: Step = Step.AT_ONCE) -> Literal[True] | str:
    """Answer True, or the sentence that says why not and who may instead; what no row allows is refused.

    Whoever may act at once may also propose. In local mode whoever can open the board acts as the name given, in
    every role; only approving what the same name proposed is refused there too.
    """
    if right not in tuple(Right):
        return f"Nobody may {right.replace('_', ' ')}: there is no such right."
    about = subject_of(subject) if isinstance(subject, str) else subject
    if step is Step.APPROVE and about.proposer is not None and about.proposer == actor.name:
        return f"Nobody approves what they proposed: {_others(Right(right), about)} may."
    if actor.mode is AccessMode.LOCAL:
        return True if right in NEEDS_NO_NAME else _named(actor.name)
    if right == Right.MANAGE_PEOPLE and about.person == actor.name:
        return "Nobody changes their own rights: another admin may."
    found = steps(actor, Right(right), about)
    if step in found or (step is Step.PROPOSE and Step.AT_ONCE in found):
        return True
    return _refusal(actor, Right(right), about, step, found)


def steps(actor: Actor, right: Right, about: Subject) -> frozenset[Step]:
    """Return how far a person of company mode may go: every step a row of the table gives them."""
    mine = standings(actor, right, about)
    return frozenset(row.step for row in _rows(right, about) if mine & set(row.who) and _is_open(row, mine, about))


def standings(actor: Actor, right: Right, about: Subject) -> frozenset[Standing]:
    """Return as what a person asks; whoever holds a role for any agent counts as a viewer of all."""
    held = actor.assigned if about.agent is None or right in READING else about.held
    found = {Standing(role.value) for role in actor.roles} | {OF_ROLE[role] for role in held if role in OF_ROLE}
    if actor.assigned:
        found.add(Standing.VIEWER)
    if about.person is not None and about.person == actor.name and right is Right.CLOSE_FOLLOW_UP:
        found.add(Standing.NAMED)
    return frozenset(found)


def _rows(right: Right, about: Subject) -> Iterator[Row]:
    """The rows that hold for this subject, whoever asks."""
    for row in TABLE:
        fits = row.right is right and about.tier in row.tiers and (about.is_small or not row.small)
        if fits and row.owned in (None, about.has_owner):
            yield row


def _is_open(row: Row, mine: frozenset[Standing], about: Subject) -> bool:
    return not (row.not_owner and Standing.OWNER in mine) and (bool(about.held) or not row.own)


def _refusal(actor: Actor, right: Right, about: Subject, step: Step, found: frozenset[Step]) -> str:
    deed = DEEDS[right].format(it=_it(about))
    if not actor.roles and not actor.assigned:
        return f"{actor.name} has no role here: an admin gives one."
    proposers, approvers = _called(right, about, Step.PROPOSE), _called(right, about, Step.APPROVE)
    if step is Step.AT_ONCE and Step.PROPOSE in found:
        return f"Nobody may {deed} alone: propose it, and {approvers} approves it."
    if step is Step.APPROVE and approvers:
        return f"{actor.name} may not approve to {deed}: {approvers} may, unless they own it."
    if at_once := _called(right, about, Step.AT_ONCE):
        return f"{actor.name} may not {deed}: {at_once} may."
    if proposers:
        return f"{actor.name} may not {deed}: {proposers} proposes it, {approvers} approves it."
    return f"Nobody may {deed} here."


def _others(right: Right, about: Subject) -> str:
    return _called(right, about, Step.APPROVE) or "somebody else"


def _called(right: Right, about: Subject, step: Step) -> str:
    """Name everybody a row gives a step to; a role for the agent is enough where a row asks for one."""
    rows = [row for row in _rows(right, about) if row.step is step]
    anywhere = {who for row in rows if not row.own for who in row.who}
    words = [CALLED[who] for who in Standing if who in anywhere] + [HOLDS_ONE] * any(row.own for row in rows)
    return text.listed([word.format(it=_it(about)) for word in words], "or")


def _it(about: Subject) -> str:
    return about.agent or "an agent"


def _named(name: str) -> Literal[True] | str:
    if not name.strip():
        return "Say who you are: pick or type a name."
    if len(name) > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters."
    if not name.isprintable() or name != name.strip():
        return "A name is written in printable characters, without blanks around it."
    return True
