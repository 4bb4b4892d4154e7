"""The card as the command line prints it for programs: plain values, never NaN (docs/json.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from agent_scorecard.boards.on_call.acting import NANO, forbidden, modes_today
from agent_scorecard.boards.on_call.board import OnCall, changed_lately
from agent_scorecard.boards.on_call.shapes import Call
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change, Drill, Escalation, Incident
from agent_scorecard.rules.incidents import is_contained, is_open
from agent_scorecard.rules.oversight import ModeAnswer
from agent_scorecard.rules.raci import is_active
from agent_scorecard.rules.runbook import last_changes, last_drill
from agent_scorecard.vocabulary import Role

Json = dict[str, Any]


def on_call(board: OnCall, one: Assessment, policy: Policy) -> Json:
    """Return the card of one agent; `board` is the same card for people."""
    evidence, agent = one.evidence, one.evidence.agent
    return {
        "as_of": evidence.as_of.isoformat(),
        "policy_version": one.policy_version,
        "agent": agent.agent,
        "name": agent.name,
        "status": agent.status.value,
        "level": one.reading.allowed.value,
        "calls": [_call(row) for row in board.calls],
        "kill_switch": agent.kill_switch,
        "kill_switch_in_flight": agent.kill_switch_in_flight,
        "may_pause": list(evidence.holders(Role.PAUSE_OR_RETIRE)),
        "last_drill": _drill(last_drill(evidence)),
        "url": agent.url,
        "rollback_target": agent.rollback_target,
        "version": agent.version,
        "before": [_change(row) for row in last_changes(evidence)],
        "actions": [_action(answer) for answer in modes_today(one, policy)],
        "forbidden": list(forbidden(one, policy)),
        "incidents": [_incident(row) for row in _oldest_first(evidence.incidents) if is_open(row)],
        "changes": [_change(row) for row in changed_lately(evidence, policy.look_back.findings_days)],
        "escalations": [_escalation(evidence, row) for row in sorted(evidence.escalations, key=_trigger)],
        "questions": [{"code": row.code, "question": row.text, "way_out": row.detail} for row in board.questions],
    }


def _call(row: Call) -> Json:
    return {
        "place": row.place or None,
        "person": row.person,
        "name": row.name,
        "roles": list(row.roles),
        "reach": row.reach or None,
        "email": row.email or None,
        "note": row.note or None,
    }


def _incident(row: Incident) -> Json:
    return {
        "incident": row.incident,
        "severity": row.severity.value,
        "detected_at": _moment(row.detected_at),
        "contained": is_contained(row),
        "summary": row.summary,
    }


def _oldest_first(rows: Iterable[Incident]) -> list[Incident]:
    return sorted(rows, key=lambda row: (row.detected_at, row.incident))


def _escalation(evidence: Evidence, row: Escalation) -> Json:
    return {
        "trigger": row.trigger,
        "action": row.action,
        "person": row.person,
        "active": is_active(evidence, row.person),
        "takeover_steps": row.takeover_steps,
    }


def _trigger(row: Escalation) -> str:
    return row.trigger


def _drill(row: Drill | None) -> Json | None:
    if row is None:
        return None
    return {
        "drilled_on": row.drilled_on.isoformat(),
        "passed": row.passed,
        "seconds_to_disable": row.seconds_to_disable,
        "in_flight_covered": row.in_flight_covered,
        "done_by": row.done_by,
    }


def _change(row: Change) -> Json:
    return {
        "change": row.change,
        "changed_at": _moment(row.changed_at),
        "kind": row.kind.value,
        "action": row.action,
        "from": row.from_value,
        "to": row.to_value,
        "author": row.author,
        "approver": row.approver,
    }


def _action(answer: ModeAnswer) -> Json:
    row = answer.action
    return {
        "action": row.action,
        "system": row.system,
        "access": row.access.value if row.access else None,
        "mode": answer.mode.value,
        "on_file": answer.on_file.value if answer.on_file else None,
        "why": answer.sentence.text,
        "cap_amount": None if row.cap_amount is None else row.cap_amount / NANO,
        "cap_field": row.threshold_field,
        "cap_count_per_day": row.cap_count_per_day,
        "idempotent": row.idempotent,
        "compensation": row.compensation,
        "compensation_tested_on": _day(row.compensation_tested_on),
        "credential_expires_on": _day(row.credential_expires_on),
    }


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
