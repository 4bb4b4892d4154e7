"""Fill the evidence of the rules from the database, in one moment of it and a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, func, select

from agent_scorecard.rules.evidence import Company, Evidence, Portfolio
from agent_scorecard.rules.facts import Change, Observation
from agent_scorecard.rules.uncollected import uncollected
from agent_scorecard.store import meta
from agent_scorecard.store import read_agents as inventory
from agent_scorecard.store import read_changes as around_changes
from agent_scorecard.store import read_events as events
from agent_scorecard.store import read_figures as figures
from agent_scorecard.store import read_incidents as incidents
from agent_scorecard.store.database import reader
from agent_scorecard.store.read_alerts import read_alerts_handled
from agent_scorecard.store.read_company import read_company, read_settings
from agent_scorecard.store.read_loads import LoadTold, RefusalTold, load_refusals, loads
from agent_scorecard.store.read_proposals import read_proposals
from agent_scorecard.store.read_sample import ON_A_CARD, sample_of_runs
from agent_scorecard.store.scope import TABLES, Scope
from agent_scorecard.store.tables.meta import SettingsFields

__all__ = [
    "ON_A_CARD",
    "LoadTold",
    "RefusalTold",
    "agent_evidence",
    "evidence_in",
    "last_business_day",
    "load_refusals",
    "loads",
    "opening_day",
    "portfolio",
    "sample_of_runs",
    "settings",
]

NO_DAY = date(1970, 1, 1)
NO_OBSERVATIONS: Mapping[str, tuple[Observation, ...]] = MappingProxyType({})
DATED = (
    ("incidents", "detected_at"),
    ("changes", "changed_at"),
    ("evals", "run_at"),
    ("approvals", "requested_at"),
    ("approvals", "decided_at"),
    ("drills", "drilled_on"),
    ("decisions", "as_of"),
    ("exceptions", "accepted_on"),
)


def portfolio(engine: Engine, as_of: date | None = None) -> Portfolio:
    """Return every agent as known for a day, facts later than it left out (rules 1).

    Without a day: the last one the database tells of. The number of queries is the same for one agent and for all.
    """
    with reader(engine).begin() as connection, uncollected():
        found, company, day = _read(connection, as_of, None)
        return Portfolio(company, day, found, meta.revision_of(connection))


def agent_evidence(engine: Engine, agent: str, as_of: date | None = None) -> Evidence | None:
    """Return one agent as known for a day, None when there is no such agent."""
    with reader(engine).begin() as connection:
        found, _, _ = _read(connection, as_of, agent)
    return found[0] if found else None


def evidence_in(connection: Connection, agent: str, as_of: date) -> Evidence | None:
    """Return one agent as the transaction of this connection sees it: recording asks inside its own write."""
    found, _, _ = _read(connection, as_of, agent)
    return found[0] if found else None


def settings(engine: Engine) -> SettingsFields:
    with reader(engine).begin() as connection:
        return read_settings(connection)


def opening_day(engine: Engine) -> date | None:
    """Return the day on which the pages open, None where that is today."""
    with reader(engine).begin() as connection:
        return meta.opening_day(connection)


def last_business_day(engine: Engine) -> date | None:
    """Return the last day any fact of the database is about, None for an empty one."""
    with reader(engine).begin() as connection:
        return _last_day(connection, ZoneInfo(read_settings(connection).zone))


def _read(connection: Connection, as_of: date | None, agent: str | None) -> tuple[tuple[Evidence, ...], Company, date]:
    chosen = read_settings(connection)
    zone = ZoneInfo(chosen.zone)
    scope = Scope(connection, as_of or _last_day(connection, zone) or NO_DAY, zone, agent)
    company = read_company(scope, chosen)
    return tuple(_evidence(scope, company)), company, scope.as_of


def _evidence(scope: Scope, company: Company) -> Iterator[Evidence]:
    keys = figures.read_keys(scope)
    changes = events.read_changes(scope)
    observations = figures.read_observations(scope, keys)
    runs = figures.read_runs(scope, keys)
    facts = _facts(scope, company, keys, changes)
    for agent, first_loaded in inventory.read_agents(scope, changes, frozenset(runs.days)):
        name = agent.agent
        yield Evidence(
            agent,
            scope.as_of,
            company,
            first_loaded,
            observations=observations.get(name, NO_OBSERVATIONS),
            days=runs.days.get(name, ()),
            month_figures=runs.month_figures.get(name, ()),
            cost_tail=runs.cost_tails.get(name),
            calls=runs.calls.get(name, ()),
            time_stated_runs=runs.time_stated.get(name, 0),
            runs_kept_from=runs.kept_from.get(name),
            **{field: tuple(rows.get(name, ())) for field, rows in facts.items()},
        )


def _facts(
    scope: Scope, company: Company, keys: Mapping[str, int], changes: Mapping[str, Sequence[Change]]
) -> dict[str, Mapping[str, Sequence[Any]]]:
    """Return what belongs to each agent, by the field of Evidence it fills."""
    decisions, corrected = events.read_decisions(scope)
    return {
        "assignments": inventory.read_assignments(scope),
        "actions": inventory.read_actions(scope, changes),
        "thresholds": inventory.read_thresholds(scope),
        "escalations": inventory.read_escalations(scope),
        "bounds": figures.read_bounds(scope),
        "incidents": incidents.with_known_runs(scope, incidents.read_incidents(scope), keys),
        "changes": {agent: [row for row in rows if row.changed_at < scope.end] for agent, rows in changes.items()},
        "planned": around_changes.read_planned(scope),
        "accepted_risks": around_changes.read_accepted_risks(scope),
        "evals": events.read_evals(scope),
        "eval_cases": around_changes.read_eval_cases(scope),
        "tiers_set": around_changes.read_tiers_set(scope),
        "approvals": events.read_approvals(scope, frozenset(company.people)),
        "drills": events.read_drills(scope),
        "budgets": figures.read_budgets(scope),
        "costs": figures.read_costs(scope),
        "gates": inventory.read_gates(scope),
        "decisions": decisions,
        "corrected": corrected,
        "proposals": read_proposals(scope),
        "follow_ups": events.read_follow_ups(scope),
        "exceptions": events.read_exceptions(scope),
        "weekly_reviews": events.read_weekly_reviews(scope),
        "alerts_handled": read_alerts_handled(scope),
    }


def _last_day(connection: Connection, zone: ZoneInfo) -> date | None:
    answers = connection.execute(select(*(_latest(table, column) for table, column in DATED))).one()
    days = [day.astimezone(zone).date() if isinstance(day, datetime) else day for day in answers if day is not None]
    days += [day for day in (figures.last_observed(connection), figures.last_run_day(connection)) if day is not None]
    return max(days, default=None)


def _latest(table: str, column: str) -> Any:
    return select(func.max(TABLES[table].c[column])).scalar_subquery()
