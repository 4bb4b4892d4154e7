"""Whom to ask for rights, and which sign-ins nobody linked yet."""

from __future__ import annotations

from sqlalchemy import Engine, select

from agent_scorecard.access import CompanyRole
from agent_scorecard.store.database import reader
from agent_scorecard.store.scope import TABLES


def admins(engine: Engine) -> tuple[str, ...]:
    """Return the names of the active admins, in order."""
    people, grants = TABLES["people"], TABLES["grants"]
    named = select(people.c.name).join(grants, grants.c.person == people.c.person)
    held = named.where(grants.c.role == CompanyRole.ADMIN, grants.c.ended_at.is_(None), people.c.active.is_(True))
    with reader(engine).begin() as connection:
        return tuple(connection.execute(held.order_by(people.c.name)).scalars())
