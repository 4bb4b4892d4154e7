"""Gathered runs become stored runs, in the caller's one short write transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, FromClause, Table, delete, func, insert, select, text

from agent_scorecard.runs.days import Touched, touched_by
from agent_scorecard.runs.limits import count_beyond_caps
from agent_scorecard.runs.stage import RunStage
from agent_scorecard.runs.staging import (
    FACTS,
    fresh,
    staged_agents,
    staged_delta,
    staged_fresh,
    staged_moved,
    staged_runs,
    staged_waiting,
)
from agent_scorecard.runs.verdicts import AGENT_KEYS, read_again, runs_of
from agent_scorecard.store.moments import day_of
from agent_scorecard.store.tables.runs import runs, unregistered_runs

COLUMNS = ", ".join(FACTS)
UPDATED = ", ".join(f"{name} = excluded.{name}" for name in FACTS)
STRAIGHT = f"""
INSERT INTO runs (agent, at, request, {COLUMNS})
SELECT a.agent, s.at, s.request, {", ".join(f"s.{name}" for name in FACTS)}
FROM (SELECT local, agent FROM staged_agents ORDER BY agent) a CROSS JOIN staged_runs s WHERE s.local = a.local
"""
DIFFERENT = f"""
INSERT INTO staged_delta (agent, at, request, is_new, {COLUMNS})
SELECT a.agent, s.at, s.request, CASE WHEN r.agent IS NULL THEN 1 ELSE 0 END, {", ".join(f"s.{name}" for name in FACTS)}
FROM staged_agents a CROSS JOIN staged_runs s
LEFT JOIN runs r ON r.agent = a.agent AND r.at = s.at AND r.request = s.request
LEFT JOIN run_readings q ON q.reading = r.reading
WHERE s.local = a.local AND (r.agent IS NULL OR s.reading IS DISTINCT FROM q.base OR {{differs}})
"""
DIFFERS = " OR ".join(f"s.{name} IS DISTINCT FROM r.{name}" for name in FACTS if name != "reading")
AT_ANOTHER_TIME = """
SELECT r.agent, r.at, r.request FROM runs r CROSS JOIN staged_fresh f
WHERE f.agent = r.agent AND f.request = r.request AND r.agent IN (SELECT agent FROM staged_agents)
"""
DELETED = text("DELETE FROM runs WHERE agent = :agent AND at = :at AND request = :request")
MERGED = f"""
INSERT INTO runs (agent, at, request, {COLUMNS})
SELECT agent, at, request, {COLUMNS} FROM staged_delta WHERE true
ON CONFLICT (agent, at, request) DO UPDATE SET {UPDATED}, over_count = NULL
"""
KEPT = """
INSERT INTO run_contents (agent, request, inputs, output)
SELECT a.agent, c.request, c.inputs, c.output FROM staged_contents c JOIN staged_agents a ON a.local = c.local
WHERE c.place = (SELECT MAX(o.place) FROM staged_contents o WHERE o.local = c.local AND o.request = c.request)
ON CONFLICT (agent, request) DO UPDATE SET inputs = excluded.inputs, output = excluded.output
"""
WAITING_SAME = """
SELECT COUNT(*) FROM staged_waiting w JOIN unregistered_runs u ON u.agent_id = w.agent_id AND u.request = w.request
"""
WAIT = """
INSERT INTO unregistered_runs (agent_id, request, at, record)
SELECT agent_id, request, at, record FROM staged_waiting WHERE true
ON CONFLICT (agent_id, request) DO UPDATE SET at = excluded.at, record = excluded.record
"""


class UnknownAgents(Exception):
    """Runs were gathered for agents that are not in the inventory; publish the agents first."""


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What publishing came to: read = new + changed + same + duplicate + refused.

    `replaced` of the changed had another time before. `joined` of the read had waited for an alias. `waiting` of the
    new, changed and same wait for one now.
    """

    read: int
    new: int
    changed: int
    same: int
    duplicate: int
    refused: int
    replaced: int = 0
    joined: int = 0
    waiting: int = 0
    rounded: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """The counts, and the agents and days `roll_up.redo` has to count again."""

    counts: RunCounts
    touched: Touched


def publish(connection: Connection, stage: RunStage, approvals: Iterable[tuple[str, str]] = ()) -> Published:
    """Store what was gathered and settled; agents and approvals of the load must be stored before.

    `approvals`: (agent, request id) of every approvals row this load brought or changed; their runs are read again.
    Raises UnknownAgents when an agent of the gathered runs is not stored.
    """
    keys = _agent_keys(connection, stage.door.locals)
    _renumber(connection, stage)
    arrived, new, changed = _merged(connection)
    touched = touched_by(connection, arrived, stage.context.zone)
    replaced = _replaced(connection, stage, touched)
    connection.exec_driver_sql(MERGED if arrived is staged_delta else STRAIGHT)
    connection.exec_driver_sql(KEPT)
    read_again(connection, stage.dimensions, arrived)
    waiting_new, waiting_changed, waiting = _kept_waiting(connection, stage)
    staged = _number_of(connection, staged_runs)
    touched |= _approved_later(connection, stage, approvals)
    touched |= _beyond_caps(connection, stage, keys, touched)
    counts = RunCounts(
        read=stage.read,
        new=new - replaced + waiting_new,
        changed=changed + replaced + waiting_changed,
        same=staged + sum(stage.older.values()) - new - changed + waiting - waiting_new - waiting_changed,
        duplicate=stage.duplicates,
        refused=stage.refused,
        replaced=replaced,
        joined=stage.joined,
        waiting=waiting,
        rounded=stage.rounded,
    )
    return Published(counts, touched)


