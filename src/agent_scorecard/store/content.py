"""The content of a database as text: one shape for the hash that compares two databases and for the export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Engine, Select, Table, select
from sqlmodel import SQLModel

from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.store.content_runs import RUN_TABLES, run_rows
from agent_scorecard.store.content_text import amount_text, number_text, plain_text, time_text, yes_no
from agent_scorecard.store.database import reader
from agent_scorecard.store.tables import (
    METADATA,
    agents,
    alerts,
    changes,
    decisions,
    events,
    gates,
    incidents,
    intake,
    ledger,
    measures,
    meta,
    money,
    people,
    purges,
)
from agent_scorecard.store.tables.types import Listed, Money, UtcTime

Row = tuple[str, ...]
Content = tuple[Row, Iterator[Row]]

FILE_TABLES: Mapping[str, type[SQLModel]] = {
    "people": people.PersonFields,
    "agents": agents.AgentFields,
    "aliases": agents.AliasFields,
    "assignments": people.AssignmentFields,
    "tools": agents.ToolFields,
    "actions": agents.ActionFields,
    "thresholds": agents.ThresholdFields,
    "escalations": agents.EscalationFields,
    "measures": measures.MeasureFields,
    "bounds": measures.BoundsFields,
    "observations": measures.Figure,
    "incidents": events.IncidentFields,
    "changes": events.ChangeFields,
    "evals": events.EvalFields,
    "approvals": events.ApprovalFields,
    "drills": events.DrillFields,
    "budgets": money.BudgetFields,
    "costs": money.CostFields,
    "prices": money.PriceFields,
    "gates": gates.GateRowFields,
    "capabilities": gates.CapabilityFields,
    "tasks": gates.TaskFields,
}
RECORDED_TABLES: Mapping[str, type[SQLModel]] = {
    "settings": meta.SettingsFields,
    "ledger": ledger.Entry,
    "decisions": decisions.Decision,
    "follow_ups": decisions.FollowUpFields,
    "proposals": decisions.ProposalFields,
    "exceptions": decisions.ExceptionFields,
    "reviews": decisions.ReviewFields,
    "gate_revisions": gates.GateRevision,
    "weekly_reviews": decisions.WeeklyReviewFields,
    "intake_answers": intake.IntakeAnswerFields,
    "planned_changes": changes.PlannedChangeFields,
    "withdrawn_changes": changes.WithdrawnChangeFields,
    "accepted_risks": changes.AcceptedRiskFields,
    "eval_cases": changes.EvalCaseFields,
    "tiers_set": changes.TierSetFields,
    "alerts_handled": alerts.AlertHandledFields,
    "incident_turns": incidents.TurnFields,
    "incident_tags": incidents.TagFields,
    "undone_records": incidents.UndoneFields,
    "purges": purges.PurgeFields,
    "purged_figures": purges.PurgedFigureFields,
    "policy_versions": decisions.PolicyVersionFields,
    "grants": people.GrantFields,
    "identities": people.IdentityFields,
}
BESIDE = ("gate_revisions",)
"""Exported too, but no content: which earlier answers are known depends on the order in which files came."""
CONTENT_TABLES = (*FILE_TABLES, *RUN_TABLES, *(name for name in RECORDED_TABLES if name not in BESIDE))
"""Everything but load batches, events, revisions, what was told to whom, and meta; what is computed from the rest is no
content either."""

FORM_TOKEN = "token"
LIMITS = ("target", "pass", "fail")
OBSERVED = ("agent", "measure", "period", "cohort", "value", "numerator", "denominator", "n", "source")
OF_THE_LOAD = {"agents": {"first_loaded": "_first_loaded"}}
"""What a load noted beside the columns of a file, because verdicts rest on it (rules 5, 8), by its exported name."""


def content_rows(connection: Connection, table: str) -> Content:
    """Return the header of a table and its rows as text, in the order of the natural key, with text ids.

    Dates and times are ISO (UTC, "Z"), numbers plain decimals of the shortest form, lists joined by "|", nothing is "".
    Raises KeyError for a table that is no content.
    """
    if table in RUN_TABLES:
        return run_rows(connection, table)
    if table == "observations":
        return OBSERVED, _observations(connection)
    if table == "bounds":
        return _bounds(connection)
    fields = [name for name in (FILE_TABLES.get(table) or RECORDED_TABLES[table]).model_fields if name != FORM_TOKEN]
    stored, noted = METADATA.tables[table], OF_THE_LOAD.get(table, {})
    columns = [stored.c[name] for name in (*fields, *noted)]
    header = (*fields, *noted.values())
    return header, _texts(connection, select(*columns).order_by(*_key(stored)), columns)


def content_hash(engine: Engine) -> str:
    """Return the SHA-256 of all content: two databases with the same hash tell the same."""
    with reader(engine).begin() as connection:
        return hash_seen(connection)


def hash_seen(connection: Connection) -> str:
    """Return the hash of all content as a transaction sees it."""
    digest = hashlib.sha256()
    for table in CONTENT_TABLES:
        header, rows = content_rows(connection, table)
        digest.update(_line((table, *header)))
        for row in rows:
            digest.update(_line(row))
    return digest.hexdigest()


def _line(cells: Row) -> bytes:
    return json.dumps(cells, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _key(table: Table) -> tuple[Column[Any], ...]:
    return tuple(table.primary_key)


def _texts(connection: Connection, chosen: Select[Any], columns: list[Column[Any]]) -> Iterator[Row]:
    writers = [_writer(column) for column in columns]
    for row in connection.execute(chosen.execution_options(yield_per=1000)):
        yield tuple("" if value is None else write(value) for write, value in zip(writers, row, strict=True))


def _writer(column: Column[Any]) -> Callable[[Any], str]:
    match column.type:
        case Money():
            return amount_text
        case UtcTime():
            return time_text
        case Listed():
            return "|".join
        case Boolean():
            return yes_no
        case _:
            return plain_text


def _bounds(connection: Connection) -> Content:
    stored = METADATA.tables["bounds"]
    fields = tuple(measures.BoundsFields.model_fields)
    first = fields.index("target_low")
    header = (*fields[:first], *LIMITS, *fields[first + 6 :])
    columns = [stored.c[name] for name in fields]
    rows = _texts(connection, select(*columns).order_by(*_key(stored)), columns)
    return header, (_with_limits(row, first) for row in rows)


def _with_limits(row: Row, first: int) -> Row:
    limits = row[first : first + 6]
    pairs = zip(limits[::2], limits[1::2], strict=True)
    return (*row[:first], *(f"{low}..{high}" if high else low for low, high in pairs), *row[first + 6 :])


def _observations(connection: Connection) -> Iterator[Row]:
    figures, labels = METADATA.tables["observations"], METADATA.tables["labels"]
    agent, measure = METADATA.tables["agent_keys"], METADATA.tables["measure_keys"]
    cohort, source = labels.alias("cohort"), labels.alias("source")
    chosen = (
        select(agent.c.agent, measure.c.measure, figures.c.start, figures.c.grain, cohort.c.label, source.c.label)
        .add_columns(*(figures.c[name] for name in OBSERVED[4:8]))
        .join_from(figures, agent, figures.c.agent == agent.c.key)
        .join(measure, figures.c.measure == measure.c.key)
        .join(cohort, figures.c.cohort == cohort.c.key)
        .join(source, figures.c.source == source.c.key, isouter=True)
        .order_by(agent.c.agent, measure.c.measure, figures.c.start, figures.c.grain, cohort.c.label)
    )
    for names in connection.execute(chosen.execution_options(yield_per=1000)):
        agent_id, key, start, grain, group, said, *numbers, n = names
        period = str(Period(date.fromordinal(start), Grain(grain)))
        figured = ("" if number is None else number_text(number) for number in numbers)
        yield (agent_id, key, period, group, *figured, "" if n is None else str(n), said or "")
