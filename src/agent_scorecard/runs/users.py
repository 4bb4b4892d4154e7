"""Users are only ever counted: their ids become keyed hashes before anything is written."""

from __future__ import annotations

import secrets
from hashlib import blake2b

from sqlalchemy import Connection, insert, select

from agent_scorecard.store.tables.meta import Meta

KEY = "run_user_key"
KEY_BYTES, HASH_BYTES = 32, 12


def user_key(connection: Connection) -> bytes:
    """Return the key of this database, made on first use; call it inside a write transaction.

    The key travels with the export, so that a loaded export counts the same users.
    """
    columns = Meta.__table__.c  # type: ignore[attr-defined]
    found = connection.execute(select(columns.value).where(columns.key == KEY)).scalar()
    if found is not None:
        return bytes.fromhex(found)
    fresh = secrets.token_bytes(KEY_BYTES)
    connection.execute(insert(Meta).values(key=KEY, value=fresh.hex()))
    return fresh


def hashed(user: str, key: bytes) -> str:
    return blake2b(user.encode(), key=key, digest_size=HASH_BYTES).hexdigest()
