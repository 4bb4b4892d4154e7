"""The counters of `policy.run_measures` as SQL over the stored runs: r runs, q readings, l call lists, x contexts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agent_scorecard.policy.run_measures import NANO, Above, Among, Condition, Counter, Either, Every, Form, Known

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


def total(counter: Counter) -> str:
    """Return the SQL that adds a counter up over a group of runs."""
    value = "1" if counter.sum_of is None else _formed(counter.form, COLUMNS[counter.sum_of])
    nothing = "0" if counter.whole else "0.0"
    if counter.where == Every():
        return f"COALESCE(SUM({value}), {nothing})"
    return f"COALESCE(SUM(CASE WHEN {condition(counter.where)} THEN {value} END), {nothing})"


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
