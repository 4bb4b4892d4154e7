"""Record a change of an agent: planned, then released by whoever approves it, or withdrawn (register S0-46, S1-22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.change_entries import PLANNED, RELEASED, RISK_ACCEPTED, WITHDRAWN
from agent_scorecard.recording.incidents import one_line, text_gaps
from agent_scorecard.recording.people import id_of, person_named, unknown
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Refused, Unknown, refuse_all, refuse_other_form
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import PlannedChange
from agent_scorecard.rules.releasing import eval_gaps, gating_eval, is_accepted, needs_other_approver, open_plans
from agent_scorecard.rules.signatures import risk_owners
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import ChangeKind

LONGEST_ID, LONGEST_VALUE, LONGEST_REASON = 120, 200, 500
BY_DECISION = frozenset({ChangeKind.MODE, ChangeKind.LEVEL, ChangeKind.STATUS, ChangeKind.SAMPLING_PLAN})
"""Kinds that a decision changes, or the inventory itself: a row that only says so would contradict them."""
HERE = tuple(kind for kind in ChangeKind if kind not in BY_DECISION)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFields:
    """A change as typed; `planned_at` is an aware time since when it can be tested. Without a number it gets one."""

    agent: str
    kind: ChangeKind
    to_value: str
    reason: str
    planned_at: datetime
    author: str = ""
    from_value: str = ""
    action: str | None = None
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFields:
    """A risk owner's word that a change may go out without a passing eval, from a day to a day, both included."""

    change: str
    reason: str
    accepted_on: date
    expires_on: date


def record_change(engine: Engine, fields: ChangeFields, *, by: By, at: datetime, token: str | None = None) -> str:
    """Record a planned change in one transaction and return its number.

    A form sent twice with one `token` records once. Raises NotPermitted, Unknown, or Refused with every sentence of
    what to put right.
    """
    subject = f"agent:{fields.agent}"
    with writing(engine, by, PLANNED, subject, at) as write:
        write.may(Right.PLAN_CHANGE, subject)
        if token and (earlier := _sent(write.connection, PLANNED, token)) is not None:
            refuse_other_form(earlier["agent"], fields.agent)
            return str(earlier["change"])
        today = _day(write, at)
        refuse_all(_gaps(write.connection, fields, _evidence(write, fields.agent, today), at))
        number = one_line(fields.change) or _free_number(write.connection, today)
        write.enter(PLANNED, subject, {"row": _planned(fields, number, write.actor.name), "token": token})
        return number


def release_change(engine: Engine, change: str, released_at: datetime, *, by: By, at: datetime) -> None:
    """Mark a planned change as released at an aware time: whoever does so approves it, and it counts from then on.

    Raises NotPermitted, Unknown, or Refused: without an approver on file, by the author where the tier asks for a
    second person, or while a prompt, tool, model or retrieval change has no passing eval run newer than it.
    """
    with writing(engine, by, RELEASED, f"change:{change}", at) as write:
        agent = _agent_of(write.connection, change)
        write.may(Right.RELEASE_CHANGE, f"agent:{agent}")
        plan = _open(write, agent, change)
        evidence = _evidence(write, agent, _day(write, released_at))
        policy = policy_in_force(evidence.company)
        refuse_all(_release_gaps(evidence, policy, plan, write, released_at))
        gate = gating_eval(evidence, policy, plan)
        row = {
            **{name: getattr(plan, name) for name in ("change", "kind", "action", "from_value", "to_value", "reason")},
            "agent": agent,
            "changed_at": released_at.replace(microsecond=0),
            "author": plan.author,
            "approver": id_of(evidence.company, write.actor.name),
            "eval_run": gate.eval_run if gate is not None else None,
        }
        write.enter(RELEASED, f"agent:{agent}", {"row": row})


