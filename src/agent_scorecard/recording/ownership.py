"""Name who answers for an agent: at once where nobody active does, else asked for by the owner and approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from agent_scorecard.access import AccessMode, By, Right, Step
from agent_scorecard.recording.fields import text_gaps
from agent_scorecard.recording.people import id_of, person_named, unknown
from agent_scorecard.recording.people_entries import OWNER_NAMED
from agent_scorecard.recording.refusal import Unknown, refuse_all
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerFields:
    """Who answers for an agent from today on. `asked_by` is the owner so far, where an active one hands it over."""

    agent: str
    person: str
    reason: str
    asked_by: str = ""


def name_owner(engine: Engine, fields: OwnerFields, *, by: By, at: datetime) -> None:
    """Record who owns an agent from today on, in one transaction; whoever did until then no longer does.

    Raises NotPermitted, Unknown, or Refused with every sentence of what to put right.
    """
    subject = f"agent:{shown(fields.agent)}"
    with writing(engine, by, OWNER_NAMED, subject, at) as write:
        today = at.astimezone(ZoneInfo(read_settings(write.connection).zone)).date()
        evidence = evidence_in(write.connection, fields.agent, today)
        if evidence is None:
            raise Unknown(f"There is no agent {shown(fields.agent)}.")
        _may(write, fields, evidence)
        refuse_all(_gaps(write, fields, evidence))
        write.enter(OWNER_NAMED, subject, _body(fields, evidence, today))


def _may(write: Write, fields: OwnerFields, evidence: Evidence) -> None:
    subject = write.subject(f"agent:{fields.agent}")
    if evidence.active_owner is None:
        write.may(Right.NAME_OWNER, subject)
    else:
        asked = replace(subject, proposer=id_of(evidence.company, fields.asked_by))
        write.may(Right.NAME_OWNER, asked, Step.APPROVE)


def _gaps(write: Write, fields: OwnerFields, evidence: Evidence) -> Iterator[str]:
    company, owner = evidence.company, evidence.active_owner
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
    if any(since == evidence.as_of for _, since in _until_now(evidence)):
        yield "Its owner was named today: name another one tomorrow."


def _until_now(evidence: Evidence) -> tuple[tuple[str, date | None], ...]:
    rows = (row for row in evidence.assignments if row.role is Role.ACCOUNTABLE_OWNER and row.held_on(evidence.as_of))
    return tuple(sorted((row.person, row.since) for row in rows))


def _body(fields: OwnerFields, evidence: Evidence, today: date) -> dict[str, Any]:
    return {
        "agent": evidence.agent.agent,
        "person": id_of(evidence.company, fields.person),
        "since": today,
        "before": [{"person": person, "since": since} for person, since in _until_now(evidence)],
        "asked_by": id_of(evidence.company, fields.asked_by) if evidence.active_owner else None,
        "reason": fields.reason.strip(),
    }
