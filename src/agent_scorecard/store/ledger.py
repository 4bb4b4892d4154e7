"""Append-only chains of SHA-256: what people recorded (ledger) and what the product did (events)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select

from agent_scorecard.store.database import reader
from agent_scorecard.store.dialects.postgresql import lock_writers
from agent_scorecard.store.guards import ADOPTING
from agent_scorecard.store.meta import SCHEMA
from agent_scorecard.store.tables import METADATA

GENESIS = "genesis"
PRODUCT = "agent-scorecard"
NO_PREVIOUS = ""


class Chain(StrEnum):
    """The ledger travels with an export; the events of a database stay with it."""

    LEDGER = "ledger"
    EVENTS = "events"


class BrokenChain(Exception):
    """The entries offered do not form one whole chain, so none of them was taken."""


class LedgerNotEmpty(Exception):
    """A ledger can only be taken over into a database that has none yet."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry, as the exact texts that were hashed; `at` is ISO UTC with milliseconds."""

    seq: int
    at: str
    actor: str
    verified: bool
    mode: str
    what: str
    subject: str
    body: str
    prev: str
    hash: str

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def content(self) -> Mapping[str, Any]:
        return cast("Mapping[str, Any]", json.loads(self.body))


@dataclass(frozen=True, slots=True)
class Head:
    """How long a chain is and the hash of its last entry: kept outside, it shows a cut or rewritten tail."""

    count: int
    hash: str
    at: str

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Verified:
    """Answer of a check: `wrong` is the first entry that does not hold, `witnessed` says an outside head agreed."""

    whole: bool
    count: int
    head: Head | None
    sentence: str
    wrong: int | None = None
    witnessed: bool = False


def append(
    connection: Connection,
    what: str,
    *,
    actor: str,
    subject: str,
    body: Mapping[str, Any],
    at: datetime,
    verified: bool,
    mode: str,
    chain: Chain = Chain.LEDGER,
) -> LedgerRow:
    """Add one entry at the end of a chain, inside the caller's write transaction.

    `body` may hold JSON values, dates and aware times; NaN is refused (ValueError). The first entry of a chain is
    preceded by its genesis, which names the schema.
    """
    table = _table(chain)
    if connection.dialect.name == "postgresql":
        lock_writers(connection)
    last = _last(connection, table)
    if last is None:
        last = _linked(None, at, PRODUCT, True, mode, GENESIS, chain.value, canonical({"schema": SCHEMA}))
        connection.execute(insert(table), _columns(last))
    row = _linked(last, at, actor, verified, mode, what, subject, canonical(body))
    connection.execute(insert(table), _columns(row))
    return row


def adopt(connection: Connection, lines: Iterable[Mapping[str, Any]]) -> Head:
    """Take over an exported ledger, hashes included, into a database whose ledger is empty.

    Who may write an entry was asked when it was written, so it is not asked again here.

    Raises LedgerNotEmpty, or BrokenChain when a field is missing or the chain does not verify.
    """
    table = _table(Chain.LEDGER)
    if _last(connection, table) is not None:
        raise LedgerNotEmpty("This database has a ledger already; load the export into a new database.")
    try:
        rows = [LedgerRow(**line) for line in lines]
    except TypeError as refused:
        raise BrokenChain("A line of the ledger has a field too many or too few.") from refused
    answer = check(rows)
    if not answer.whole or answer.head is None:
        raise BrokenChain(answer.sentence)
    meta = METADATA.tables["meta"]
    connection.execute(insert(meta).values(key=ADOPTING, value=str(answer.head)))
    connection.execute(insert(table), [_columns(row) for row in rows])
    connection.execute(delete(meta).where(meta.c.key == ADOPTING))
    return answer.head


def entries(connection: Connection, chain: Chain = Chain.LEDGER, *, subject: str | None = None) -> Iterator[LedgerRow]:
    """Yield the entries of a chain in order, all of them or those about one subject."""
    table = _table(chain)
    query = select(table).order_by(table.c.seq)
    if subject is not None:
        query = query.where(table.c.subject == subject)
    with connection.execute(query.execution_options(yield_per=1000)) as found:
        for row in found:
            yield _row(row)