def withdraw_change(engine: Engine, change: str, reason: str, on: date, *, by: By, at: datetime) -> None:
    """Record that a planned change will not be released from a day on. Raises NotPermitted, Unknown or Refused."""
    with writing(engine, by, WITHDRAWN, f"change:{change}", at) as write:
        agent = _agent_of(write.connection, change)
        write.may(Right.PLAN_CHANGE, f"agent:{agent}")
        plan = _open(write, agent, change)
        refuse_all(
            (*_day_gaps(write, plan, on), *_text("The reason", reason, LONGEST_REASON, "Say why it is withdrawn."))
        )
        row = {
            "change": plan.change,
            "agent": agent,
            "withdrawn_on": on,
            "withdrawn_by": write.actor.name,
            "reason": one_line(reason),
        }
        write.enter(WITHDRAWN, f"agent:{agent}", {"row": row})


def accept_risk(engine: Engine, fields: RiskFields, *, by: By, at: datetime) -> None:
    """Record that a risk owner lets one change out without a passing eval, with reason and last day (S4-26).

    It is no exception: no raise may rest on it. Raises NotPermitted, Unknown or Refused.
    """
    with writing(engine, by, RISK_ACCEPTED, f"change:{fields.change}", at) as write:
        agent = _agent_of(write.connection, fields.change)
        write.may(Right.ACCEPT_RELEASE_RISK, f"agent:{agent}")
        plan, evidence = _open(write, agent, fields.change), _evidence(write, agent, fields.accepted_on)
        refuse_all((*_day_gaps(write, plan, fields.accepted_on), *_risk_gaps(evidence, plan, fields, write)))
        row = {
            "change": plan.change,
            "agent": agent,
            "accepted_by": id_of(evidence.company, write.actor.name),
            "accepted_on": fields.accepted_on,
            "expires_on": fields.expires_on,
            "reason": one_line(fields.reason),
        }
        write.enter(RISK_ACCEPTED, f"agent:{agent}", {"row": row})


def _gaps(connection: Connection, fields: ChangeFields, evidence: Evidence, at: datetime) -> Iterator[str]:
    if fields.kind in BY_DECISION:
        yield f"A {fields.kind.value.replace('_', ' ')} changes by a decision or in the inventory: record it there."
    yield from _text("The new value", fields.to_value, LONGEST_VALUE, "Say what it changes to.")
    yield from _text("The reason", fields.reason, LONGEST_REASON, "Write down the reason.")
    yield from text_gaps("The old value", one_line(fields.from_value), LONGEST_VALUE)
    yield from text_gaps("The author", one_line(fields.author), LONGEST_ID)
    yield from text_gaps("The number", one_line(fields.change), LONGEST_ID)
    if fields.planned_at > at:
        yield "It cannot be ready in the future."
    if fields.action is not None and fields.action not in {row.action for row in evidence.actions}:
        yield f"{fields.agent} has no action {fields.action}: pick one of its actions."
    if _is_taken(connection, one_line(fields.change)):
        yield f"{one_line(fields.change)} is on record already: write another number, or none."


def _release_gaps(
    evidence: Evidence, policy: Policy, plan: PlannedChange, write: Write, released_at: datetime
) -> Iterator[str]:
    yield from _approver_gaps(evidence, policy, plan, write.actor.name)
    if released_at > write.at:
        yield "It cannot be released in the future."
    if released_at < plan.planned_at:
        yield "It cannot be released before it was ready."
    if not is_accepted(evidence, plan.change):
        gaps = tuple(eval_gaps(evidence, policy, plan))
        yield from gaps
        if gaps:
            yield "Run the suite on the changed agent and load the result, or let the risk owner accept the risk."


def _approver_gaps(evidence: Evidence, policy: Policy, plan: PlannedChange, by: str) -> Iterator[str]:
    approver, author = person_named(evidence.company, by), person_named(evidence.company, plan.author)
    if approver is None:
        yield unknown(evidence.company, by, "who releases a change approves it, so pick a name on file")
    elif not approver.active_on(evidence.as_of):
        yield f"{approver.name} is no longer active: somebody else releases it."
    elif needs_other_approver(evidence, policy):
        made = [each for each in (author, person_named(evidence.company, plan.planned_by)) if each is not None]
        if approver in made:
            yield f"{approver.name} made this change: at this tier somebody else approves it by releasing it."
        elif any(approver.person == each.delegate for each in made):
            yield f"{approver.name} stands in for whoever made this change: at this tier somebody else releases it."


