"""Give a person a role of the company, and take it back: an admin does, and never for themselves (reliability c)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard.access import By, CompanyRole, Right, Subject
from agent_scorecard.recording.people_entries import GRANT_ENDED, GRANTED, SIGN_IN_LINKED
from agent_scorecard.recording.refusal import Refused, Unknown, refuse_all
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.facts import Person
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.read_rights import open_grant, person_of
from agent_scorecard.store.scope import TABLES, names_of

LONGEST_ISSUER, LONGEST_SUBJECT = 300, 255
QUOTES = frozenset('"\\')


def grant_role(engine: Engine, person: str, role: CompanyRole, *, by: By, at: datetime) -> None:
    """Give an active person a role from now on. Raises NotPermitted, Unknown, or Refused where they hold it."""
    with writing(engine, by, GRANTED, f"person:{person}", at, {"role": role}) as write:
        known = _managed(write, person)
        if open_grant(write.connection, known.person, role) is not None:
            raise Refused(f"{known.name} is {role} already.")
        write.enter(GRANTED, f"person:{known.person}", {"person": known.person, "role": role})


def end_role(engine: Engine, person: str, role: CompanyRole, *, by: By, at: datetime) -> None:
    """Take a role back; it holds from the next click on. Raises NotPermitted, Unknown, or Refused."""
    with writing(engine, by, GRANT_ENDED, f"person:{person}", at, {"role": role}) as write:
        write.may(Right.MANAGE_PEOPLE, Subject(person=person))
        since = open_grant(write.connection, person, role)
        if since is None:
            raise Refused(f"{shown(person)} is not {role}: there is nothing to end.")
        write.enter(GRANT_ENDED, f"person:{person}", {"person": person, "role": role, "granted_at": since})


def link_sign_in(engine: Engine, person: str, issuer: str, subject: str, *, by: By, at: datetime) -> None:
    """Let a sign-in stand for a person: known by issuer and its own subject, never by e-mail.

    Linked again it stands for the last person only. Raises NotPermitted, Unknown, or Refused.
    """
    with writing(engine, by, SIGN_IN_LINKED, f"person:{person}", at) as write:
        known = _managed(write, person)
        refuse_all(_sign_in_gaps(issuer, subject))
        before = person_of(write.connection, issuer, subject)
        if before == known.person:
            raise Refused(f"This sign-in stands for {known.name} already.")
        write.may(Right.MANAGE_PEOPLE, Subject(person=before))
        sign_in = {"issuer": issuer, "subject": subject}
        body: dict[str, Any] = {"person": known.person, "sign_in": sign_in, "before": before}
        write.enter(SIGN_IN_LINKED, f"person:{known.person}", body)


def _managed(write: Write, person: str) -> Person:
    """Return the active person whose rights the actor may change."""
    write.may(Right.MANAGE_PEOPLE, Subject(person=person))
    known = _known(write.connection, person)
    day = write.at.astimezone(ZoneInfo(read_settings(write.connection).zone)).date()
    if not known.active_on(day):
        raise Refused(f"{known.name} is no longer active: name somebody who is.")
    return known


def _known(connection: Connection, person: str) -> Person:
    table = TABLES["people"]
    found = connection.execute(
        select(*(table.c[name] for name in names_of(Person))).where(table.c.person == person)
    ).one_or_none()
    if found is None:
        raise Unknown(f"{shown(person)} is not a person of the company: add them to people.csv first.")
    return Person(*found)


def _sign_in_gaps(issuer: str, subject: str) -> Iterator[str]:
    if not issuer.startswith(("https://", "http://")) or not _is_plain(issuer, LONGEST_ISSUER):
        yield "Write the issuer as the address the provider signs with, such as https://login.example.com."
    if not _is_plain(subject, LONGEST_SUBJECT):
        yield "Write the subject as the provider calls this person (the sub of the sign-in), not the e-mail."


def _is_plain(told: str, longest: int) -> bool:
    return bool(told.strip()) and len(told) <= longest and told.isprintable() and not set(told) & QUOTES
