"""What entries about people and their rights stand for, each read from its own text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, insert, update

from agent_scorecard.recording.rows import Amend, Put, Rows
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.scope import TABLES, key_names
from agent_scorecard.store.tables.people import AssignmentFields, GrantFields, IdentityFields
from agent_scorecard.store.tables.types import NO_DATE
from agent_scorecard.vocabulary import Role

GRANTED = "role granted"
GRANT_ENDED = "role ended"
SIGN_IN_LINKED = "sign-in linked"
OWNER_NAMED = "owner named"
ONE_DAY = timedelta(days=1)


def granted(entry: LedgerRow) -> Rows:
    body = entry.content
    fields = GrantFields(person=body["person"], role=body["role"], granted_at=entry.time, granted_by=entry.actor)
    return Rows(put=(Put("grants", fields),))


def ended(entry: LedgerRow) -> Rows:
    body = entry.content
    granted_at = datetime.fromisoformat(body["granted_at"])
    key = {"person": body["person"], "role": body["role"], "granted_at": granted_at}
    return Rows(amended=(Amend("grants", key, {"ended_at": entry.time, "ended_by": entry.actor}),))


def linked(entry: LedgerRow) -> Rows:
    """A sign-in stands for one person at a time: linked again, it stands for the last."""
    body = entry.content
    fields = IdentityFields(linked_at=entry.time, linked_by=entry.actor, **body["sign_in"], person=body["person"])
    if body["before"] is None:
        return Rows(put=(Put("identities", fields),))
    told = fields.model_dump()
    key = {name: told.pop(name) for name in ("issuer", "subject")}
    return Rows(amended=(Amend("identities", key, told),))


def owner_named(entry: LedgerRow) -> Rows:
    """The assignment of the new owner, and those it ends, each as a whole row."""
    body = entry.content
    since = date.fromisoformat(body["since"])
    ended = (_owner(body["agent"], row["person"], _day(row["since"]), since - ONE_DAY) for row in body["before"])
    return Rows(assigned=(*ended, _owner(body["agent"], body["person"], since, None)))


def assign(connection: Connection, row: AssignmentFields) -> None:
    """Put an assignment in force, or end the one that is there."""
    table, told = TABLES["assignments"], row.model_dump()
    key = {name: NO_DATE if told[name] is None else told[name] for name in key_names(table)}
    same = and_(*(table.c[name] == part for name, part in key.items()))
    if not connection.execute(update(table).where(same).values(effective_to=row.effective_to)).rowcount:
        connection.execute(insert(table).values(**told))


def _owner(agent: str, person: str, since: date | None, until: date | None) -> AssignmentFields:
    role = Role.ACCOUNTABLE_OWNER
    return AssignmentFields(agent=agent, role=role, person=person, effective_from=since, effective_to=until)


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = {
    GRANTED: granted,
    GRANT_ENDED: ended,
    SIGN_IN_LINKED: linked,
    OWNER_NAMED: owner_named,
}
