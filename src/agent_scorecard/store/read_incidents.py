"""Read incidents up to the as-of day, what was recorded beside their rows, and which of their runs are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from agent_scorecard.rules.facts import Incident, Turn, Undone
from agent_scorecard.store.scope import END, TABLES, Rows, Scope, before, names_of
from agent_scorecard.vocabulary import AgenticRisk

IDS_AT_ONCE = 20_000
BESIDE = ("known_runs", "tags", "turns", "undone")
INCIDENTS = TABLES["incidents"]


def _detected(whose: ColumnElement[bool]) -> Rows:
    told = INCIDENTS.c
    columns = [told[name] for name in names_of(Incident, *BESIDE)]
    return Rows(INCIDENTS, columns, whose, told.detected_at < END, order=[told.agent, told.detected_at, told.incident])


OF_AGENTS, OF_NOBODY = _detected(INCIDENTS.c.agent.is_not(None)), _detected(INCIDENTS.c.agent.is_(None))


@dataclass(frozen=True, slots=True)
class Recorded:
    """What people recorded of incidents beside their rows, by incident, in the order it was recorded."""

    tags: Mapping[str, tuple[AgenticRisk, ...]]
    turns: Mapping[str, list[Turn]]
    undone: Mapping[str, list[Undone]]


def read_incidents(scope: Scope) -> dict[str, list[Incident]]:
    found: dict[str, list[Incident]] = defaultdict(list)
    told = recorded(scope.connection)
    for row in _incidents(scope, OF_AGENTS):
        found[str(row.agent)].append(with_recorded(row, told))
    return found


def library_incidents(scope: Scope) -> tuple[Incident, ...]:
    """Return the incidents of nobody's agent, kept for reading."""
    return tuple(_incidents(replace(scope, agent=None), OF_NOBODY))


def _incidents(scope: Scope, rows: Rows) -> list[Incident]:
    return [_open_until(Incident(**row._mapping), scope) for row in rows.of(scope)]


def with_recorded(incident: Incident, told: Recorded) -> Incident:
    name = incident.incident
    return replace(
        incident,
        tags=told.tags.get(name, ()),
        turns=tuple(told.turns.get(name, ())),
        undone=tuple(told.undone.get(name, ())),
    )


def recorded(connection: Connection, incident: str | None = None) -> Recorded:
    """Return what was recorded beside the rows of all incidents, or of one."""
    turns: dict[str, list[Turn]] = defaultdict(list)
    undone: dict[str, list[Undone]] = defaultdict(list)
    for row in _acts(connection, "incident_turns", names_of(Turn), incident):
        turns[row.incident].append(Turn(*row))
    for row in _acts(connection, "undone_records", names_of(Undone), incident):
        undone[row.incident].append(Undone(*row))
    tags = {row.incident: row.tags for row in _acts(connection, "incident_tags", ("incident", "tags"), incident)}
    return Recorded(tags, turns, undone)


def _acts(connection: Connection, name: str, columns: tuple[str, ...], incident: str | None) -> Iterator[Any]:
    yield from connection.execute(_chosen(name, columns, incident is not None), {"incident": incident})


@cache
def _chosen(name: str, columns: tuple[str, ...], one: bool) -> Select[Any]:
    table = TABLES[name]
    chosen = select(*(table.c[column] for column in columns)).order_by(*table.primary_key)
    return chosen.where(table.c.incident == bindparam("incident")) if one else chosen


def _open_until(incident: Incident, scope: Scope) -> Incident:
    """What was done about an incident after the as-of day was not done yet."""
    return replace(
        incident,
        paused_at=before(incident.paused_at, scope.end),
        drained_at=before(incident.drained_at, scope.end),
        rolled_back_at=before(incident.rolled_back_at, scope.end),
        compensated_at=before(incident.compensated_at, scope.end),
        resolved_at=before(incident.resolved_at, scope.end),
    )


def with_known_runs(
    scope: Scope, found: Mapping[str, list[Incident]], keys: Mapping[str, int]
) -> dict[str, list[Incident]]:
    """Count for each incident how many of its affected runs are there to be looked at."""
    named = {request for rows in found.values() for row in rows for request in row.affected_runs}
    there = _runs_there(scope, [keys[agent] for agent in found if agent in keys], sorted(named))
    return {
        agent: [replace(row, known_runs=_known(row, keys.get(agent), there)) for row in rows]
        for agent, rows in found.items()
    }


def _runs_there(scope: Scope, agents: list[int], requests: list[str]) -> set[tuple[int, str]]:
    runs = TABLES["runs"]
    there: set[tuple[int, str]] = set()
    for begin in range(0, len(requests), IDS_AT_ONCE):
        some = requests[begin : begin + IDS_AT_ONCE]
        chosen = select(runs.c.agent, runs.c.request).where(runs.c.agent.in_(agents), runs.c.request.in_(some))
        there.update((agent, request) for agent, request in scope.connection.execute(chosen))
    return there


def _known(incident: Incident, key: int | None, there: set[tuple[int, str]]) -> int | None:
    if not incident.affected_runs:
        return None
    return sum((key, request) in there for request in set(incident.affected_runs))