def _agent_keys(connection: Connection, local: Mapping[str, int]) -> dict[str, int]:
    """Give every gathered agent its integer key and remember it beside its local number."""
    agents = list(local)
    keys = AGENT_KEYS.c
    known = {row.agent: row.key for row in connection.execute(select(keys.agent, keys.key)) if row.agent in local}
    missing = [agent for agent in agents if agent not in known]
    if missing:
        raise UnknownAgents(", ".join(missing[:5]))
    fresh(connection, staged_agents)
    if agents:
        connection.execute(insert(staged_agents), [{"local": local[agent], "agent": known[agent]} for agent in agents])
    return known


def _renumber(connection: Connection, stage: RunStage) -> None:
    """Write what repeats; where another load took a number in between, the gathered rows follow."""
    settled: dict[int, dict[int, int]] = {}
    for column, dimension in stage.dimensions.all():
        if id(dimension) not in settled:
            settled[id(dimension)] = dimension.settle(connection)
        moved = settled[id(dimension)]
        if not moved:
            continue
        fresh(connection, staged_moved)
        connection.execute(insert(staged_moved), [{"given": old, "stored": now} for old, now in moved.items()])
        connection.exec_driver_sql(
            f"UPDATE staged_runs SET {column} = (SELECT stored FROM staged_moved WHERE given = {column})"
            f" WHERE {column} IN (SELECT given FROM staged_moved)"
        )


def _merged(connection: Connection) -> tuple[FromClause, int, int]:
    """Find what is new or different: where it lies, how many runs are new, how many changed.

    Agents without any run yet need no comparison: everything gathered is new.
    """
    fresh(connection, staged_delta)
    stored = select(runs.c.agent).where(runs.c.agent.in_(select(staged_agents.c.agent))).limit(1)
    if connection.execute(stored).first() is None:
        everything = select(staged_agents.c.agent, staged_runs.c.at, staged_runs.c.request)
        everything = everything.join_from(staged_agents, staged_runs, staged_runs.c.local == staged_agents.c.local)
        return everything.subquery(), _number_of(connection, staged_runs), 0
    connection.exec_driver_sql(DIFFERENT.format(differs=DIFFERS))
    total, new = connection.execute(
        select(func.count(), func.coalesce(func.sum(staged_delta.c.is_new), 0)).select_from(staged_delta)
    ).one()
    return staged_delta, new, total - new


def _replaced(connection: Connection, stage: RunStage, touched: Touched) -> int:
    """Take out stored runs whose request id comes with another time now; return how many."""
    fresh(connection, staged_fresh)
    delta = staged_delta.c
    new = select(delta.agent, delta.request).where(delta.is_new == 1)
    if not connection.execute(insert(staged_fresh).from_select(["agent", "request"], new)).rowcount:
        return 0
    found = connection.exec_driver_sql(AT_ANOTHER_TIME).mappings().all()
    if found:
        connection.execute(DELETED, [dict(row) for row in found])
    touched |= {(row["agent"], day_of(row["at"], stage.context.zone).toordinal()) for row in found}
    return len(found)


def _kept_waiting(connection: Connection, stage: RunStage) -> tuple[int, int, int]:
    """Store the runs that wait for an alias, drop those that joined; return new, changed and all that wait."""
    joined = [id_ for id_ in stage.context.agents if id_] if stage.joined else []
    if joined:
        ids = select(unregistered_runs.c.agent_id).distinct()
        gone = [id_ for id_ in connection.execute(ids).scalars() if id_ in stage.context.agents]
        connection.execute(delete(unregistered_runs).where(unregistered_runs.c.agent_id.in_(gone)))
    total = _number_of(connection, staged_waiting)
    if not total:
        return 0, 0, 0
    known = connection.exec_driver_sql(WAITING_SAME).scalar_one()
    same = connection.exec_driver_sql(f"{WAITING_SAME} AND u.at = w.at AND u.record = w.record").scalar_one()
    connection.exec_driver_sql(WAIT)
    return total - known, known - same, total


def _approved_later(connection: Connection, stage: RunStage, approvals: Iterable[tuple[str, str]]) -> Touched:
    pairs = list(approvals)
    if not pairs:
        return set()
    keys = {row.agent: row.key for row in connection.execute(select(AGENT_KEYS.c.agent, AGENT_KEYS.c.key))}
    chosen = runs_of(connection, [(keys[agent], request) for agent, request in pairs if agent in keys])
    read_again(connection, stage.dimensions, chosen)
    return touched_by(connection, chosen, stage.context.zone)


def _beyond_caps(connection: Connection, stage: RunStage, keys: Mapping[str, int], touched: Touched) -> Touched:
    caps: dict[int, dict[str, int]] = {}
    for agent in stage.context.agents.values():
        daily = {name: rule.cap_count_per_day for name, rule in agent.actions.items() if rule.cap_count_per_day}
        if daily and agent.agent in keys:
            caps[keys[agent.agent]] = daily
    changed = count_beyond_caps(connection, caps, touched) if caps else set()
    return {(agent, day_of(at, stage.context.zone).toordinal()) for agent, at in changed}


def _number_of(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
