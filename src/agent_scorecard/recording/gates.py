"""Record the way of an agent through its gates: items answered, gates submitted and signed, the checklist signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.policy.gates import GateItemPolicy
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.fields import is_writable
from agent_scorecard.recording.gate_entries import ANSWERED, CHECKLIST_SIGNED, CO_SIGNED, SIGNED, SUBMITTED
from agent_scorecard.recording.gate_seen import refuse_stale
from agent_scorecard.recording.incidents import one_line, text_gaps
from agent_scorecard.recording.people import id_of
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Unknown, refuse_all
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.exceptions import gap_name
from agent_scorecard.rules.gate_signing import (
    SIGNATURES,
    checklist_gaps,
    open_seats,
    person_gaps,
    role_gaps,
    sign_gaps,
    signer_gaps,
    submit_gaps,
    submitter,
    waits_for,
    waive_gaps,
)
from agent_scorecard.rules.gates import GATES, STAGES, by_hand, gate
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.gates import GateRowFields
from agent_scorecard.vocabulary import GapKind, Gate, GateAnswer, GateItem, Role

LONGEST_EVIDENCE, LONGEST_REASON = 1000, 500
OF_AN_ITEM = (GateAnswer.YES, GateAnswer.NO, GateAnswer.NOT_APPLICABLE, GateAnswer.WAIVED)
OF_A_RESULT = (GateAnswer.PASS, GateAnswer.FAIL, GateAnswer.WAIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFields:
    """What a person says of one item: yes with what shows it, no or not applicable or waived with the reason.

    `as_of` is the day it counts from, `expires_on` the last day of a waiver.
    """

    agent: str
    item: GateItem
    answer: GateAnswer
    as_of: date
    evidence: str = ""
    reason: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignFields:
    """How a person signs an open gate: pass, fail with the reason, or waived with reason and last day."""

    agent: str
    gate: Gate
    answer: GateAnswer
    as_of: date
    reason: str = ""
    expires_on: date | None = None


def answer_item(
    engine: Engine, fields: AnswerFields, *, by: By, at: datetime, seen: int | None = None
) -> GateRowFields:
    """Record the answer to one item in one transaction and return the row in force; the same answer records nothing.

    `seen` is how many entries the ledger had when the form was shown. Raises NotPermitted, Unknown, Stale, or Refused:
    an item nobody answers by hand may only be waived, an answer says what shows it.
    """
    subject = _subject(fields.agent)
    with writing(engine, by, ANSWERED, subject, at, {"item": fields.item}) as write:
        write.may(Right.SIGN_GATE if fields.answer is GateAnswer.WAIVED else Right.ANSWER_GATE, subject)
        known, policy, person = _known(write, fields.agent, fields.as_of)
        asked = policy.item(fields.item)
        if asked is None:
            raise Unknown(f"There is no item {fields.item}.")
        refuse_all((*_answer_gaps(policy, asked, fields), *person_gaps(known, person)))
        if fields.answer is GateAnswer.WAIVED:
            gap = gap_name(GapKind.ITEM, fields.item)
            refuse_all(waive_gaps(known, policy, person, gap))
            refuse_all(waive_gaps(_now(write, known), policy, person, gap))
        row = GateRowFields(
            agent=fields.agent,
            gate=Gate(asked.gate),
            item=fields.item,
            answer=fields.answer,
            evidence=one_line(fields.evidence) or None,
            answered_by=person,
            answered_on=fields.as_of,
            reason=one_line(fields.reason) or None,
            expires_on=fields.expires_on if fields.answer is GateAnswer.WAIVED else None,
        )
        return _entered(write, ANSWERED, row, seen)


def submit_gate(
    engine: Engine, agent: str, which: Gate, *, as_of: date, by: By, at: datetime, seen: int | None = None
) -> GateRowFields:
    """Submit a gate in one transaction: from that day it is open, and the people who must sign can.

    Somebody else may take a submission over; what was signed before is asked anew. Raises NotPermitted, Unknown, or
    Refused: an earlier gate comes first.
    """
    subject = _subject(agent)
    with writing(engine, by, SUBMITTED, subject, at, {"gate": which}) as write:
        write.may(Right.SUBMIT_GATE, subject)
        known, policy, person = _known(write, agent, as_of)
        refuse_all(_stage_gaps(which))
        refuse_all(submit_gaps(known, policy, which, person))
        standing = gate(known, policy, which)
        began = standing.result.submitted_on if standing.result is not None and standing.is_open else None
        row = GateRowFields(
            agent=agent,
            gate=which,
            item=GateItem.RESULT,
            answer=GateAnswer.OPEN,
            answered_by=person,
            submitted_on=began or as_of,
            reviewers=standing.result.reviewers if standing.result and submitter(standing) == person else (),
        )
        return _entered(write, SUBMITTED, row, seen)


def sign_gate(engine: Engine, fields: SignFields, *, by: By, at: datetime, seen: int | None = None) -> GateRowFields:
    """Sign an open gate in one transaction and return its result: it passes with the last signature asked for.

    Whoever holds a role whose signature the gate waits for needs no other right to pass it, the owner excepted.
    Raises NotPermitted, Unknown, or Refused: an item is open, an earlier gate is, or this person cannot sign it.
    """
    subject = _subject(fields.agent)
    with writing(engine, by, SIGNED, subject, at, {"gate": fields.gate, "answer": fields.answer}) as write:
        what, right = (CO_SIGNED, Right.ANSWER_GATE) if _is_asked(write, fields) else (SIGNED, Right.SIGN_GATE)
        write.may(right, subject)
        known, policy, person = _known(write, fields.agent, fields.as_of)
        refuse_all(_result_gaps(fields, policy))
        refuse_all(sign_gaps(known, policy, fields.gate, person, fields.answer))
        refuse_all(role_gaps(_now(write, known), policy, gate(known, policy, fields.gate), person, fields.answer))
        return _entered(write, what, _signed(known, policy, fields, person), seen)


def sign_checklist(engine: Engine, agent: str, role: Role, *, as_of: date, by: By, at: datetime) -> GateRowFields:
    """Sign the sixteen items in one transaction, as manager (the accountable owner's seat) or as builder (S0-10).

    Raises NotPermitted, Unknown, or Refused: an item is open, or this person cannot sign as that.
    """
    subject = _subject(agent)
    with writing(engine, by, CHECKLIST_SIGNED, subject, at, {"role": role}) as write:
        write.may(Right.ANSWER_GATE, subject)
        known, policy, person = _known(write, agent, as_of)
        refuse_all(checklist_gaps(known, policy, role, person))
        refuse_all(signer_gaps(_now(write, known), role, person))
        row = GateRowFields(
            agent=agent,
            gate=Gate.CHECKLIST,
            item=SIGNATURES[role],
            answer=GateAnswer.YES,
            answered_by=person,
            answered_on=as_of,
        )
        return _entered(write, CHECKLIST_SIGNED, row)


def _is_asked(write: Write, fields: SignFields) -> bool:
    """Say whether the gate waits for this person's own signature."""
    known = evidence_in(write.connection, fields.agent, fields.as_of) if is_writable(fields.agent) else None
    if known is None or fields.answer is not GateAnswer.PASS:
        return False
    policy, person = policy_in_force(known.company), id_of(known.company, write.actor.name)
    return waits_for(known, _now(write, known), policy, fields.gate, person)


def _subject(agent: str) -> str:
    return f"agent:{shown(agent)}"


def _known(write: Write, agent: str, as_of: date) -> tuple[Evidence, Policy, str]:
    """Return the agent on the day, the policy, and who acts as an id. Raises Unknown, or Refused for a day to come."""
    found = evidence_in(write.connection, agent, as_of) if is_writable(agent) else None
    if found is None:
        raise Unknown(f"There is no agent {shown(agent)}.")
    today = _today(write, found)
    refuse_all([f"This cannot count from a day to come: today is {text.full_day(today)}."] if as_of > today else [])
    return found, policy_in_force(found.company), id_of(found.company, write.actor.name)


def _now(write: Write, known: Evidence) -> Evidence:
    """The agent with the roles of today: whatever day is signed for, nobody signs by a role they lost."""
    return evidence_in(write.connection, known.agent.agent, _today(write, known)) or known


def _today(write: Write, known: Evidence) -> date:
    return write.at.astimezone(ZoneInfo(known.company.zone)).date()


def _answer_gaps(policy: Policy, asked: GateItemPolicy, fields: AnswerFields) -> Iterator[str]:
    if asked.gate not in GATES or fields.answer not in OF_AN_ITEM:
        yield f"{asked.code} is not answered so: say yes, no, not applicable, or waive it."
        return
    if not by_hand(policy, asked) and fields.answer is not GateAnswer.WAIVED:
        yield f'"{asked.text}" is computed from facts: give the facts, or waive it.'
    if fields.answer is GateAnswer.NOT_APPLICABLE and not asked.may_not_apply:
        yield f'"{asked.text}" always applies: say yes or no.'
    if fields.answer is GateAnswer.YES and not one_line(fields.evidence):
        yield "Say what shows it: a sentence, or where it can be read."
    yield from text_gaps("What shows it", one_line(fields.evidence), LONGEST_EVIDENCE)
    yield from _reason_gaps(fields.answer, fields.reason)
    yield from _waiver_gaps(policy, fields.answer, fields.as_of, fields.expires_on)


def _result_gaps(fields: SignFields, policy: Policy) -> Iterator[str]:
    yield from _stage_gaps(fields.gate)
    if fields.answer not in OF_A_RESULT:
        yield "A gate is passed, failed or waived."
    yield from _reason_gaps(fields.answer, fields.reason)
    yield from _waiver_gaps(policy, fields.answer, fields.as_of, fields.expires_on)


def _stage_gaps(which: Gate) -> Iterator[str]:
    if which not in STAGES:
        yield "The checklist is no gate: it is signed as manager and as builder."


def _reason_gaps(answer: GateAnswer, reason: str) -> Iterator[str]:
    if answer not in (GateAnswer.YES, GateAnswer.PASS) and not one_line(reason):
        yield "Give the reason."
    yield from text_gaps("The reason", one_line(reason), LONGEST_REASON)


def _waiver_gaps(policy: Policy, answer: GateAnswer, as_of: date, expires_on: date | None) -> Iterator[str]:
    if answer is not GateAnswer.WAIVED:
        return
    last = as_of + timedelta(days=policy.gates.waiver_days)
    if expires_on is None or not as_of < expires_on <= last:
        yield f"Give the last day of the waiver: after {text.full_day(as_of)}, at most {text.full_day(last)}."


def _signed(known: Evidence, policy: Policy, fields: SignFields, person: str) -> GateRowFields:
    """The result with this signature: it stays open while another one is asked for."""
    standing = gate(known, policy, fields.gate)
    row = standing.result
    assert row is not None
    waits = fields.answer is GateAnswer.PASS and bool(open_seats(known, policy, standing, person))
    signers = _each_once((*row.reviewers, person))
    return GateRowFields(
        agent=fields.agent,
        gate=fields.gate,
        item=GateItem.RESULT,
        answer=GateAnswer.OPEN if waits else fields.answer,
        answered_by=row.answered_by if waits else person,
        answered_on=None if waits else fields.as_of,
        submitted_on=row.submitted_on,
        reviewers=signers if waits else _each_once((*((row.answered_by,) if row.answered_by else ()), *signers)),
        reason=one_line(fields.reason) or None,
        expires_on=fields.expires_on if fields.answer is GateAnswer.WAIVED else None,
    )


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _entered(write: Write, what: str, row: GateRowFields, seen: int | None = None) -> GateRowFields:
    """Enter a row unless it is in force already; a later answer on file stays."""
    on_file = _on_file(write.connection, row)
    if on_file == row:
        return row
    refuse_stale(write.connection, row, seen)
    refuse_all(_later_gaps(on_file, row))
    write.enter(what, f"agent:{row.agent}", {"row": _told(row)})
    return row


def _later_gaps(on_file: GateRowFields | None, row: GateRowFields) -> Iterator[str]:
    given, later = (_day(each) if each is not None else None for each in (row, on_file))
    if given is not None and later is not None and later > given:
        yield f"There is an answer of {text.full_day(later)}: look at that day, and answer it there."


def _day(row: GateRowFields) -> date | None:
    return row.answered_on or row.submitted_on


def _told(row: GateRowFields) -> dict[str, Any]:
    return {**row.model_dump(), "reviewers": list(row.reviewers)}


def _on_file(connection: Connection, row: GateRowFields) -> GateRowFields | None:
    table = TABLES["gates"]
    here = select(*(table.c[name] for name in GateRowFields.model_fields)).where(
        table.c.agent == row.agent, table.c.gate == row.gate, table.c.item == row.item
    )
    found = connection.execute(here).mappings().one_or_none()
    return GateRowFields(**found) if found is not None else None
