"""People, and the roles they hold for agents (columns.csv people, assignments) or for the company (grants)."""

from __future__ import annotations

from datetime import date, datetime

from agent_scorecard.store.tables.columns import (
    Checked,
    count,
    day,
    ident,
    key,
    key_day,
    of_agent,
    text,
    time,
    word,
    yes_no,
)
from agent_scorecard.vocabulary import Role


class PersonFields(Checked):
    person: str = key()
    name: str = text(120)
    email: str | None = text(254, None)
    function: str | None = text(80, None)
    active: bool = yes_no(True)
    inactive_since: date | None = day()
    delegate: str | None = ident(None)


class Person(PersonFields, table=True):
    __tablename__ = "people"


class AssignmentFields(Checked):
    """`person` is no reference: an agent id there raises a finding and is kept as written."""

    agent: str = of_agent(primary_key=True)
    role: Role = word(Role, primary_key=True)
    person: str = key()
    effective_from: date | None = key_day()
    effective_to: date | None = day()


class Assignment(AssignmentFields, table=True):
    __tablename__ = "assignments"


class GrantFields(Checked):
    """A company role of a person; made in the product only, a file never grants rights."""

    person: str = key()
    role: str = text(40, primary_key=True)
    granted_at: datetime = time(primary_key=True)
    granted_by: str = ident()
    ended_at: datetime | None = time()
    ended_by: str | None = ident(None)


class Grant(GrantFields, table=True):
    __tablename__ = "grants"

    row_version: int = count(0)


class IdentityFields(Checked):
    """Whom a sign-in stands for: the issuer's own name of a person, never the e-mail (reliability c)."""

    issuer: str = text(300, primary_key=True)
    subject: str = text(255, primary_key=True)
    person: str = ident()
    linked_at: datetime = time(...)
    linked_by: str = ident()


class Identity(IdentityFields, table=True):
    __tablename__ = "identities"
