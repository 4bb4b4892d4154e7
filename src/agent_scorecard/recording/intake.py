"""Record whether a candidate task should be done at all, before an agent takes it (register S2-07, S4-59)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.recording.fields import is_filled, is_writable
from agent_scorecard.recording.intake_entries import INTAKE, TABLE
from agent_scorecard.recording.people import id_of
from agent_scorecard.recording.refusal import Refused, Unknown, refuse_all
from agent_scorecard.recording.writing import writing
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import IntakeAnswer, Task
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.read_company import read_company, read_settings
from agent_scorecard.store.scope import TABLES, Scope
from agent_scorecard.store.tables.intake import REASON, STEP
from agent_scorecard.vocabulary import Worth

COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFields:
    """An answer as typed: `trigger` starts a run on a Monday morning, `first_step` is what a person then does first."""

    task: str
    worth: Worth
    reason: str
    answered_on: date
    trigger: str = ""
    first_step: str = ""


def answer_intake(engine: Engine, fields: IntakeFields, *, by: By, at: datetime) -> int:
    """Record one answer in one transaction and return its entry; a later answer takes its place, both stay readable.

    A form sent twice says nothing new the second time and records once. Raises NotPermitted, Unknown, or Refused
    with every sentence of what to put right.
    """
    with writing(engine, by, INTAKE, COMPANY, at, {"task": shown(fields.task)}) as write:
        write.may(Right.ANSWER_INTAKE, COMPANY)
        company = _company(write.connection, fields, at)
        refuse_all(_gaps(company, fields))
        told = _told(fields, id_of(company, write.actor.name))
        last = _last(write.connection, fields.task)
        if last is not None and all(getattr(last, name) == value for name, value in told.items()):
            return last.seq
        (kept,) = write.enter(INTAKE, COMPANY, {"answer": told}).put
        return int(kept.fields.model_dump()["seq"])


def _company(connection: Connection, fields: IntakeFields, at: datetime) -> Company:
    settings = read_settings(connection)
    zone = ZoneInfo(settings.zone)
    today = at.astimezone(zone).date()
    if fields.answered_on > today:
        raise Refused(f"An answer cannot be given in the future: today is {text.full_day(today)}.")
    return read_company(Scope(connection, fields.answered_on, zone), settings)


def _gaps(company: Company, fields: IntakeFields) -> Iterator[str]:
    task = _task(company, fields)
    if task.agent is not None:
        yield f"{task.agent} took this task already: decide about it on its card."
    yield from _text("reason", fields.reason, REASON)
    yield from _text("trigger", fields.trigger, STEP)
    yield from _text("first step", fields.first_step, STEP)
    if not is_filled(fields.reason):
        yield "Write down the reason."
    if fields.worth is Worth.DO and not (is_filled(fields.trigger) and is_filled(fields.first_step)):
        yield "Say what starts it on a Monday morning and what a person then does first; until that is known, it waits."


def _task(company: Company, fields: IntakeFields) -> Task:
    found = next((task for task in company.tasks if task.task == fields.task), None)
    if found is None:
        raise Unknown(f"There is no task {shown(fields.task)}: load it with tasks.csv.")
    return found


def _text(word: str, said: str, longest: int) -> Iterator[str]:
    if len(said) > longest:
        yield f"The {word} has {text.count(len(said))} characters; {text.count(longest)} are kept."
    elif not is_writable(said):
        yield f"The {word} holds a character that cannot be seen or stored: type it again."


def _told(fields: IntakeFields, by: str) -> dict[str, Any]:
    return {
        "task": fields.task,
        "worth": fields.worth,
        "reason": fields.reason.strip(),
        "answered_on": fields.answered_on,
        "by": by,
        "trigger": fields.trigger.strip() or None,
        "first_step": fields.first_step.strip() or None,
    }


def _last(connection: Connection, task: str) -> IntakeAnswer | None:
    table = TABLES[TABLE]
    found = connection.execute(select(table).where(table.c.task == task).order_by(table.c.seq.desc())).first()
    return None if found is None else IntakeAnswer(**found._mapping)
