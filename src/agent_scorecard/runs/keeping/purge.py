"""Purge the runs of one agent: what goes, what stays because it matters, and the figures of every day that went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, delete, func, not_, or_, select

from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.periods import add_months
from agent_scorecard.rules.retention import Retention
from agent_scorecard.runs.keeping import figures
from agent_scorecard.runs.keeping.important import important
from agent_scorecard.store.moments import day_of, start_of
from agent_scorecard.store.read_purges import kept_from
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.runs import run_contents, run_texts, run_users, runs

EARLIEST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Purging:
    """What a purge of one agent comes to: `first` is where the last one ended, `oldest` the day of the oldest
    important run that stays."""

    agent: str
    key: int
    first: date
    kept_from: date
    important_from: date
    removed: int
    kept: int
    oldest: date | None
    gone: ColumnElement[bool]


def purging(connection: Connection, evidence: Evidence, kept: Retention) -> Purging | None:
    """Return what a purge would do, None where no period is stated or the log has nothing of the agent."""
    key = _key(connection, evidence.agent.agent)
    if key is None or kept.kept_from is None or kept.important_from is None:
        return None
    zone = ZoneInfo(evidence.company.zone)
    first = kept_from(connection).get(key, EARLIEST)
    matters = important(connection, evidence, kept, key, zone)
    of_agent, too_old = runs.c.agent == key, runs.c.at < start_of(kept.important_from, zone)
    new = and_(runs.c.at >= start_of(first, zone), runs.c.at < start_of(kept.kept_from, zone))
    gone = and_(of_agent, or_(too_old, and_(new, not_(matters))))
    stays = and_(of_agent, runs.c.at < start_of(kept.kept_from, zone), not_(gone))
    n, oldest = connection.execute(select(func.count(), func.min(runs.c.at)).where(stays)).one()
    removed = connection.execute(select(func.count()).select_from(runs).where(gone)).scalar_one()
    day = None if oldest is None else day_of(oldest, zone)
    return Purging(evidence.agent.agent, key, first, kept.kept_from, kept.important_from, removed, n, day, gone)


def figures_staying(connection: Connection, evidence: Evidence, plan: Purging) -> list[dict[str, Any]]:
    """Return the figures of the days whose runs go, before they go."""
    zone, whole = ZoneInfo(evidence.company.zone), add_months(plan.kept_from, 1) <= evidence.as_of
    return figures.staying(connection, plan.key, plan.first, plan.kept_from, whole, zone)


def remove(connection: Connection, plan: Purging) -> None:
    """Delete the runs with the spans that told them, and the contents, error notes, approvers and hashed users nothing
    points at any more."""
    told = TABLES["traces"].c.trace.in_(select(runs.c.request).where(plan.gone))
    connection.execute(delete(TABLES["traces"]).where(told))
    connection.execute(delete(runs).where(plan.gone))
    left = select(runs.c.request).where(runs.c.agent == plan.key)
    connection.execute(
        delete(run_contents).where(run_contents.c.agent == plan.key, run_contents.c.request.not_in(left))
    )
    texts = run_texts.c.text
    connection.execute(delete(run_texts).where(*(texts.not_in(_used(runs.c[name])) for name in ("error", "approver"))))
    connection.execute(delete(run_users).where(run_users.c.user_key.not_in(_used(runs.c.user_key))))


def _used(column: ColumnElement[Any]) -> Any:
    return select(column).where(column.is_not(None))


def _key(connection: Connection, agent: str) -> int | None:
    keys = TABLES["agent_keys"].c
    return connection.execute(select(keys.key).where(keys.agent == agent)).scalar()
