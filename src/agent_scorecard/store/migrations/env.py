"""Runs migrations on the connection and inside the transaction that `store.upgrading` has begun."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables import types as stored

TEXTS = (stored.Word, stored.KeyText, stored.Listed)
WHOLES = (stored.UtcTime, stored.Money)
NUMBERS = (stored.Step, stored.PeriodKey)


def frozen_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our types as what they are in the database, so that a migration never depends on today's code."""
    if kind != "type":
        return False
    if isinstance(item, TEXTS) or item is stored.TEXT:
        return "TEXT"
    if isinstance(item, WHOLES) or item is stored.WHOLE:
        return "WHOLE"
    if item is stored.NUMBER:
        return "NUMBER"
    if isinstance(item, NUMBERS):
        return "sa.Integer()"
    return "sa.Date()" if isinstance(item, stored.KeyDate) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=frozen_type,
)
with context.begin_transaction():
    context.run_migrations()
