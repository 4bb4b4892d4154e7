"""Read whom the digest tells and how the last attempt ended."""

from __future__ import annotations

from sqlalchemy import Engine, select

from agent_scorecard.boards.digest.sent import Reached
from agent_scorecard.store.database import reader
from agent_scorecard.store.scope import TABLES, names_of


def readers(engine: Engine) -> tuple[Reached, ...]:
    """Return every reader a digest was sent to or tried for, those not told first."""
    table = TABLES["digest_readers"]
    chosen = select(*(table.c[name] for name in names_of(Reached)))
    order = (table.c.trouble.is_(None), table.c.reader, table.c.channel)
    with reader(engine).begin() as connection:
        found = connection.execute(chosen.order_by(*order))
        return tuple(Reached(*row) for row in found if row.sent_at is not None or row.trouble is not None)
