"""Changes, evals, tiers, guardrails, credentials and tools as JSON: the facts the page shows, without its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent_scorecard.boards import json_shapes
from agent_scorecard.boards.changes.board import is_subject
from agent_scorecard.boards.changes.seen import id_of, in_view
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.change_log import LoggedChange, change_log
from agent_scorecard.rules.climbing import Trial
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import PlannedChange
from agent_scorecard.rules.guarded import Guard, guardrails
from agent_scorecard.rules.oversight import agent_tier, usable_actions
from agent_scorecard.rules.permissions import has_expired
from agent_scorecard.rules.releasing import accepted_risk, eval_gaps, open_plans
from agent_scorecard.rules.suites import Suite, evaluation_owner, not_kept, suites
from agent_scorecard.rules.tiers import why_suggested
from agent_scorecard.rules.tool_use import ToolUse, tool_uses
from agent_scorecard.rules.versions import unlogged_versions

Json = dict[str, Any]


def changes(assessed: Sequence[Assessment], as_of: date, policy: Policy, agent: str = "") -> Json:
    """Return what was changed on every agent, or on one, and what guards it; the tools are those of the agents told."""
    shown = [one for one in in_view(assessed) if agent in ("", id_of(one))]
    found = [one.evidence for one in shown]
    catalogue = found[0].company.tools if found else ()
    uses = tool_uses(found, catalogue)
    return {
        **json_shapes.head(assessed, as_of),
        "agents": [_agent(one, policy) for one in shown],
        "tools": [_tool(use) for use in uses if use.uses or not agent],
    }


def _agent(one: Assessment, policy: Policy) -> Json:
    evidence = one.evidence
    versions = unlogged_versions(evidence, policy, date.min)
    return {
        "agent": id_of(one),
        "planned": [_planned(evidence, policy, plan) for plan in open_plans(evidence)],
        "changes": [_change(row) for row in change_log(evidence, policy)],
        "unlogged_versions": [{"version": version, "since": day.isoformat()} for version, day in versions],
        "evaluation_owner": evaluation_owner(evidence),
        "suites": [_suite(row) for row in suites(evidence, policy)],
        "judged_otherwise": not_kept(evidence, policy),
        "eval_cases": len(evidence.eval_cases),
        "tier": _tier(evidence, policy),
        "guardrails": [_guard(guard) for guard in guardrails(evidence, policy)],
        "credentials": _credentials(evidence),
        "findings": [json_shapes.finding(row) for row in one.findings if is_subject(row)],
    }


def _planned(evidence: Evidence, policy: Policy, plan: PlannedChange) -> Json:
    risk = accepted_risk(evidence, plan.change)
    return {
        "change": plan.change,
        "kind": plan.kind.value,
        "action": plan.action,
        "from": plan.from_value,
        "to": plan.to_value,
        "author": plan.author,
        "reason": plan.reason,
        "planned_at": plan.planned_at.isoformat(),
        "missing": list(eval_gaps(evidence, policy, plan)),
        "risk_accepted_until": json_shapes.day(risk.expires_on if risk else None),
    }


def _change(row: LoggedChange) -> Json:
    change = row.change
    return {
        "change": change.change,
        "on": row.day.isoformat(),
        "kind": change.kind.value,
        "action": change.action,
        "from": change.from_value,
        "to": change.to_value,
        "author": change.author,
        "approver": change.approver,
        "self_approved": row.self_approved,
        "reason": change.reason,
        "gate": row.gate.value.replace(" ", "_"),
        "eval_run": row.eval.eval_run if row.eval else None,
        "effect": _effect(row.effect),
    }


def _effect(trial: Trial | None) -> Json | None:
    if trial is None:
        return None
    (k_before, n_before), (k_after, n_after) = trial.before, trial.after
    return {
        "before": k_before / n_before,
        "n_before": round(n_before),
        "after": k_after / n_after,
        "n_after": round(n_after),
        "answer": trial.result.answer.value,
    }


def _suite(row: Suite) -> Json:
    last = row.last
    return {
        "suite": last.suite,
        "state": row.state.value,
        "ran_on": row.ran_on.isoformat(),
        "stale_since": json_shapes.day(row.since),
        "cases": last.cases,
        "passed": last.passed,
        "edge_cases": last.edge_cases,
        "case_source": last.case_source.value if last.case_source else None,
    }


def _tier(evidence: Evidence, policy: Policy) -> Json:
    answer, on_file = agent_tier(evidence, policy), evidence.agent.risk_tier
    last = max(evidence.tiers_set, key=lambda row: row.seq, default=None)
    return {
        "counts": answer.tier.value if answer.tier else None,
        "stated": on_file.value if on_file else None,
        "suggested": answer.suggested.value if answer.suggested else None,
        "why": why_suggested(evidence, policy),
        "reason": evidence.agent.risk_tier_reason,
        "set_by": last.set_by if last else None,
        "approved_by": last.approved_by if last else None,
    }


def _guard(guard: Guard) -> Json:
    return {
        "guardrail": guard.guardrail.name.lower(),
        "state": guard.state.value,
        "sentence": guard.said,
        "way_out": guard.way_out,
    }


def _credentials(evidence: Evidence) -> list[Json]:
    return [
        {
            "action": row.action,
            "system": row.system,
            "expires_on": json_shapes.day(row.credential_expires_on),
            "expired": has_expired(evidence, row),
        }
        for row in usable_actions(evidence)
    ]


def _tool(use: ToolUse) -> Json:
    tool = use.tool
    return {
        "tool": use.name,
        "catalogued": tool is not None,
        "owner": tool.owner if tool else None,
        "schema_version": tool.schema_version if tool else None,
        "contract_checked_on": json_shapes.day(tool.contract_checked_on if tool else None),
        "changed_on": json_shapes.day(use.changed[1] if use.changed else None),
        "users": [{"agent": each.evidence.agent.agent, "actions": list(each.actions)} for each in use.uses],
        "not_logged_by": [one.agent.agent for one in use.untold],
        "evals_older": [one.agent.agent for one in use.stale],
    }
