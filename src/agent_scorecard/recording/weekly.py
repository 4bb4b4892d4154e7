"""Record the review of a week of an agent's first month: who met, three lists, one change or none (S2-28, S2-29)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.recording.entries import WEEKLY
from agent_scorecard.recording.fields import LONGEST, is_filled, is_writable
from agent_scorecard.recording.people import id_of, person_named, unknown
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Refused, Unknown, refuse_all
from agent_scorecard.recording.writing import writing
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.weekly import FirstMonth, Week, first_month
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.columns import ID_LENGTH
from agent_scorecard.vocabulary import WeeklyChange

LISTS = {
    "handled_well": "What it handled well",
    "stepped_in": "Where a person had to step in",
    "rules_to_change": "Which rule to change",
}
MOST_PEOPLE = 20
BULLET = re.compile(r"^[-*•](\s+|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedChange:
    """What is changed until when: the one improvement a week may promise."""

    kind: WeeklyChange
    what: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyFields:
    """A weekly review as typed: the lists are texts of one line each, `no_change` says why nothing is changed."""

    agent: str
    week: int
    held_on: date
    attendees: tuple[str, ...]
    handled_well: str = ""
    stepped_in: str = ""
    rules_to_change: str = ""
    changes: tuple[PromisedChange, ...] = ()
    no_change: str = ""


def record_week(engine: Engine, fields: WeeklyFields, *, by: By, at: datetime, token: str | None = None) -> int:
    """Record the review of one week in one transaction and return its entry; what it promises is a follow-up.

    A form sent twice with one `token` records once. Raises NotPermitted, Unknown, or Refused with every sentence of
    what to put right: one review for each week, one change or none with its reason.
    """
    subject = f"agent:{shown(fields.agent)}"
    with writing(engine, by, WEEKLY, subject, at, {"week": fields.week}) as write:
        write.may(Right.RECORD_WEEK, subject)
        evidence = _evidence(write.connection, fields)
        week = _week(evidence, fields, at)
        if (earlier := _earlier(write.connection, fields.agent, week.begins)) is not None:
            return _again(earlier, token)
        refuse_all(_gaps(evidence.company, fields))
        body = _body(evidence.company, fields, week, id_of(evidence.company, write.actor.name), token)
        (kept,) = write.enter(WEEKLY, subject, body).put
        return int(kept.fields.model_dump()["seq"])


def lines_of(said: str) -> tuple[str, ...]:
    """Return the lines of a list without blanks and bullets around them, empty ones left out."""
    lines = (BULLET.sub("", line.strip()) for line in said.splitlines())
    return tuple(line for line in lines if is_filled(line))


def _evidence(connection: Connection, fields: WeeklyFields) -> Evidence:
    found = evidence_in(connection, fields.agent, fields.held_on) if is_writable(fields.agent) else None
    if found is None:
        raise Unknown(f"There is no agent {shown(fields.agent)}.")
    return found


def _week(evidence: Evidence, fields: WeeklyFields, at: datetime) -> Week:
    """Return the week that is reviewed. Raises Refused where it is none or has not begun."""
    today = at.astimezone(ZoneInfo(evidence.company.zone)).date()
    if fields.held_on > today:
        raise Refused(f"A review cannot be held in the future: today is {text.full_day(today)}.")
    month = _month(evidence, fields)
    week = month.week(fields.week)
    if week is None:
        raise Refused(f"There is no week {fields.week}: the first month has weeks 1 to {len(month.weeks)}.")
    if not week.has_begun:
        day = text.full_day(week.begins)
        raise Refused(f"Week {week.number} begins on {day}: it can be reviewed from that day on.")
    return week


def _month(evidence: Evidence, fields: WeeklyFields) -> FirstMonth:
    month = first_month(evidence, policy_in_force(evidence.company))
    name = evidence.agent.name
    if month is None or month.begins > fields.held_on:
        raise Refused(f"{name} is neither in a pilot nor live on that day: there is no week to review.")
    if month.is_over:
        over = text.full_day(month.ends)
        raise Refused(f"The first month of {name} was over on {over}: its cards take the place of weekly reviews.")
    return month


def _gaps(company: Company, fields: WeeklyFields) -> Iterator[str]:
    yield from _people(fields)
    for name, word in LISTS.items():
        yield from _text(word, getattr(fields, name))
    if not any(lines_of(getattr(fields, name)) for name in LISTS):
        yield "Write down at least one line: what it handled well, where a person stepped in, or a rule to change."
    yield from _one_change(fields)
    for change in fields.changes[:1]:
        yield from _change(company, fields, change)


def _people(fields: WeeklyFields) -> Iterator[str]:
    if not any(map(is_filled, fields.attendees)):
        yield "Say who was there."
    elif len(fields.attendees) > MOST_PEOPLE:
        yield f"At most {MOST_PEOPLE} people are kept: name those who use, run or approve its work."
    for name in fields.attendees:
        if len(name) > ID_LENGTH or "|" in name or not (is_writable(name) and is_filled(name)):
            yield f"{shown(name)} is not a name that can be kept: write it in plain characters."


def _one_change(fields: WeeklyFields) -> Iterator[str]:
    """Exactly one change or none with a reason, so that it can be seen next week what came of it (S2-20)."""
    if len(fields.changes) > 1:
        yield "One change a week: keep the one that helps most, and write the others down as rules to change."
    elif fields.changes and is_filled(fields.no_change):
        yield "Either one change or none: take away the change, or the reason why there is none."
    elif not fields.changes and not is_filled(fields.no_change):
        yield "Promise one change, or say why none is needed."
    yield from _text("The reason", fields.no_change)


def _change(company: Company, fields: WeeklyFields, change: PromisedChange) -> Iterator[str]:
    if not is_filled(change.what):
        yield "Say what is changed."
    yield from _text("The change", change.what)
    person = person_named(company, change.owner)
    if not is_filled(change.owner):
        yield "Name who makes the change."
    elif person is None:
        yield unknown(company, change.owner, "name who makes the change")
    elif not person.active_on(fields.held_on):
        yield f"{person.name} is no longer active: name somebody else for the change."
    if change.due < fields.held_on:
        yield f"The change is due {text.full_day(change.due)}, before the review was held."


def _text(word: str, said: str) -> Iterator[str]:
    if len(said) > LONGEST:
        yield f"{word} has {text.count(len(said))} characters; {text.count(LONGEST)} are kept."
    elif not is_writable(said):
        yield f"{word} holds a character that cannot be seen or stored: type it again."


def _body(company: Company, fields: WeeklyFields, week: Week, by: str, token: str | None) -> dict[str, Any]:
    change = next(iter(fields.changes), None)
    said = {name: "\n".join(lines_of(getattr(fields, name))) for name in LISTS}
    told = {
        "agent": fields.agent,
        "begins": week.begins,
        "week": week.number,
        "held_on": fields.held_on,
        "attendees": [id_of(company, name.strip()) for name in dict.fromkeys(fields.attendees)],
        "by": by,
        **said,
        "change": change.kind if change else None,
        "no_change": None if change else fields.no_change.strip(),
        "token": token,
    }
    return {"weekly": told, "follow_ups": [] if change is None else [_promise(company, change)]}


def _promise(company: Company, change: PromisedChange) -> dict[str, Any]:
    return {"what": change.what.strip(), "owner": id_of(company, change.owner), "due": change.due, "in_place": False}


def _earlier(connection: Connection, agent: str, begins: date) -> LedgerRow | None:
    """Return the entry with which this week was reviewed already."""
    entries, weekly = TABLES["ledger"], TABLES["weekly_reviews"]
    chosen = select(entries).join(weekly, weekly.c.seq == entries.c.seq)
    found = connection.execute(chosen.where(weekly.c.agent == agent, weekly.c.begins == begins)).one_or_none()
    return None if found is None else LedgerRow(**found._mapping)


def _again(entry: LedgerRow, token: str | None) -> int:
    """A form sent twice is answered with what it recorded; a week is never reviewed a second time."""
    told = entry.content["weekly"]
    if token is not None and told["token"] == token:
        return entry.seq
    day = text.full_day(date.fromisoformat(told["held_on"]))
    raise Refused(f"Week {told['week']} was reviewed on {day}, recorded by {told['by']}: what was said then stays.")
