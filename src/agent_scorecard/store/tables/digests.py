"""What was told to whom: what keeps a digest from being sent twice. It stays with its database, as the events do."""

from __future__ import annotations

from datetime import datetime

from agent_scorecard.store.tables.columns import Checked, count, long_text, text, time, yes_no

READER, ITEM = 300, 400


class DigestReader(Checked, table=True):
    """One reader on one channel: who sends to them just now, and how the last attempt ended.

    `busy_until` is set while a run sends; a run that was killed leaves it behind, and it passes. `refused` says that
    trying again is of no use before the address changed.
    """

    __tablename__ = "digest_readers"

    channel: str = text(20, primary_key=True)
    reader: str = text(READER, primary_key=True)
    address: str = text(READER)
    busy_until: datetime | None = time()
    tries: int = count(0)
    retry_at: datetime | None = time()
    refused: bool = yes_no(False)
    trouble: str | None = long_text(None)
    sent_at: datetime | None = time()


class DigestItem(Checked, table=True):
    """How an item stood when a reader was told of it."""

    __tablename__ = "digest_items"

    channel: str = text(20, primary_key=True)
    reader: str = text(READER, primary_key=True)
    item: str = text(ITEM, primary_key=True)
    state: str = text(ITEM)
    told_at: datetime = time(...)
