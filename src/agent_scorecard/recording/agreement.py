"""Whether the tables still say what the ledger says: a changed, lost or added row shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, select

from agent_scorecard.recording.entries import NotReadable, review_row, rows_of
from agent_scorecard.rules.facts import Decision, FollowUp
from agent_scorecard.store.database import reader
from agent_scorecard.store.ledger import LedgerRow, entries
from agent_scorecard.store.scope import TABLES, names_of
from agent_scorecard.store.tables.decisions import ReviewFields

Fact = TypeVar("Fact", Decision, FollowUp)
Told = tuple[dict[int, Decision], dict[str, FollowUp]]


def disagreements(engine: Engine) -> tuple[str, ...]:
    """Return one sentence for each decision, follow-up or outcome that is not what its ledger entry says."""
    with reader(engine).begin() as connection:
        try:
            ledger = list(entries(connection))
            decisions, follow_ups = told_by(ledger)
            reviews = {row["period"] + " " + row["agent"]: row for row in _reviews_told(ledger)}
        except NotReadable as refused:
            return (str(refused),)
        stored = {row.seq: row for row in _rows(connection, "decisions", Decision)}
        promised = {row.follow_up: row for row in _rows(connection, "follow_ups", FollowUp)}
        held = {row["period"] + " " + row["agent"]: row for row in _reviews_stored(connection)}
    return (
        *_differing("Decision", decisions, stored),
        *_differing("Follow-up", follow_ups, promised),
        *_differing("Outcome", reviews, held),
    )


def told_by(ledger: Iterable[LedgerRow]) -> Told:
    """Return the decisions and follow-ups a ledger stands for, from its entries alone. Raises NotReadable."""
    decisions: dict[int, Decision] = {}
    follow_ups: dict[str, FollowUp] = {}
    for entry in ledger:
        rows = rows_of(entry)
        decisions |= {row.seq: row for row in rows.decisions}
        follow_ups |= {row.follow_up: row for row in rows.follow_ups}
        for closing in rows.closings:
            promise = follow_ups[closing.follow_up]
            follow_ups[closing.follow_up] = replace(promise, done_on=closing.done_on, note=closing.note)
    return decisions, follow_ups


def _reviews_told(ledger: Iterable[LedgerRow]) -> Iterator[dict[str, Any]]:
    for entry in ledger:
        yield from map(review_row, rows_of(entry).reviews)


def _reviews_stored(connection: Connection) -> Iterator[dict[str, Any]]:
    table = TABLES["reviews"]
    columns = [table.c[name] for name in ReviewFields.model_fields]
    for row in connection.execute(select(*columns)).mappings():
        yield dict(row)


def _rows(connection: Connection, name: str, fact: type[Fact]) -> list[Fact]:
    table = TABLES[name]
    return [fact(*row) for row in connection.execute(select(*(table.c[column] for column in names_of(fact))))]


def _differing(what: str, told: Mapping[Any, object], stored: Mapping[Any, object]) -> Iterator[str]:
    for name in sorted(told.keys() | stored.keys(), key=str):
        if name not in stored:
            yield f"{what} {name} is in the ledger but not in its table."
        elif name not in told:
            yield f"{what} {name} is in its table but not in the ledger."
        elif told[name] != stored[name]:
            yield f"{what} {name} is not what the ledger says."
