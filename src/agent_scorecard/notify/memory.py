"""What was told to whom, kept in the database: it lets one run at a time send to a reader, and each item once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from agent_scorecard.access import AccessMode
from agent_scorecard.notify.trouble import NotSent, ReaderRefused
from agent_scorecard.store import ledger
from agent_scorecard.store.database import reader as for_reading
from agent_scorecard.store.database import writer
from agent_scorecard.store.scope import TABLES

SENT, FAILED = "digest sent", "digest not sent"
BUSY_FOR = timedelta(minutes=15)
"""Longer than any one message may take with its tries; after it a run that was killed no longer counts."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a channel tells: `reader` names them in the database, `address` is where it goes."""

    channel: str
    reader: str
    address: str
    person: str | None = None


def claim(engine: Engine, reader: Reader, at: datetime, *, again: bool = False) -> Mapping[str, str] | None:
    """Take a reader for this run and return what they were told; None where another run sends, or it is too early.

    `again` also takes a reader who was refused for good or is waiting for the next try.
    """
    _known(engine, reader)
    readers = TABLES["digest_readers"]
    free = [_is(reader), or_(readers.c.busy_until.is_(None), readers.c.busy_until <= at)]
    if not again:
        moved = readers.c.address != reader.address
        free.append(or_(readers.c.refused.is_(False), moved))
        free.append(or_(readers.c.retry_at.is_(None), readers.c.retry_at <= at, moved))
    taken = {"busy_until": at + BUSY_FOR, "address": reader.address}
    with writer(engine).begin() as connection:
        if connection.execute(update(readers).where(*free).values(taken)).rowcount != 1:
            return None
        return _told(connection, reader)


def leave(engine: Engine, reader: Reader) -> None:
    """Leave a reader as they were: nothing was sent, and nothing is known of why."""
    with writer(engine).begin() as connection:
        _leave(connection, reader, {})


def let_go(engine: Engine, reader: Reader, open_items: Collection[str]) -> None:
    """Leave a reader to whom nothing was new, and forget what is over: it is told again where it comes back."""
    with writer(engine).begin() as connection:
        _forget(connection, reader, open_items)
        _leave(connection, reader, {})


def note_sent(
    engine: Engine, reader: Reader, message: str, told: Mapping[str, str], open_items: Collection[str], at: datetime
) -> None:
    """Remember what a reader was told, and append it to the events, in one transaction."""
    with writer(engine).begin() as connection:
        _forget(connection, reader, open_items, told)
        rows = [{**_key(reader), "item": item, "state": state, "told_at": at} for item, state in told.items()]
        connection.execute(insert(TABLES["digest_items"]), rows)
        well = {"tries": 0, "retry_at": None, "refused": False, "trouble": None, "sent_at": at}
        _leave(connection, reader, well)
        _event(connection, SENT, reader, {"message": message, "items": len(rows)}, at)


def note_trouble(engine: Engine, reader: Reader, why: NotSent, at: datetime) -> None:
    """Remember why a reader was not told and when to try again; nothing counts as told."""
    readers = TABLES["digest_readers"]
    with writer(engine).begin() as connection:
        tries = connection.execute(select(readers.c.tries).where(_is(reader))).scalar_one() + 1
        wait = min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT)
        refused = isinstance(why, ReaderRefused)
        retry_at = None if refused else at + wait
        _leave(connection, reader, {"tries": tries, "retry_at": retry_at, "refused": refused, "trouble": str(why)})
        _event(connection, FAILED, reader, {"kind": type(why).__name__, "tries": tries}, at)


def keep_only(engine: Engine, channels: Collection[str], readers: Collection[Reader]) -> None:
    """Forget whoever is no longer told anything on these channels, so that no old trouble is shown for ever."""
    kept = {(each.channel, each.reader) for each in readers}
    table = TABLES["digest_readers"]
    with for_reading(engine).begin() as connection:
        known = connection.execute(select(table.c.channel, table.c.reader).where(table.c.channel.in_(channels)))
        over = [Reader(*row, "") for row in known.all() if (row.channel, row.reader) not in kept]
    if not over:
        return
    with writer(engine).begin() as connection:
        for reader in over:
            connection.execute(delete(TABLES["digest_items"]).where(_is(reader, "digest_items")))
            connection.execute(delete(table).where(_is(reader)))


def all_told(engine: Engine) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return what every reader was told, by channel and reader."""
    items = TABLES["digest_items"]
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with for_reading(engine).begin() as connection:
        for channel, name, item, state in connection.execute(
            select(items.c.channel, items.c.reader, items.c.item, items.c.state)
        ):
            found[channel, name][item] = state
    return found


def _known(engine: Engine, reader: Reader) -> None:
    """Give a reader a row; where two runs do at once, one of the two rows is refused and the other one serves."""
    readers = TABLES["digest_readers"]
    try:
        with writer(engine).begin() as connection:
            if connection.execute(select(readers.c.reader).where(_is(reader))).first() is None:
                fields = {**_key(reader), "address": reader.address, "tries": 0, "refused": False}
                connection.execute(insert(readers).values(fields))
    except IntegrityError:
        return


def _told(connection: Connection, reader: Reader) -> Mapping[str, str]:
    items = TABLES["digest_items"]
    found = connection.execute(select(items.c.item, items.c.state).where(_is(reader, "digest_items")))
    return {row.item: row.state for row in found}


def _forget(connection: Connection, reader: Reader, open_items: Collection[str], retold: Collection[str] = ()) -> None:
    """Remove what is over, and what is told anew."""
    items = TABLES["digest_items"]
    mine = _is(reader, "digest_items")
    for item in connection.execute(select(items.c.item).where(mine)).scalars().all():
        if item not in open_items or item in retold:
            connection.execute(delete(items).where(mine, items.c.item == item))


def _leave(connection: Connection, reader: Reader, fields: Mapping[str, Any]) -> None:
    connection.execute(update(TABLES["digest_readers"]).where(_is(reader)).values(busy_until=None, **fields))


def _event(connection: Connection, what: str, reader: Reader, told: Mapping[str, Any], at: datetime) -> None:
    """Addresses stay out of the chain, which keeps for ever: a person is named by id, a list by its place."""
    ledger.append(
        connection,
        what,
        actor=ledger.PRODUCT,
        subject="company",
        body={"channel": reader.channel, "reader": reader.reader, **told},
        at=at,
        verified=True,
        mode=AccessMode.LOCAL,
        chain=ledger.Chain.EVENTS,
    )


def _key(reader: Reader) -> dict[str, str]:
    return {"channel": reader.channel, "reader": reader.reader}


def _is(reader: Reader, table: str = "digest_readers") -> Any:
    columns = TABLES[table].c
    return (columns.channel == reader.channel) & (columns.reader == reader.reader)
