"""Writes a plan to the store, inside the caller's one short transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Table, and_, bindparam, delete, insert, select, update

from agent_scorecard.loading import observed, owners, recorded
from agent_scorecard.loading.checks.draft import Draft, Key
from agent_scorecard.loading.owners import Owners
from agent_scorecard.loading.plan import Writes
from agent_scorecard.loading.planning import Plan
from agent_scorecard.loading.shelves import ORDER, Shelf, shelf
from agent_scorecard.store.content import OF_THE_LOAD
from agent_scorecard.store.tables import METADATA


def publish(connection: Connection, plan: Plan, load: int, today: date) -> None:
    """Write every file of the plan in order."""
    _drop(connection, plan.owners.dropped)
    for kind in ORDER:
        writes = plan.writes.get(kind)
        if kind == "observations":
            if writes:
                observed.write(connection, writes, load)
            continue
        if writes:
            _write(connection, shelf(kind), writes, today)
        if kind == "assignments":
            _write_owners(connection, plan.owners)
    if plan.records is not None and plan.records.takes_over:
        recorded.restore(connection, plan.records)


def _write(connection: Connection, to: Shelf, writes: Writes, today: date) -> None:
    noted = OF_THE_LOAD.get(to.file, {})
    if to.file == "gates":
        _keep_answers(connection, to, writes.answers, {draft.key for draft, _ in writes.changed})
    if writes.new:
        rows = [{column: draft[column] for column in to.columns} for draft in writes.new]
        for row, draft in zip(rows, writes.new, strict=True):
            row.update({column: draft.given.get(name) or today for column, name in noted.items()})
        connection.execute(insert(to.table), rows)
    if writes.new and to.file == "agents":
        connection.execute(insert(METADATA.tables["agent_keys"]), [{"agent": draft["agent"]} for draft in writes.new])
    by_columns: dict[tuple[str, ...], list[tuple[Key, Mapping[str, object]]]] = defaultdict(list)
    for draft, values in writes.changed:
        by_columns[tuple(sorted(values))].append((draft.key, values))
    for columns, changes in by_columns.items():
        _update(connection, to, columns, changes)


def _update(
    connection: Connection, to: Shelf, columns: Sequence[str], rows: Sequence[tuple[Key, Mapping[str, object]]]
) -> None:
    table = to.table
    values: dict[str, object] = {name: bindparam(f"to_{name}", type_=table.c[name].type) for name in columns}
    if "row_version" in table.c:
        values["row_version"] = table.c.row_version + 1
    bound = [
        {
            **{f"at_{name}": part for name, part in zip(to.key, key, strict=True)},
            **{f"to_{name}": row[name] for name in columns},
        }
        for key, row in rows
    ]
    connection.execute(update(table).where(_at(table, to.key)).values(values), bound)


def _at(table: Table, key: Sequence[str]):  # type: ignore[no-untyped-def]
    return and_(*(table.c[name] == bindparam(f"at_{name}", type_=table.c[name].type) for name in key))


def _keep_answers(connection: Connection, to: Shelf, drafts: Sequence[Draft], replaced: set[Key]) -> None:
    """Keep each gate answer that a later one replaces, once."""
    revisions = METADATA.tables["gate_revisions"]
    for draft in drafts:
        place = and_(*(revisions.c[name] == part for name, part in zip(to.key, draft.key, strict=True)))
        kept = [dict(row._mapping) for row in connection.execute(select(revisions).where(place))]
        number = max((row.pop("replaced") for row in kept), default=0)
        answers = [{**to.defaults, **answer} for answer in draft.earlier]
        if draft.key in replaced and draft.stored is not None:
            answers.append(dict(draft.stored))
        for answer in sorted(answers, key=lambda answer: str(answer["answered_on"])):
            whole = {column: answer.get(column) for column in to.columns}
            if whole not in kept:
                number += 1
                kept.append(whole)
                connection.execute(insert(revisions).values(**whole, replaced=number))


def _drop(connection: Connection, keys: Sequence[Key]) -> None:
    to = shelf("assignments")
    for key in keys:
        connection.execute(
            delete(to.table).where(and_(*(to.table.c[n] == part for n, part in zip(to.key, key, strict=True))))
        )


def _write_owners(connection: Connection, changes: Owners) -> None:
    to = shelf("assignments")
    if changes.ended:
        _update(connection, to, ("effective_to",), [(key, {"effective_to": last}) for key, last in changes.ended])
    if changes.new:
        connection.execute(insert(to.table), list(changes.new))
    owners.write(connection, changes)
