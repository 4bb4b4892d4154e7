"""Oversight as JSON: every agent with its actions, and what the rules say about each (docs/json.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent_scorecard.boards import json_shapes
from agent_scorecard.boards.oversight.board import is_subject
from agent_scorecard.boards.oversight.gates import why
from agent_scorecard.boards.oversight.next_mode import lacks
from agent_scorecard.boards.oversight.seen import Seen, seen
from agent_scorecard.format import NANO
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Finding
from agent_scorecard.rules.approval_queue import ApprovalQueue, approval_queue
from agent_scorecard.rules.blast_radius import BlastRadius, blast_radius
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, Drill
from agent_scorecard.rules.graduation import graduations
from agent_scorecard.rules.kill_switches import KillSwitch, kill_switch
from agent_scorecard.rules.oversight import ModeAnswer, action_tier
from agent_scorecard.rules.permissions import Usage, ungranted, usage
from agent_scorecard.rules.raci import raci
from agent_scorecard.rules.raci_gaps import gaps_of
from agent_scorecard.vocabulary import Mode, Role

Json = dict[str, Any]


def oversight(assessed: Sequence[Assessment], as_of: date, policy: Policy, agent: str = "") -> Json:
    """Return the oversight of every agent, or of one; amounts are in the unit of their field, waits in seconds."""
    shown = (each for each in seen(assessed, policy) if agent in ("", each.agent))
    return {**json_shapes.head(assessed, as_of), "agents": [_agent(each, policy) for each in shown]}


def _agent(each: Seen, policy: Policy) -> Json:
    evidence = each.one.evidence
    return {
        "agent": each.agent,
        "level_allowed": each.one.reading.allowed.value,
        "on_call": list(evidence.holders(Role.ON_CALL)),
        "actions": [_action(each, answer, policy) for answer in each.modes],
        "calls_not_granted": [{"tool": row.tool, "ok": row.ok} for row in ungranted(evidence)],
        "kill_switch": _kill_switch(evidence, kill_switch(evidence, policy)),
        "approvals": _queue(approval_queue(evidence, policy)),
        "findings": [json_shapes.finding(row) for row in each.one.findings if is_subject(row)],
    }


def _action(each: Seen, answer: ModeAnswer, policy: Policy) -> Json:
    action, evidence = answer.action, each.one.evidence
    return {
        "action": action.action,
        "system": action.system,
        "access": action.access.value if action.access else None,
        "tier": action_tier(action, policy).value,
        "mode": answer.mode.value,
        "mode_on_file": answer.on_file.value if answer.on_file else None,
        "why": why(answer),
        "always_approve": action.always_approve,
        "thresholds": _thresholds(evidence, action),
        "people": _people(evidence, policy, answer),
        "blast_radius": _radius(blast_radius(action)) if answer in each.acting else None,
        "used": _used(usage(evidence, policy, action)),
        "compensation": action.compensation,
        "compensation_tested_on": json_shapes.day(action.compensation_tested_on),
        "next_mode": _next(each, action, policy) if answer.mode is not Mode.FORBIDDEN else None,
    }


def _thresholds(evidence: Evidence, action: Action) -> list[Json]:
    """The rules in the order in which they are tried; that of the action itself comes first."""
    own = (action.threshold_field, action.threshold_operator, action.threshold_value, Mode.IN)
    rows = sorted((row for row in evidence.thresholds if row.action == action.action), key=lambda row: row.order)
    listed = [*([own] if own[0] and own[1] else []), *((row.field, row.operator, row.value, row.mode) for row in rows)]
    return [
        {"field": field, "operator": operator.value if operator else None, "value": value, "mode": mode.value}
        for field, operator, value, mode in listed
    ]


def _people(evidence: Evidence, policy: Policy, answer: ModeAnswer) -> Json:
    action = answer.action
    held = raci(evidence, policy, action)
    gaps = gaps_of(evidence, policy, held) if answer.mode is not Mode.FORBIDDEN else ()
    return {
        "accountable": held.accountable,
        "system_owner": held.system_owner,
        "risk_owner": held.risk_owner,
        "consulted": list(action.consulted),
        "informed": list(action.informed),
        "inform_trigger": action.inform_trigger,
        "gaps": [_gap(gap.finding) for gap in gaps],
    }


def _gap(found: Finding) -> Json:
    return {"severity": found.severity.value, "sentence": found.sentence.text, "way_out": found.way_out}


def _radius(radius: BlastRadius) -> Json:
    return {
        "amount": _units(radius.amount),
        "per_day": radius.per_day,
        "minutes_to_notice": radius.minutes,
        "worst_calls": radius.calls,
        "worst_amount": _units(radius.worst),
        "unknown": list(radius.unknown),
    }


def _units(nanos: int | None) -> float | int | None:
    if nanos is None:
        return None
    return nanos // NANO if nanos % NANO == 0 else nanos / NANO


def _used(used: Usage) -> Json:
    return {
        "logged": used.logged,
        "calls": used.ok,
        "last": json_shapes.day(used.calls.last_ok if used.calls else None),
        "unused_days": used.unused_days if used.logged else None,
        "excess": used.excess,
        "credential_expired": used.expired,
    }


def _next(each: Seen, action: Action, policy: Policy) -> Json:
    step = next(row for row in graduations(each.one.evidence, policy) if row.action.action == action.action)
    missing = lacks(each, step, policy)
    return {
        "to": step.to.value if step.to else None,
        "earned": step.to is not None and not missing,
        "decided": step.decided,
        "judged": step.track.n if step.track else None,
        "unedited": step.track.whole if step.track else None,
        "low": step.track.low if step.track else None,
        "by_reading": step.by_reading,
        "missing": list(missing),
    }


def _kill_switch(evidence: Evidence, held: KillSwitch) -> Json:
    return {
        "stops": evidence.agent.kill_switch,
        "in_flight": evidence.agent.kill_switch_in_flight,
        "last_drill": _drill(held.last),
        "asked": held.asked,
        "due": json_shapes.day(held.due),
        "overdue": held.overdue,
    }


def _drill(drill: Drill | None) -> Json | None:
    if drill is None:
        return None
    return {
        "on": drill.drilled_on.isoformat(),
        "passed": drill.passed,
        "seconds_to_disable": drill.seconds_to_disable,
        "in_flight_covered": drill.in_flight_covered,
    }


def _queue(queue: ApprovalQueue) -> Json:
    return {
        "decided": queue.decided,
        "approved": queue.approved,
        "fast": queue.fast,
        "median_wait": queue.median_wait,
        "slow_wait": queue.slow_wait,
        "waiting": queue.waiting,
        "busiest": queue.busiest,
        "busiest_decided": queue.most,
        "approver_known": queue.named,
        "eligible": queue.eligible,
        "rubber_stamp": queue.rubber_stamp,
    }