def head(engine: Engine, chain: Chain = Chain.LEDGER) -> Head | None:
    """Return the head of a chain, None while it is empty."""
    with reader(engine).begin() as connection:
        last = _last(connection, _table(chain))
    return None if last is None else Head(last.seq + 1, last.hash, last.at)


def verify(engine: Engine, against: Head | None = None, chain: Chain = Chain.LEDGER) -> Verified:
    """Recompute a whole chain; with a head kept outside also show a tail that was cut or chained anew."""
    with reader(engine).begin() as connection:
        return check(entries(connection, chain), against)


def check(rows: Iterable[LedgerRow], against: Head | None = None) -> Verified:
    """Verify rows given in order (reliability E3); without an outside head a cut tail cannot be seen."""
    last: LedgerRow | None = None
    witness: str | None = None
    for row in rows:
        if sentence := _fault(last, row):
            return Verified(False, row.seq, None, sentence, wrong=row.seq)
        last = row
        if against is not None and row.seq == against.count - 1:
            witness = row.hash
    found = None if last is None else Head(last.seq + 1, last.hash, last.at)
    count = 0 if found is None else found.count
    if against is None:
        unseen = "no outside head was given, so an end that was cut off or written anew would not show"
        return Verified(True, count, found, f"The chain of {count} entries is whole; {unseen}.")
    if witness == against.hash:
        return Verified(True, count, found, f"The chain of {count} entries is whole and agrees.", witnessed=True)
    if witness is None:
        sentence = f"The head kept outside counts {against.count} entries, the chain only {count}: its end is missing."
    else:
        sentence = f"Entry {against.count - 1} is not the one the head kept outside names: the chain was written anew."
    return Verified(False, count, found, sentence, wrong=min(count, against.count - 1))


def canonical(body: Mapping[str, Any]) -> str:
    """Write a body as the one text that stands for it: sorted keys, no blanks, dates and UTC times as ISO text."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_text)


def moment(at: datetime) -> str:
    """Write an aware time as ISO UTC with milliseconds. Raises ValueError for a time without zone."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone.")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept in the ledger.")


def _linked(
    last: LedgerRow | None, at: datetime, actor: str, verified: bool, mode: str, what: str, subject: str, body: str
) -> LedgerRow:
    seq, prev = (0, NO_PREVIOUS) if last is None else (last.seq + 1, last.hash)
    row = LedgerRow(seq, moment(at), actor, verified, mode, what, subject, body, prev, "")
    return LedgerRow(seq, row.at, actor, verified, mode, what, subject, body, prev, _hash(row))


def _hash(row: LedgerRow) -> str:
    fields = [row.prev, row.seq, row.at, row.actor, int(row.verified), row.mode, row.what, row.subject, row.body]
    written = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _fault(last: LedgerRow | None, row: LedgerRow) -> str | None:
    seq, prev = (0, NO_PREVIOUS) if last is None else (last.seq + 1, last.hash)
    if row.seq != seq:
        return f"Entry {seq} is missing: entry {row.seq} follows entry {seq - 1}."
    if row.prev != prev:
        return f"Entry {seq} does not follow entry {seq - 1}."
    if row.hash != _hash(row):
        return f"Entry {seq} was changed after it was written."
    if last is None and row.what != GENESIS:
        return "The chain does not begin with its genesis."
    return None


def _table(chain: Chain) -> Table:
    return METADATA.tables[chain.value]


def _last(connection: Connection, table: Table) -> LedgerRow | None:
    newest = select(func.max(table.c.seq)).scalar_subquery()
    found = connection.execute(select(table).where(table.c.seq == newest)).one_or_none()
    return None if found is None else _row(found)


def _row(found: Any) -> LedgerRow:
    seq, at, actor, verified, mode, what, subject, body, prev, digest = found
    return LedgerRow(seq, at, actor, bool(verified), mode, what, subject, body, prev, digest)


def _columns(row: LedgerRow) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": row.at,
        "actor": row.actor,
        "verified": int(row.verified),
        "mode": row.mode,
        "what": row.what,
        "subject": row.subject,
        "body": row.body,
        "prev": row.prev,
        "hash": row.hash,
    }
