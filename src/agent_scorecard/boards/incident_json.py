"""One incident as JSON, with stable keys (docs/json.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.causes_due import driver
from agent_scorecard.rules.facts import FollowUp, Incident, TouchedRun, Turn
from agent_scorecard.rules.guardrails import parts
from agent_scorecard.rules.incident_times import to_notice, to_pause, to_restore
from agent_scorecard.rules.incidents import (
    cause_due,
    counts_as_serious,
    fixes_of,
    is_contained,
    is_open,
    lowered_alone,
    missing_to_close,
)
from agent_scorecard.rules.undo import Record, records
from agent_scorecard.vocabulary import Cause

MOMENTS = (
    "occurred_at",
    "detected_at",
    "paused_at",
    "drained_at",
    "rolled_back_at",
    "compensated_at",
    "resolved_at",
)
TEXTS = ("rca_trace", "rca_fixes")
Json = dict[str, Any]


def incident(one: Assessment, policy: Policy, row: Incident, runs: Sequence[TouchedRun], as_of: date) -> Json:
    """Return everything on file about one incident; times are UTC, spans are seconds."""
    return {
        "as_of": as_of.isoformat(),
        "policy_version": one.policy_version,
        "incident": row.incident,
        "agent": one.evidence.agent.agent,
        "summary": row.summary,
        **_standing(one, policy, row),
        **{name: _time(getattr(row, name)) for name in MOMENTS},
        "to_notice": to_notice(row),
        "to_pause": to_pause(row),
        "to_restore": to_restore(row),
        **_called(row),
        **{name: getattr(row, name) for name in TEXTS},
        "rca_guardrail_gaps": list(parts(row.rca_guardrail_gaps)),
        "fixes": [_fix(fix) for fix in fixes_of(one.evidence, row)],
        "turns": [_turn(turn) for turn in row.turns],
        "affected_runs": list(dict.fromkeys(row.affected_runs)),
        "known_runs": row.known_runs,
        "undo": [_record(record) for record in records(one.evidence, row, runs)],
    }


def _standing(one: Assessment, policy: Policy, row: Incident) -> Json:
    was, due = lowered_alone(row), cause_due(one.evidence, policy, row)
    state = "resolved" if not is_open(row) else "contained" if is_contained(row) else "open"
    return {
        "state": state,
        "severity": row.severity.value,
        "counts_as_serious": counts_as_serious(row),
        "lowered_from": was.value if was is not None else None,
        "owner": driver(one.evidence, row),
        "cause_due": due.isoformat() if due is not None else None,
        "missing_to_close": list(missing_to_close(one.evidence, policy, row)) if is_open(row) else [],
    }


def _called(row: Incident) -> Json:
    return {
        "detected_by": row.detected_by.value if row.detected_by else None,
        "cause": None if row.cause is Cause.UNKNOWN else row.cause.value,
        "harm": row.harm.value if row.harm else None,
        "risk_class": row.risk_class.value if row.risk_class else None,
        "tags": [tag.value for tag in row.tags],
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at is not None else None


def _fix(row: FollowUp) -> Json:
    return {
        "follow_up": row.follow_up,
        "what": row.what,
        "owner": row.owner,
        "due": row.due.isoformat(),
        "done_on": row.done_on.isoformat() if row.done_on else None,
    }


def _turn(turn: Turn) -> Json:
    return {
        "seq": turn.seq,
        "kind": turn.kind.value,
        "was": turn.was.value if turn.was else None,
        "now": turn.now.value if turn.now else None,
        "by": turn.by,
        "at": _time(turn.at),
        "reason": turn.reason,
        "agreed_by": turn.agreed_by,
    }


def _record(record: Record) -> Json:
    return {
        "record": record.name,
        "state": record.state.value,
        "sentence": record.why,
        "in_log": record.is_there,
        "recorded_by": record.said.by if record.said else None,
    }
