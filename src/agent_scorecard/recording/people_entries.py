"""What entries about people and their rights stand for, each read from its own text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from agent_scorecard.recording.rows import Amend, Put, Rows
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.tables.people import GrantFields, IdentityFields

GRANTED = "role granted"
GRANT_ENDED = "role ended"
SIGN_IN_LINKED = "sign-in linked"


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


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = {
    GRANTED: granted,
    GRANT_ENDED: ended,
    SIGN_IN_LINKED: linked,
}
