"""What people and loads both write: whether settings and incidents are as the last of either left them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select

from agent_scorecard import format as text
from agent_scorecard.recording.entries import COMPANY, INCIDENT, INCIDENT_HANDLED, rows_of
from agent_scorecard.store.ledger import Chain, LedgerRow, entries
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.meta import SettingsFields

LOAD, AFTER = "load", "after_entry"
TOLD_BY_PEOPLE = frozenset({COMPANY, INCIDENT, INCIDENT_HANDLED})
Values = Mapping[str, Any]


def retold(connection: Connection) -> Iterator[str]:
    """Yield one sentence for the settings, and one for each incident, that hold something nobody recorded.

    What a load wrote of an incident is in its file alone, so only what people said after it can be compared.
    """
    people = (row for row in entries(connection) if row.what in TOLD_BY_PEOPLE)
    loads = (row for row in entries(connection, Chain.EVENTS) if row.what == LOAD and AFTER in row.content)
    settings, incidents = _told(sorted(chain(people, loads), key=_place))
    if wrong := _other(settings, dict(connection.execute(select(TABLES["settings"])).mappings().one())):
        yield f"The settings of the company are not what was recorded: {wrong}."
    table = TABLES["incidents"]
    for stored in connection.execute(select(table).where(table.c.incident.in_(incidents))).mappings():
        if wrong := _other(incidents[stored["incident"]], dict(stored)):
            yield f"Incident {stored['incident']} is not what the ledger says: {wrong}."


def _place(row: LedgerRow) -> tuple[int, bool]:
    """The place of a row among the entries of the ledger; a load says after which one it came."""
    is_load = row.what == LOAD
    return (int(row.content[AFTER]) if is_load else row.seq, is_load)


def _told(rows: Iterable[LedgerRow]) -> tuple[Values, dict[str, dict[str, Any]]]:
    settings, incidents = SettingsFields().model_dump(), dict[str, dict[str, Any]]()
    for row in rows:
        if row.what == LOAD:
            settings = row.content.get("settings", settings)
            for name in row.content.get("incidents", ()):
                incidents.pop(name, None)
            continue
        told = rows_of(row)
        settings = told.company.model_dump() if told.company is not None else settings
        incidents |= {one.incident: one.model_dump() for one in told.incidents}
        for handled in told.handled:
            incidents.setdefault(handled.incident, {}).update(handled.told)
    return settings, incidents


def _other(told: Values, stored: Values) -> str:
    """Name what is stored otherwise than told."""
    return text.listed([name.replace("_", " ") for name, value in told.items() if stored[name] != value])
