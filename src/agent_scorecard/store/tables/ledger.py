"""Two append-only chains: `ledger` for what people record, `events` for loads, exports, sign-ins and checks."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import Field

from agent_scorecard.store.tables.columns import FACT_TABLE, Checked
from agent_scorecard.store.tables.types import TEXT, WHOLE


def entry_text(**more: Any) -> Any:
    return Field(sa_type=TEXT, **more)


class Entry(Checked):
    """One link of a chain, kept as the exact texts that were hashed; `at` is ISO UTC with milliseconds."""

    seq: int = Field(primary_key=True, sa_type=WHOLE, sa_column_kwargs={"autoincrement": False})
    at: str = entry_text()
    actor: str = entry_text()
    verified: int = Field(sa_type=WHOLE)
    mode: str = entry_text()
    what: str = entry_text()
    subject: str = entry_text()
    body: str = entry_text()
    prev: str = entry_text(unique=True)
    hash: str = entry_text(unique=True)


class LedgerEntry(Entry, table=True):
    __tablename__ = "ledger"
    __table_args__: ClassVar[Any] = {"sqlite_strict": FACT_TABLE["sqlite_strict"]}


class EventEntry(Entry, table=True):
    __tablename__ = "events"
    __table_args__: ClassVar[Any] = {"sqlite_strict": FACT_TABLE["sqlite_strict"]}
