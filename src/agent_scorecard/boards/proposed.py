"""Decisions that were proposed to a second person: what waits, until when, who may answer, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent_scorecard import format
from agent_scorecard.access import AccessMode, Actor, Step, can
from agent_scorecard.boards import words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import ProposedDecision
from agent_scorecard.rules.proposed import standing, to_approve
from agent_scorecard.rules.signatures import Signature
from agent_scorecard.rules.standing import about, to_decide
from agent_scorecard.vocabulary import Choice, Mode, ProposalState, Role

LAPSED = (ProposalState.DECLINED, ProposalState.EXPIRED, ProposalState.CANCELLED, ProposalState.OVERTAKEN)
MODES = {mode.value: mode for mode in Mode}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal: `who_may` says who can approve it, or what to do where nobody can."""

    proposal: str
    agent: str
    name: str
    choice: Choice
    what: str
    by: str
    on: str
    state: ProposalState
    sentence: str
    reason: str
    next_step: str
    who_may: str
    may_answer: bool
    may_withdraw: bool

    @property
    def waits(self) -> bool:
        return self.state is ProposalState.WAITING


def proposal_lines(assessed: Iterable[Assessment], policy: Policy, actor: Actor) -> tuple[ProposalLine, ...]:
    """Return every proposal of the agents as one person may answer it, the newest first."""
    rows = [(row, one) for one in assessed for row in one.evidence.proposals]
    rows.sort(key=lambda pair: (pair[0].proposed_at, int(pair[0].proposal)), reverse=True)
    return tuple(_line(row, one, policy, actor) for row, one in rows)


def waiting_for(lines: Sequence[ProposalLine]) -> tuple[ProposalLine, ...]:
    """Return what waits for the answer of the person the lines were made for."""
    return tuple(line for line in lines if line.waits and line.may_answer)


def of_card(lines: Sequence[ProposalLine], last_decided: int) -> ProposalLine | None:
    """Return what a card shows of its agent: what waits, else the last one that lapsed since anything was decided."""
    newest = next(iter(lines), None)
    if newest is None or newest.waits:
        return newest
    return newest if newest.state in LAPSED and int(newest.proposal) > last_decided else None


def _line(row: ProposedDecision, one: Assessment, policy: Policy, actor: Actor) -> ProposalLine:
    evidence, company = one.evidence, one.evidence.company
    found = standing(row, evidence, evidence.as_of)
    asked = to_approve(evidence, policy, one.reading, row.choice, row.kind, row.action)
    waits = found.state is ProposalState.WAITING
    answer = _answer(row, one, policy, actor)
    is_open = actor.name in asked.open_to(row.proposed_by)
    return ProposalLine(
        proposal=row.proposal,
        agent=row.agent,
        name=evidence.agent.name,
        choice=row.choice,
        what=what(row),
        by=words.in_place(company, row.proposed_by, row.in_place_of),
        on=format.day(row.as_of, evidence.as_of),
        state=found.state,
        sentence=found.sentence.text,
        reason=row.reason,
        next_step=row.next_step,
        who_may=_who_may(asked, row, one, actor, answer) if waits else "",
        may_answer=waits and is_open and answer is True,
        may_withdraw=waits and actor.name in (row.proposed_by, *evidence.holders(Role.ACCOUNTABLE_OWNER)),
    )


def what(row: ProposedDecision) -> str:
    """ "Expand: to level 3", "Expand: crm.note to on the loop": what is decided and what it moves."""
    if row.choice is not Choice.EXPAND:
        return "Resume" if row.choice is Choice.MAINTAIN else row.choice.value.capitalize()
    if row.action is not None and row.to_value in MODES:
        return f"Expand: {row.action} to {MODES[row.to_value].word.lower()}"
    return f"Expand: {words.expanded(row.kind)}"


def _who_may(
    asked: Signature, row: ProposedDecision, one: Assessment, actor: Actor, answer: Literal[True] | str
) -> str:
    """Name who may approve it; where roles bind, whoever may not is told the roles that do."""
    people = asked.open_to(row.proposed_by)
    if people and actor.mode is AccessMode.COMPANY and answer is not True:
        return answer
    if people and actor.mode is AccessMode.COMPANY and actor.name in people:
        return "You may approve it."
    if not people:
        return f"{asked.sentence.text} Nobody on file may approve it: name somebody who may, or withdraw it."
    named = [words.person(one.evidence.company, name) for name in people[:3]]
    others = ["anybody else who is active"] if len(people) > 3 else []
    return f"{format.listed([*named, *others], 'or')} may approve it."


def _answer(row: ProposedDecision, one: Assessment, policy: Policy, actor: Actor) -> Literal[True] | str:
    action = next((each for each in one.evidence.actions if each.action == row.action), None)
    right, subject = to_decide(about(one.evidence, policy, actor), one, policy, row.choice, row.kind, action)
    return can(actor, right, replace(subject, proposer=row.proposed_by), Step.APPROVE)
