"""Whether the tables still say what the ledger says: a changed, lost or added row shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, select

from agent_scorecard.recording.entries import NotReadable, review_row, rows_of
from agent_scorecard.recording.retelling import retold
from agent_scorecard.recording.rows import ONCE
from agent_scorecard.rules.facts import Decision, FollowUp
from agent_scorecard.runs.keeping.figures import altered
from agent_scorecard.store.database import reader
from agent_scorecard.store.ledger import Chain, LedgerRow, check, entries
from agent_scorecard.store.scope import TABLES, key_text, names_of
from agent_scorecard.store.tables.decisions import ReviewFields

Fact = TypeVar("Fact", Decision, FollowUp)


@dataclass(slots=True)
class Told:
    """What a ledger stands for, by the name a sentence gives it; of incidents only that they are there."""

    decisions: dict[int, Decision] = field(default_factory=dict)
    follow_ups: dict[str, FollowUp] = field(default_factory=dict)
    reviews: dict[str, dict[str, Any]] = field(default_factory=dict)
    incidents: set[str] = field(default_factory=set)
    put: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {table: {} for table in ONCE})


def disagreements(engine: Engine) -> tuple[str, ...]:
    """Return one sentence for each decision, follow-up, outcome or report that is not what its ledger entry says.

    Settings and fields of incidents are asked of ledger and loads together. A broken chain of events, which holds
    loads, exports and refused attempts, is one more.
    """
    with reader(engine).begin() as connection:
        try:
            told = told_by(entries(connection))
        except NotReadable as refused:
            return (str(refused),)
        stored = {row.seq: row for row in _rows(connection, "decisions", Decision)}
        promised = {row.follow_up: row for row in _rows(connection, "follow_ups", FollowUp)}
        held = {_review_name(row): row for row in _reviews_stored(connection)}
        kept = set(connection.execute(select(TABLES["incidents"].c.incident)).scalars())
        once = {table: {_key(table, row): row for row in _whole_rows(connection, table)} for table in ONCE}
        events = check(entries(connection, Chain.EVENTS))
        rewritten = tuple(retold(connection)) if events.whole else ()
        figures = tuple(altered(connection))
    return (
        *_differing("Decision", told.decisions, stored),
        *_differing("Follow-up", told.follow_ups, promised),
        *_differing("Outcome", told.reviews, held),
        *chain.from_iterable(_differing(word, told.put[table], once[table]) for table, word in ONCE.items()),
        *(f"Incident {name} is in the ledger but not in its table." for name in sorted(told.incidents - kept)),
        *rewritten,
        *figures,
        *(() if events.whole else (f"The chain of events: {events.sentence}",)),
    )


def told_by(ledger: Iterable[LedgerRow]) -> Told:
    """Return what a ledger stands for, from its entries alone. Raises NotReadable."""
    told = Told()
    for entry in ledger:
        rows = rows_of(entry)
        told.decisions |= {row.seq: row for row in rows.decisions}
        told.follow_ups |= {row.follow_up: row for row in rows.follow_ups}
        told.reviews |= {_review_name(row): row for row in map(review_row, rows.reviews)}
        told.incidents |= {row.incident for row in rows.incidents} | {row.incident for row in rows.handled}
        for row in rows.put:
            values = row.fields.model_dump()
            told.put[row.table][_key(row.table, values)] = values
        for amend in rows.amended:
            told.put[amend.table][_key(amend.table, amend.key)] |= amend.told
        for closing in rows.closings:
            promise = told.follow_ups[closing.follow_up]
            told.follow_ups[closing.follow_up] = replace(promise, done_on=closing.done_on, note=closing.note)
    return told


def _review_name(row: Mapping[str, Any]) -> str:
    return f"{row['period']} {row['agent']}"


def _reviews_stored(connection: Connection) -> Iterator[dict[str, Any]]:
    table = TABLES["reviews"]
    columns = [table.c[name] for name in ReviewFields.model_fields]
    for row in connection.execute(select(*columns)).mappings():
        yield dict(row)


def _key(table: str, row: Mapping[str, Any]) -> str:
    return key_text(TABLES[table], row)


def _whole_rows(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    columns = [column for column in TABLES[table].c if column.name != "row_version"]
    return map(dict, connection.execute(select(*columns)).mappings())


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
