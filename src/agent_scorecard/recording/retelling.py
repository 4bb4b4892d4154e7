"""What people and loads both write: settings, incidents, changes, tiers and owners, as the last of either left them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select

from agent_scorecard import format as text
from agent_scorecard.recording import gate_entries
from agent_scorecard.recording.change_entries import RELEASED, TIER_SET
from agent_scorecard.recording.entries import COMPANY, INCIDENT, INCIDENT_HANDLED, rows_of
from agent_scorecard.recording.people_entries import OWNER_NAMED
from agent_scorecard.recording.rows import Rows
from agent_scorecard.store.ledger import Chain, LedgerRow, entries
from agent_scorecard.store.scope import TABLES, key_text
from agent_scorecard.store.tables.meta import SettingsFields

LOAD, AFTER = "load", "after_entry"
SHARED = {
    "incidents": "Incident",
    "changes": "Change",
    "agents": "Agent",
    "gates": "Gate answer",
    "assignments": "Role",
}
"""Tables that files and people both fill, with the word for one of their rows; a load names the rows it took over."""
TOLD_BY_PEOPLE = frozenset(
    {COMPANY, INCIDENT, INCIDENT_HANDLED, RELEASED, TIER_SET, OWNER_NAMED, *gate_entries.READERS}
)
Values = Mapping[str, Any]
Told = dict[str, dict[str, dict[str, Any]]]
"""Table → key → columns with the values people gave them last."""


def retold(connection: Connection) -> Iterator[str]:
    """Yield one sentence for the settings, and one for each row people wrote, that hold something nobody recorded.

    What a load wrote of a row is in its file alone, so only what people said after it can be compared.
    """
    people = (row for row in entries(connection) if row.what in TOLD_BY_PEOPLE)
    loads = (row for row in entries(connection, Chain.EVENTS) if row.what == LOAD and AFTER in row.content)
    settings, told = _told(sorted(chain(people, loads), key=_place))
    if wrong := _other(settings, dict(connection.execute(select(TABLES["settings"])).mappings().one())):
        yield f"The settings of the company are not what was recorded: {wrong}."
    for name, word in SHARED.items():
        yield from _rewritten(connection, name, word, told[name])


def _rewritten(connection: Connection, name: str, word: str, told: Mapping[str, Values]) -> Iterator[str]:
    table = TABLES[name]
    first, *others = table.primary_key
    here = first.in_({key.rsplit(" ", len(others))[0] for key in told})
    lost = set(told) if others else set()
    for stored in connection.execute(select(table).where(here)).mappings():
        key = key_text(table, dict(stored))
        lost.discard(key)
        if key in told and (wrong := _other(told[key], dict(stored))):
            yield f"{word} {key} is not what the ledger says: {wrong}."
    yield from (f"{word} {key} is in the ledger but not in its table." for key in sorted(lost))


def _place(row: LedgerRow) -> tuple[int, bool]:
    """The place of a row among the entries of the ledger; a load says after which one it came."""
    is_load = row.what == LOAD
    return (int(row.content[AFTER]) if is_load else row.seq, is_load)


def _told(rows: Iterable[LedgerRow]) -> tuple[Values, Told]:
    settings, told = SettingsFields().model_dump(), Told({name: {} for name in SHARED})
    for row in rows:
        if row.what == LOAD:
            settings = row.content.get("settings", settings)
            for name in SHARED:
                for key in row.content.get(name, ()):
                    told[name].pop(key, None)
        else:
            said = rows_of(row)
            settings = said.company.model_dump() if said.company is not None else settings
            _add(told, said)
    return settings, told


def _add(told: Told, said: Rows) -> None:
    told["incidents"] |= {one.incident: one.model_dump() for one in said.incidents}
    told["changes"] |= {one.change: one.model_dump() for one in said.changes}
    for handled in said.handled:
        told["incidents"].setdefault(handled.incident, {}).update(handled.told)
    told["gates"] |= {key_text(TABLES["gates"], row.model_dump()): row.model_dump() for row in said.gates}
    assignments = TABLES["assignments"]
    told["assignments"] |= {key_text(assignments, row.model_dump()): row.model_dump() for row in said.assigned}
    for columns in said.columns:
        told[columns.table].setdefault(columns.key, {}).update(columns.told)


def _other(told: Values, stored: Values) -> str:
    """Name what is stored otherwise than told."""
    return text.listed([name.replace("_", " ") for name, value in told.items() if stored[name] != value])
