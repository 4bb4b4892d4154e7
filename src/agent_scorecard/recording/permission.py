"""Ask who may record, inside every recording function, and keep a trace of what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Engine, or_, select

from agent_scorecard import where
from agent_scorecard.access import (
    COMPANY,
    LONGEST_SIGN_IN,
    AccessMode,
    Actor,
    By,
    CompanyRole,
    Right,
    SignedIn,
    Step,
    Subject,
    can,
    subject_of,
)
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import NotPermitted, SignInOver, Unknown
from agent_scorecard.rules.facts import Person
from agent_scorecard.rules.standing import about
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store import ledger
from agent_scorecard.store.database import reader, writer
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.read_people import is_ended
from agent_scorecard.store.read_rights import roles_of
from agent_scorecard.store.scope import TABLES, names_of
from agent_scorecard.vocabulary import Role

LONGEST_SUBJECT, LONGEST_NAMED, LONGEST_SAID = 120, 300, 1_000
ONLY_LOOKS = "Nobody here goes by your sign-in yet, so you may look and record nothing: an admin links it to a person."


def who(engine: Engine, by: By, at: datetime) -> Actor:
    """Return who acts, as the database knows them now: pages ask it on every click. Raises NotPermitted."""
    with reader(engine).begin() as connection:
        return known(connection, by, at)


def known(connection: Connection, by: By, at: datetime) -> Actor:
    """Return who acts: in local mode whoever the name says, which was typed and is not verified.

    A sign-in is resolved afresh: identity, person active on the day, grants not ended, roles held. Raises SignInOver
    when it is older than twelve hours or was ended, NotPermitted where it stands for somebody no longer active.
    """
    if isinstance(by, str):
        return Actor(by)
    if at - by.at > LONGEST_SIGN_IN:
        raise SignInOver("You signed in more than 12 hours ago: sign in again.")
    if is_ended(connection, named(by), by.at):
        raise SignInOver("You signed out in another window: sign in again.")
    person = _person(connection, by)
    if person is None:
        return stranger(by)
    day = _day(connection, at)
    if not person.active_on(day):
        raise NotPermitted(f"{person.name} is no longer active here: ask an admin.")
    roles, assigned = roles_of(connection, person.person), _assigned(connection, person.person, day)
    return Actor(person.person, AccessMode.COMPANY, True, roles, assigned)


def to_write(connection: Connection, by: By, at: datetime) -> Actor:
    """Return who records: somebody on file, whom the ledger can name. Raises NotPermitted."""
    actor = known(connection, by, at)
    if isinstance(by, SignedIn) and actor.roles and actor == stranger(by):
        raise NotPermitted(ONLY_LOOKS)
    return actor


def may_load(engine: Engine, by: By, at: datetime) -> Actor:
    """Return who loads files, asked as the load begins; a refusal is kept among the events. Raises NotPermitted."""
    actor = who(engine, by, at)
    answer = can(actor, Right.LOAD, COMPANY) if actor.mode is AccessMode.COMPANY else True
    if answer is not True:
        note_refusal(engine, actor, "files loaded", str(COMPANY), {"why": answer}, at)
        raise NotPermitted(answer)
    return actor


def named(by: SignedIn) -> str:
    """Return how events name a sign-in before anybody knows whose it is."""
    return shown(str(by), LONGEST_NAMED)


def stranger(by: By) -> Actor:
    """Return a sign-in nobody linked to a person: it may look only where open viewing is on."""
    if isinstance(by, str):
        return Actor(by)
    roles = frozenset({CompanyRole.VIEWER} if where.is_open_to_viewers() else ())
    return Actor(shown(str(by), LONGEST_SUBJECT), AccessMode.COMPANY, True, roles)


def may(
    connection: Connection,
    actor: Actor,
    right: str,
    subject: str | Subject,
    at: datetime,
    step: Step = Step.AT_ONCE,
) -> None:
    """Ask inside the write transaction whether the actor may. Raises NotPermitted with the sentence that says why."""
    asked = resolved(connection, actor, subject, at) if isinstance(subject, str) else subject
    answer = can(actor, right, asked, step)
    if answer is not True:
        raise NotPermitted(answer)


def resolved(connection: Connection, actor: Actor, told: str, at: datetime) -> Subject:
    """Return what a text such as "agent:triage" names, with what the database knows of it on the day of the write.

    In local mode nothing depends on it, so nothing is read. Raises Unknown.
    """
    named = subject_of(told)
    if actor.mode is AccessMode.LOCAL or named.agent is None:
        return named
    evidence = evidence_in(connection, named.agent, _day(connection, at))
    if evidence is None:
        raise Unknown(f"There is no agent {shown(named.agent)}.")
    return about(evidence, policy_in_force(evidence.company), actor)


def note_refusal(engine: Engine, actor: Actor, what: str, subject: str, body: Mapping[str, Any], at: datetime) -> None:
    """Keep a refused attempt among the events, in a short transaction of its own (reliability e).

    What was typed may be anything, so of each text only a readable beginning is kept.
    """
    with writer(engine).begin() as connection:
        ledger.append(
            connection,
            f"{what}: refused",
            actor=shown(actor.name, LONGEST_SUBJECT),
            subject=shown(subject, LONGEST_SUBJECT),
            body={name: _readable(value) for name, value in body.items()},
            at=at,
            verified=actor.verified,
            mode=actor.mode,
            chain=ledger.Chain.EVENTS,
        )


def _readable(value: Any) -> Any:
    if isinstance(value, list):
        return [_readable(each) for each in value]
    return shown(value, LONGEST_SAID) if isinstance(value, str) else value


def _day(connection: Connection, at: datetime) -> date:
    return at.astimezone(ZoneInfo(read_settings(connection).zone)).date()


def _person(connection: Connection, by: SignedIn) -> Person | None:
    people, identities = TABLES["people"], TABLES["identities"]
    linked = select(*(people.c[name] for name in names_of(Person))).join(
        identities, identities.c.person == people.c.person
    )
    same = linked.where(identities.c.issuer == by.issuer, identities.c.subject == by.subject)
    found = connection.execute(same).one_or_none()
    return None if found is None else Person(*found)


def _assigned(connection: Connection, person: str, day: date) -> frozenset[Role]:
    """The roles a person, or an active one they stand in for, holds on a day for any agent."""
    people, rows, actions = TABLES["people"], TABLES["assignments"], TABLES["actions"]
    wanted = select(*(people.c[name] for name in names_of(Person))).where(people.c.delegate == person)
    others = (Person(*found) for found in connection.execute(wanted))
    places = (person, *(row.person for row in others if row.active_on(day)))
    held = select(rows.c.role).where(rows.c.person.in_(places), *_on(rows, day)).distinct()
    found = set(connection.execute(held).scalars())
    if connection.execute(select(actions.c.agent).where(actions.c.risk_owner.in_(places)).limit(1)).first():
        found.add(Role.RISK_OWNER)
    return frozenset(found)


def _on(rows: Any, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        rows.c.effective_from <= day,
        or_(rows.c.effective_to.is_(None), rows.c.effective_to >= day),
    )