def _risk_gaps(evidence: Evidence, plan: PlannedChange, fields: RiskFields, write: Write) -> Iterator[str]:
    policy, by = policy_in_force(evidence.company), id_of(evidence.company, write.actor.name)
    owners = risk_owners(evidence, policy)
    longest = policy.ladder.exceptions.max_days
    if not any(eval_gaps(evidence, policy, plan)):
        yield "Nothing is to be accepted: no eval stands in the way of this change."
    if not owners:
        yield "No active risk owner is on file: name one in assignments.csv."
    elif by not in owners:
        yield f"Only the risk owner accepts this risk: {text.listed(_names(evidence, owners), 'or')}."
    elif by in {id_of(evidence.company, name) for name in (plan.author, plan.planned_by)}:
        yield "Nobody accepts the risk of their own change: let another risk owner do it."
    yield from _text("The reason", fields.reason, LONGEST_REASON, "Write down why the risk is taken.")
    if not 0 < (fields.expires_on - evidence.as_of).days <= longest:
        yield f"It is accepted for 1 to {longest} days: name a last day within them."


def _day_gaps(write: Write, plan: PlannedChange, on: date) -> Iterator[str]:
    if not _day(write, plan.planned_at) <= on <= _day(write, write.at):
        yield "The day lies between the one it was planned on and today."


def _names(evidence: Evidence, people: tuple[str, ...]) -> list[str]:
    return [evidence.company.people[name].name for name in people]


def _text(name: str, said: str, longest: int, asked: str) -> Iterator[str]:
    if not one_line(said):
        yield asked
    yield from text_gaps(name, one_line(said), longest)


def _planned(fields: ChangeFields, number: str, by: str) -> dict[str, Any]:
    return {
        "change": number,
        "agent": fields.agent,
        "planned_at": fields.planned_at.replace(microsecond=0),
        "planned_by": by,
        "kind": fields.kind,
        "action": fields.action,
        "from_value": one_line(fields.from_value) or None,
        "to_value": one_line(fields.to_value),
        "author": one_line(fields.author) or by,
        "reason": one_line(fields.reason),
    }


def _evidence(write: Write, agent: str, day: date) -> Evidence:
    evidence = evidence_in(write.connection, agent, day)
    if evidence is None:
        raise Unknown(f"There is no agent {agent}.")
    return evidence


def _day(write: Write, at: datetime) -> date:
    return at.astimezone(ZoneInfo(read_settings(write.connection).zone)).date()


def _agent_of(connection: Connection, change: str) -> str:
    table = TABLES["planned_changes"]
    found = connection.execute(select(table.c.agent).where(table.c.change == change)).scalar()
    if found is None:
        raise Unknown(f"There is no planned change {change}.")
    return str(found)


def _open(write: Write, agent: str, change: str) -> PlannedChange:
    """The plan as it stands; one that was released or withdrawn is nobody's to release again."""
    evidence = _evidence(write, agent, _day(write, write.at))
    for plan in open_plans(evidence):
        if plan.change == change:
            return plan
    is_out = any(row.change == change for row in evidence.changes)
    raise Refused(f"{change} was {'released' if is_out else 'withdrawn'} already: look at the page again.")


def _is_taken(connection: Connection, change: str) -> bool:
    tables = (TABLES["changes"], TABLES["planned_changes"])
    return any(connection.execute(select(table.c.change).where(table.c.change == change)).first() for table in tables)


def _free_number(connection: Connection, day: date) -> str:
    """The first free number of the day it is recorded on: C-2026-10-30-1."""
    number = 1
    while _is_taken(connection, f"C-{day}-{number}"):
        number += 1
    return f"C-{day}-{number}"


def _sent(connection: Connection, what: str, token: str) -> dict[str, Any] | None:
    """Return the row that a form with this token recorded."""
    table = TABLES["ledger"]
    for row in connection.execute(select(table).where(table.c.what == what).order_by(table.c.seq.desc())):
        body = LedgerRow(**row._mapping).content
        if body["token"] == token:
            return dict(body["row"])
    return None
