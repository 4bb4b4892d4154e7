"""Whom to ask for rights, and which sign-ins stand for nobody yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, or_, select

from agent_scorecard.access import CompanyRole
from agent_scorecard.store.database import reader
from agent_scorecard.store.scope import TABLES

SEEN, LEFT = "signed in", "signed out"
"""The events that tell of a sign-in: when a session first shows it, and when its person ends it."""


def admins(engine: Engine) -> tuple[str, ...]:
    """Return the names of the active admins, in order."""
    people, grants = TABLES["people"], TABLES["grants"]
    named = select(people.c.name).join(grants, grants.c.person == people.c.person)
    held = named.where(grants.c.role == CompanyRole.ADMIN, grants.c.ended_at.is_(None), people.c.active.is_(True))
    with reader(engine).begin() as connection:
        return tuple(connection.execute(held.order_by(people.c.name)).scalars())


def active_person(engine: Engine, named: str) -> str | None:
    """Return the id of the active person called by this id or e-mail address, None where there is none."""
    people = TABLES["people"]
    called = or_(func.lower(people.c.person) == named.lower(), func.lower(people.c.email) == named.lower())
    if not named:
        return None
    with reader(engine).begin() as connection:
        return connection.execute(select(people.c.person).where(called, people.c.active.is_(True)).limit(1)).scalar()


def is_ended(connection: Connection, called: str, at: datetime) -> bool:
    """Say whether somebody signed out of the sign-in of this time: `called` is how events name it."""
    events = TABLES["events"].c
    left = connection.execute(select(events.body).where(events.what == LEFT, events.actor == called)).scalars()
    return any(datetime.fromisoformat(json.loads(body)["signed_in_at"]) == at for body in left)


@dataclass(frozen=True, slots=True)
class SeenSignIn:
    """A sign-in as it was last seen (UTC), with what the provider called its person."""

    issuer: str
    subject: str
    called: str
    at: datetime


def unlinked(engine: Engine) -> tuple[SeenSignIn, ...]:
    """Return the sign-ins that were seen and stand for nobody, the latest first."""
    events, identities = TABLES["events"], TABLES["identities"]
    seen = select(events.c.body, events.c.at).where(events.c.what == SEEN, events.c.body.contains('"called"'))
    with reader(engine).begin() as connection:
        linked = {(row.issuer, row.subject) for row in connection.execute(select(identities))}
        told = [_seen(*row) for row in connection.execute(seen.order_by(events.c.seq.desc()))]
    latest = {(row.issuer, row.subject): row for row in reversed(told)}
    return tuple(
        sorted((row for key, row in latest.items() if key not in linked), key=lambda row: row.at, reverse=True)
    )


def _seen(body: str, at: str) -> SeenSignIn:
    told = json.loads(body)
    return SeenSignIn(told["issuer"], told["subject"], told["called"], datetime.fromisoformat(at))
