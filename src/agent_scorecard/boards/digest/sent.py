"""When the last digest went out, and whom it could not reach: one line for whoever can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agent_scorecard import format
from agent_scorecard.rules.evidence import Company

NAMED_AT_MOST = 3
WAYS = {"webhook": "The webhook", "file": "The folder"}
AGAIN = "It is tried again with another address, or by agent-scorecard digest --send --again."


@dataclass(frozen=True, slots=True)
class Reached:
    """One reader of the digest as the last attempt left them; times are UTC.

    `trouble` is why they were not told, None where they were; `refused` says that it is not tried again by itself.
    """

    channel: str
    reader: str
    address: str
    sent_at: datetime | None
    trouble: str | None = None
    refused: bool = False
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LastDigest:
    """`sentence` is for everybody, `failed` for those who may know an address and can do something about it."""

    sentence: str
    failed: tuple[str, ...]


def last_digest(company: Company, readers: Sequence[Reached]) -> LastDigest | None:
    """Return when the last digest went out and what failed, None while no digest was ever sent or tried."""
    if not readers:
        return None
    sent = max((row.sent_at for row in readers if row.sent_at is not None), default=None)
    failed = [_failed(company, row) for row in readers if row.trouble is not None]
    more = len(failed) - NAMED_AT_MOST
    rest = [f"And {format.count(more)} more."] if more > 0 else []
    said = f"The last digest went out on {_moment(sent)}." if sent is not None else "No digest has gone out yet."
    if failed:
        said = f"{said} {format.plural(len(failed), 'reader')} could not be told."
    return LastDigest(said, (*failed[:NAMED_AT_MOST], *rest))


def _failed(company: Company, row: Reached) -> str:
    again = "" if row.retry_at is None else f"It is tried again by the first run after {_moment(row.retry_at)}."
    return f"{_called(company, row)}: {row.trouble} {AGAIN if row.refused else again}".rstrip()


def _called(company: Company, row: Reached) -> str:
    """Who a reader is: a person by name, an address of the list, the webhook or the folder."""
    known = company.people.get(row.reader.partition(":")[2])
    return known.name if known is not None else WAYS.get(row.channel, row.address)


def _moment(at: datetime) -> str:
    return f"{format.full_day(at.date())}, {at:%H:%M} UTC"
