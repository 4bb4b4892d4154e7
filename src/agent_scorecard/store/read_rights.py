"""Who holds which role of the company, and whom a sign-in stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from agent_scorecard.access import CompanyRole
from agent_scorecard.store.database import reader
from agent_scorecard.store.scope import TABLES, names_of


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to a person, and whether it was taken back; times are UTC."""

    person: str
    role: CompanyRole
    granted_at: datetime
    granted_by: str
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """A sign-in and the person it stands for."""

    issuer: str
    subject: str
    person: str
    linked_at: datetime
    linked_by: str


def held_now(engine: Engine) -> tuple[tuple[Grant, ...], tuple[Linked, ...]]:
    """Return the grants that hold now, and every sign-in."""
    with reader(engine).begin() as connection:
        return tuple(row for row in grants(connection) if row.ended_at is None), sign_ins(connection)


def holds(engine: Engine, person: str, role: CompanyRole) -> bool:
    """Say whether a person holds a role now."""
    with reader(engine).begin() as connection:
        return open_grant(connection, person, role) is not None


def stands_for(engine: Engine, issuer: str, subject: str) -> str | None:
    """Return whom a sign-in stands for."""
    with reader(engine).begin() as connection:
        return person_of(connection, issuer, subject)


def grants(connection: Connection) -> tuple[Grant, ...]:
    """Return every grant there ever was, in order of person, role and time."""
    table = TABLES["grants"]
    chosen = select(*(table.c[name] for name in names_of(Grant)))
    rows = connection.execute(chosen.order_by(table.c.person, table.c.role, table.c.granted_at))
    return tuple(_grant(*row) for row in rows)


def roles_of(connection: Connection, person: str) -> frozenset[CompanyRole]:
    """Return the roles a person holds now."""
    table = TABLES["grants"]
    held = select(table.c.role).where(table.c.person == person, table.c.ended_at.is_(None))
    return frozenset(CompanyRole(role) for role in connection.execute(held).scalars())


def open_grant(connection: Connection, person: str, role: CompanyRole) -> datetime | None:
    """Return since when a person holds a role, None where they do not."""
    table = TABLES["grants"]
    held = select(table.c.granted_at).where(table.c.person == person, table.c.role == role, table.c.ended_at.is_(None))
    return connection.execute(held).scalar()


def sign_ins(connection: Connection) -> tuple[Linked, ...]:
    """Return every sign-in that stands for a person, in order of person."""
    table = TABLES["identities"]
    chosen = select(*(table.c[name] for name in names_of(Linked)))
    rows = connection.execute(chosen.order_by(table.c.person, table.c.issuer, table.c.subject))
    return tuple(Linked(*row) for row in rows)


def person_of(connection: Connection, issuer: str, subject: str) -> str | None:
    """Return whom a sign-in stands for."""
    table = TABLES["identities"]
    wanted = select(table.c.person).where(table.c.issuer == issuer, table.c.subject == subject)
    return connection.execute(wanted).scalar()


def _grant(person: str, role: str, granted_at: datetime, *more: object) -> Grant:
    return Grant(person, CompanyRole(role), granted_at, *more)  # type: ignore[arg-type]
