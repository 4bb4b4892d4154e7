"""Runs as JSON: the agents and how complete their record is, or the runs of one with what recurs in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from agent_scorecard.boards import json_shapes, words
from agent_scorecard.boards.runs.asked import RunsFilter, wanted
from agent_scorecard.boards.runs.found import SIZE, place_text
from agent_scorecard.boards.runs.recurring import SLOWEST, slowest, wait
from agent_scorecard.policy.run_measures import NANO
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.audit_log import audited
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Approval
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.retention import retention
from agent_scorecard.rules.run_facts import FieldGap, Recurring, RunCall, RunLine, RunTally, RunTrail

Json = dict[str, Any]


def log(assessed: Sequence[Assessment], as_of: date, policy: Policy, tallies: Mapping[str, RunTally]) -> Json:
    """Return every agent with how complete and how long kept its record is; gaps of those below the bound."""
    shown = [one for one in assessed if words.in_view(one)]
    return {
        **json_shapes.head(assessed, as_of),
        "agents": [_agent(one.evidence, policy, tallies.get(one.evidence.agent.agent)) for one in shown],
    }


def _agent(evidence: Evidence, policy: Policy, tally: RunTally | None) -> Json:
    found, tier = audited(evidence, policy), agent_tier(evidence, policy).tier
    return {
        "agent": evidence.agent.agent,
        "tier": tier.value if tier else None,
        "audit": {
            "month": str(found.month),
            "present": round(found.present),
            "required": round(found.required),
            "share": found.share,
            "below_bound": found.is_short(policy),
            "gaps": [_gap(gap) for gap in tally.gaps if gap.missing] if tally else [],
        },
        "retention": kept(evidence, policy),
    }


def kept(evidence: Evidence, policy: Policy) -> Json:
    """Return the periods of an agent and what of its runs is stored."""
    agent, found = evidence.agent, retention(evidence, policy)
    return {
        "days": found.days,
        "important_days": found.important_days,
        "purge_before": json_shapes.day(found.kept_from),
        "purge_important_before": json_shapes.day(found.important_from),
        "important_actions": list(found.tools),
        "keep_content": agent.keep_content.value,
        "mask_keys": list(agent.mask_keys),
        "users_hashed": True,
    }


def runs(
    evidence: Evidence, policy: Policy, choice: RunsFilter, found: Sequence[RunLine], tally: RunTally, size: int = SIZE
) -> Json:
    """Return a page of runs, made from one more than its size, and what all that fit add up to."""
    asked, shown = wanted(choice, evidence.as_of), found[:size]
    return {
        "as_of": evidence.as_of.isoformat(),
        "policy_version": policy.version,
        "agent": choice.agent,
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "counted": tally.runs,
        "more_than_counted": tally.is_cut,
        "runs": [_line(line) for line in shown],
        "next": place_text(shown[-1].place) if len(found) > size else None,
        "recurring": [_recurring(row, tally) for row in tally.recurring],
        "slow_approvals": [_slow(row, evidence) for row in slowest(evidence, choice)[:SLOWEST]],
        "audit": [_gap(gap) for gap in tally.gaps],
        "retention": kept(evidence, policy),
    }


def trail(evidence: Evidence, policy: Policy, found: RunTrail) -> Json:
    """Return one run with all that is known of it; content only where the agent keeps it."""
    return {
        "as_of": evidence.as_of.isoformat(),
        "policy_version": policy.version,
        "agent": evidence.agent.agent,
        "run": {
            **_line(found.line),
            **{name: getattr(found, name) or None for name in ("workflow", "trigger", "case_class", "policy_version")},
            "sources": found.sources,
            "approved": found.approved,
            "approver": found.approver or None,
            "cost_computed": found.cost_computed,
            "contradictory": found.contradictory,
            "infra_failure": found.infra_failure,
            "time_stated": found.time_stated,
            "inputs": found.inputs,
            "output": found.output,
        },
        "audit": {"there": _fields(found, True), "missing": _fields(found, False)},
        "approvals": [
            {
                "approval": row.approval,
                "action": row.action,
                "approver": row.approver,
                "verdict": row.verdict.value,
                "requested_at": row.requested_at.isoformat(),
                "decided_at": row.decided_at.isoformat() if row.decided_at else None,
            }
            for row in found.approvals
        ],
    }


def _fields(found: RunTrail, is_there: bool) -> list[str]:
    return [field for field, there in found.audit.items() if there is is_there]


def _line(line: RunLine) -> Json:
    return {
        "request_id": line.place.request_id,
        "at": line.at.isoformat(),
        "status": line.status.value,
        "review_outcome": line.outcome.value,
        "result": line.result.value,
        "version": line.version or None,
        "model_version": line.model or None,
        "prompt_version": line.prompt or None,
        "cost": line.cost / NANO if line.cost is not None else None,
        "currency": line.currency,
        "duration_ms": line.duration_ms,
        "calls": None if line.calls is None else [_call(call) for call in line.calls],
        "error": line.error or None,
    }


def _call(call: RunCall) -> Json:
    return {"tool": call.tool, "status": call.status.value, "reason": call.reason or None, "times": call.times}


def _recurring(row: Recurring, tally: RunTally) -> Json:
    return {
        "status": row.status.value if row.status else None,
        "tool": row.tool or None,
        "reason": row.reason or None,
        "runs": row.runs,
        "share": row.runs / tally.runs,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
    }


def _slow(row: Approval, evidence: Evidence) -> Json:
    return {
        "approval": row.approval,
        "action": row.action,
        "request_id": row.request_id,
        "approver": row.approver,
        "requested_at": row.requested_at.isoformat(),
        "decided": row.decided_at is not None,
        "wait_seconds": wait(row, evidence),
    }


def _gap(gap: FieldGap) -> Json:
    return {"field": gap.field, "needed": gap.needed, "missing": gap.missing}
