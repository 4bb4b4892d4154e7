"""Record that a risk owner accepts one named gap for a time, renews it once, or ends it early (rules 6 "Exception")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.exception_entries import EXCEPTION_ENDED, GAP_ACCEPTED
from agent_scorecard.recording.fields import LONGEST, is_filled, is_writable
from agent_scorecard.recording.people import id_of
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Refused, Unknown, refuse_all
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.exceptions import (
    accepters,
    earlier,
    holds,
    is_self_approved,
    last_day,
    may_renew,
    never,
)
from agent_scorecard.rules.facts import AcceptedGap
from agent_scorecard.rules.gaps import is_open
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.scope import TABLES, names_of
from agent_scorecard.vocabulary import ExceptionReason


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFields:
    """A gap as accepted: its name ("evidence:7", "finding:eval_stale", "item:C2", "gate:intake"), why, until when."""

    agent: str
    gap: str
    reason: ExceptionReason
    note: str
    expires_on: date
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalFields:
    exception: str
    note: str
    expires_on: date
    as_of: date


def accept_gap(engine: Engine, fields: GapFields, *, by: By, at: datetime) -> AcceptedGap:
    """Record one exception in one transaction and return it; the same form sent twice records once.

    Raises NotPermitted, Unknown, or Refused with every sentence of what to put right: only a risk owner who is not the
    owner accepts, an open gap that may be accepted at all, with a text, for at most the days of the policy.
    """
    subject = f"agent:{shown(fields.agent)}"
    with writing(engine, by, GAP_ACCEPTED, subject, at, {"gap": fields.gap}) as write:
        write.may(Right.ACCEPT_EXCEPTION, subject)
        evidence, policy = _known(write.connection, fields.agent, fields.as_of, at)
        if (sent := _sent(evidence, fields, write.actor.name)) is not None:
            return sent
        refuse_all((*_gaps(evidence, policy, fields, write.actor.name), *_once(evidence, policy, fields.gap)))
        return _entered(write, evidence, fields, None)


def renew_exception(engine: Engine, fields: RenewalFields, *, by: By, at: datetime) -> AcceptedGap:
    """Record that an accepted gap stays accepted, once; it is an exception of its own. Raises as `accept_gap`."""
    with writing(engine, by, GAP_ACCEPTED, f"exception:{shown(fields.exception)}", at) as write:
        old = _found(write.connection, fields.exception)
        write.may(Right.ACCEPT_EXCEPTION, f"agent:{old.agent}")
        evidence, policy = _known(write.connection, old.agent, fields.as_of, at)
        asked = GapFields(
            agent=old.agent,
            gap=old.gap,
            reason=old.reason,
            note=fields.note,
            expires_on=fields.expires_on,
            as_of=fields.as_of,
        )
        if (sent := _sent(evidence, asked, write.actor.name)) is not None and sent.renews == old.exception:
            return sent
        refuse_all((*_gaps(evidence, policy, asked, write.actor.name), *_renewed(evidence, policy, old)))
        return _entered(write, evidence, asked, old.exception)


def end_exception(engine: Engine, exception: str, note: str, *, as_of: date, by: By, at: datetime) -> AcceptedGap:
    """Record that an exception holds no longer from a day on; the gap counts again at once. Raises as `accept_gap`."""
    with writing(engine, by, EXCEPTION_ENDED, f"exception:{shown(exception)}", at) as write:
        row = _found(write.connection, exception)
        write.may(Right.ACCEPT_EXCEPTION, f"agent:{row.agent}")
        _known(write.connection, row.agent, as_of, at)
        refuse_all((*_over(row, as_of), *_note(note)))
        body = {"exception": exception, "ended_on": as_of, "note": note.strip()}
        write.enter(EXCEPTION_ENDED, f"agent:{row.agent}", body)
        return replace(row, ended_on=as_of)


def _known(connection: Connection, agent: str, as_of: date, at: datetime) -> tuple[Evidence, Policy]:
    evidence = evidence_in(connection, agent, as_of) if is_writable(agent) else None
    if evidence is None:
        raise Unknown(f"There is no agent {shown(agent)}.")
    today = at.astimezone(ZoneInfo(evidence.company.zone)).date()
    if as_of > today:
        raise Refused(f"An exception cannot begin or end in the future: today is {text.full_day(today)}.")
    return evidence, policy_in_force(evidence.company)


def _found(connection: Connection, exception: str) -> AcceptedGap:
    table = TABLES["exceptions"]
    columns = [table.c[name] for name in names_of(AcceptedGap)]
    found = connection.execute(select(*columns).where(table.c.exception == exception)).one_or_none()
    if found is None:
        raise Unknown(f"There is no exception {shown(exception)}.")
    return AcceptedGap(*found)


def _sent(evidence: Evidence, fields: GapFields, by: str) -> AcceptedGap | None:
    """The exception this very form of this very person recorded before."""
    told = (id_of(evidence.company, by), fields.reason, fields.note.strip(), fields.as_of, fields.expires_on)
    rows = earlier(evidence, fields.gap)
    return next((row for row in rows if _told(row) == told), None)


def _told(row: AcceptedGap) -> tuple[str, ExceptionReason, str | None, date, date]:
    return row.accepted_by, row.reason, row.note, row.accepted_on, row.expires_on


def _gaps(evidence: Evidence, policy: Policy, fields: GapFields, by: str) -> Iterator[str]:
    yield from _person(evidence, policy, id_of(evidence.company, by))
    yield from _note(fields.note)
    latest = last_day(policy, fields.as_of)
    if fields.expires_on <= fields.as_of:
        yield "Name a later day until which it is accepted."
    elif fields.expires_on > latest:
        yield f"A gap is accepted for at most {policy.ladder.exceptions.max_days} days: until {text.full_day(latest)}."
    forbidden = never(evidence, policy, fields.gap)
    if forbidden is not None:
        yield forbidden.text
    elif not _is_there(evidence, policy, fields.gap):
        yield f"{shown(fields.gap)} is no open gap today: there is nothing to accept."


def _person(evidence: Evidence, policy: Policy, by: str) -> Iterator[str]:
    people = accepters(evidence, policy)
    if by in people:
        return
    if not people:
        yield "No active risk owner other than the owner is on file: name one in assignments.csv."
    else:
        named = text.listed([f"{evidence.company.people[name].name} ({name})" for name in people], "or")
        yield f"Only a risk owner who is not the owner accepts a gap: ask {named}."


def _note(note: str) -> Iterator[str]:
    if not is_filled(note):
        yield "Write down why, in a sentence."
    elif len(note) > LONGEST:
        yield f"The text has {text.count(len(note))} characters; {text.count(LONGEST)} are kept."
    elif not is_writable(note):
        yield "The text holds a character that cannot be seen or stored: type it again."


def _is_there(evidence: Evidence, policy: Policy, gap: str) -> bool:
    """Say whether the gap would be open if nobody had accepted it."""
    bare = replace(evidence, exceptions=tuple(row for row in evidence.exceptions if row.gap != gap))
    one = assess(bare, policy)
    return is_open(bare, policy, one.findings, one.reading.items, gap)


def _once(evidence: Evidence, policy: Policy, gap: str) -> Iterator[str]:
    rows = earlier(evidence, gap)
    if not rows:
        return
    last = rows[-1]
    if may_renew(evidence, policy, gap):
        until = text.full_day(last.expires_on)
        yield f"It was accepted until {until} already: renew {last.exception}, or close the gap."
    else:
        yield "It was accepted and renewed already: from now on it blocks until it is closed."


def _renewed(evidence: Evidence, policy: Policy, old: AcceptedGap) -> Iterator[str]:
    if not may_renew(evidence, policy, old.gap):
        yield "It was renewed already: from now on it blocks until it is closed."


def _over(row: AcceptedGap, as_of: date) -> Iterator[str]:
    if row.ended_on is not None:
        yield f"It was ended on {text.full_day(row.ended_on)} already."
    elif not holds(row, as_of):
        days = f"{text.full_day(row.accepted_on)} to {text.full_day(row.expires_on)}"
        yield f"It holds from {days}: there is nothing to end."


def _entered(write: Write, evidence: Evidence, fields: GapFields, renews: str | None) -> AcceptedGap:
    by = id_of(evidence.company, write.actor.name)
    told = {
        "agent": fields.agent,
        "gap": fields.gap,
        "reason": fields.reason,
        "note": fields.note.strip(),
        "accepted_by": by,
        "accepted_on": fields.as_of,
        "expires_on": fields.expires_on,
        "renews": renews,
        "self_approved": is_self_approved(evidence, by),
        "ended_on": None,
    }
    (put,) = write.enter(GAP_ACCEPTED, f"agent:{fields.agent}", {"exception": told}).put
    row: dict[str, Any] = put.fields.model_dump()
    return AcceptedGap(**row)
