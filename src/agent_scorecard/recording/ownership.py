"""Name who answers for an agent: at once where nobody active does, else asked for by the owner and approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, func, select

from agent_scorecard import format as text
from agent_scorecard.access import AccessMode, By, Right, Step
from agent_scorecard.recording.fields import text_gaps
from agent_scorecard.recording.people import id_of, person_named, unknown
from agent_scorecard.recording.people_entries import OWNER_NAMED
from agent_scorecard.recording.refusal import Unknown, refuse_all
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerFields:
    """Who answers for an agent from a day on. `asked_by` is the owner so far, where an active one hands it over."""

    agent: str
    person: str
    reason: str
    since: date
    asked_by: str = ""


def name_owner(engine: Engine, fields: OwnerFields, *, by: By, at: datetime) -> None:
    """Record who owns an agent from a day on, in one transaction; whoever did until then no longer does.

    Raises NotPermitted, Unknown, or Refused with every sentence of what to put right.
    """
    subject = f"agent:{shown(fields.agent)}"
    with writing(engine, by, OWNER_NAMED, subject, at) as write:
        evidence = evidence_in(write.connection, fields.agent, fields.since)
        if evidence is None:
            raise Unknown(f"There is no agent {shown(fields.agent)}.")
        _may(write, fields, evidence)
        refuse_all(_gaps(write, fields, evidence))
        write.enter(OWNER_NAMED, subject, _body(fields, evidence))


def _may(write: Write, fields: OwnerFields, evidence: Evidence) -> None:
    """Roles are those of today; whether somebody must hand it over is asked of the day it changes."""
    subject = replace(write.subject(f"agent:{fields.agent}"), has_owner=evidence.active_owner is not None)
    if evidence.active_owner is None:
        write.may(Right.NAME_OWNER, subject)
    else:
        asked = replace(subject, proposer=id_of(evidence.company, fields.asked_by))
        write.may(Right.NAME_OWNER, asked, Step.APPROVE)


def _gaps(write: Write, fields: OwnerFields, evidence: Evidence) -> Iterator[str]:
    company, owner = evidence.company, evidence.active_owner
    if fields.since > write.at.astimezone(ZoneInfo(company.zone)).date():
        yield "Nobody is named for the future."
    person = person_named(company, fields.person)
    yield from text_gaps("reason", fields.reason, "Write down the reason.")
    if person is None:
        yield unknown(company, fields.person, "name who answers for it")
    elif not person.active_on(evidence.as_of):
        yield f"{person.name} is no longer active: name somebody who is."
    elif person is owner:
        yield f"{person.name} answers for it already."
    elif write.actor.mode is AccessMode.COMPANY and person.person == write.actor.name:
        yield "Nobody names themselves: let somebody else record it."
    if owner is not None and id_of(company, fields.asked_by) != owner.person:
        yield f"{owner.name} answers for it: they ask for the change, and somebody else records it."
    latest = _latest(write.connection, fields.agent)
    if latest is not None and latest >= fields.since:
        yield f"An owner was named for {text.full_day(latest)} already: another one begins on a day after it."


def _latest(connection: Connection, agent: str) -> date | None:
    """The day from which the last owner on file answers; one without a day is None."""
    table = TABLES["assignments"]
    theirs = select(func.max(table.c.effective_from)).where(table.c.agent == agent)
    found: date | None = connection.execute(theirs.where(table.c.role == Role.ACCOUNTABLE_OWNER)).scalar()
    return found


def _body(fields: OwnerFields, evidence: Evidence) -> dict[str, Any]:
    owners = (row for row in evidence.assignments if row.role is Role.ACCOUNTABLE_OWNER)
    until_now = sorted((row for row in owners if row.held_on(evidence.as_of)), key=lambda row: row.person)
    return {
        "agent": evidence.agent.agent,
        "person": id_of(evidence.company, fields.person),
        "since": fields.since,
        "before": [{"person": row.person, "since": row.since} for row in until_now],
        "asked_by": id_of(evidence.company, fields.asked_by) if evidence.active_owner else None,
        "reason": fields.reason.strip(),
    }
