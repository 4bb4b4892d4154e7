"""The counters of `policy.run_measures` as SQL over the stored runs: r runs, q readings, l call lists, x contexts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from agent_scorecard.policy.run_measures import (
    COUNTERS,
    NANO,
    Above,
    Among,
    Condition,
    Counter,
    Either,
    Every,
    Form,
    Known,
)

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "status": "q.status",
        "outcome": "q.outcome",
        "result": "q.result",
        "infra_failure": "q.infra_failure",
        "edited_major": "q.edited_major",
        "override_only": "q.override_only",
        "contradictory": "q.contradictory",
        "people_known": "q.people_known",
        "shadow": "q.shadow",
        "sources": "q.sources",
        "audit_present": "q.audit_present",
        "audit_required": "q.audit_required",
        "cost": "r.cost",
        "duration_ms": "r.duration_ms",
        "user": "r.user_key",
        "calls": "l.total",
        "calls_ok": "l.ok",
        "calls_error": "l.error",
        "calls_blocked_approval": "l.blocked_approval",
        "calls_not_permitted": "l.not_permitted",
        "calls_blocked_unclassed": "l.blocked_unclassed",
        "calls_rolled_back": "l.rolled_back",
        "forbidden_calls": "l.forbidden",
        "without_approval": "CASE WHEN q.approved = 0 THEN l.needing ELSE 0 END",
        "limit_breaches": "(COALESCE(l.over_cap, 0) + COALESCE(r.over_count, 0)"
        " + CASE WHEN q.approved = 0 THEN COALESCE(l.needing, 0) ELSE 0 END)",
    }
)
"""Each column of `RUN_COLUMNS` as it is stored."""

JOINED = (
    "runs r JOIN run_readings q ON q.reading = r.reading JOIN run_contexts x ON x.context = r.context"
    " LEFT JOIN call_lists l ON l.calls = r.calls"
)


def condition(where: Condition) -> str:
    """Return the SQL of a condition; words come from the vocabulary, never from data."""
    match where:
        case Among(column, values):
            return f"{COLUMNS[column]} IN ({', '.join(map(_literal, values))})"
        case Known(column):
            return f"{COLUMNS[column]} IS NOT NULL"
        case Above(column, number):
            return f"{COLUMNS[column]} > {number}"
        case Every(conditions):
            return " AND ".join(map(condition, conditions)) if conditions else "1 = 1"
        case Either(conditions):
            return f"({' OR '.join(map(condition, conditions))})"


@dataclass(frozen=True, slots=True)
class Split:
    """A condition in two parts: what the reading of a run alone tells, and what the run itself must tell."""

    of_reading: Every
    of_run: Every


def split(where: Condition) -> Split:
    parts = where.conditions if isinstance(where, Every) else (where,)
    told = tuple(part for part in parts if _is_of_reading(part))
    return Split(Every(told), Every(tuple(part for part in parts if part not in told)))


def _is_of_reading(where: Condition) -> bool:
    match where:
        case Among(column, _) | Known(column) | Above(column, _):
            return COLUMNS[column].startswith("q.")
        case Every(conditions) | Either(conditions):
            return all(map(_is_of_reading, conditions))


MARKS: Mapping[Every, str] = MappingProxyType(
    {
        where: f"mark_{place}"
        for place, where in enumerate(
            dict.fromkeys(split(counter.where).of_reading for counter in COUNTERS if counter.where != Every())
        )
    }
)
"""What is asked of readings, by the column that answers 1 or 0: a few readings are asked once, not every run."""


def marks() -> str:
    """Return the SQL that answers every question of `MARKS` for each reading q."""
    return ", ".join(f"CASE WHEN {condition(where)} THEN 1 ELSE 0 END AS {name}" for where, name in MARKS.items())


def total(counter: Counter) -> str:
    """Return the SQL that adds a counter up over a group of runs, their readings marked as k."""
    asked = split(counter.where)
    mark = f"k.{MARKS[asked.of_reading]}" if asked.of_reading.conditions else "1"
    value = mark if counter.sum_of is None else f"{mark} * {_formed(counter.form, COLUMNS[counter.sum_of])}"
    if asked.of_run.conditions:
        value = f"CASE WHEN {condition(asked.of_run)} THEN {value} END"
    return f"COALESCE(SUM({value}), {'0' if counter.whole else '0.0'})"


def _formed(form: Form, column: str) -> str:
    units = f"({column} / {NANO}.0)"
    match form:
        case Form.AS_IS:
            return column
        case Form.SQUARE:
            return f"{units} * {units}"
        case Form.LOG:
            return f"ln({units})"
        case Form.LOG_SQUARE:
            return f"ln({units}) * ln({units})"


def _literal(value: str | int) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)
