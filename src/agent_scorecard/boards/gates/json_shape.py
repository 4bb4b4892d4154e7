"""Gates as JSON: every agent with its gates, items and papers, and the control plane of the company (docs/json.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent_scorecard.boards import json_shapes
from agent_scorecard.boards.gates.passing import Passing, passing
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules import gates as rules
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.control_plane import coverage
from agent_scorecard.rules.gate_signing import open_seats, signed_by_one, submitter
from agent_scorecard.rules.gate_steps import GateState
from agent_scorecard.rules.gates import GateStanding, ItemAnswer
from agent_scorecard.vocabulary import Capability

Json = dict[str, Any]


def gates(assessed: Sequence[Assessment], as_of: date, policy: Policy, agent: str = "") -> Json:
    """Return the gates of every agent, or of one, what blocks a live one first, and the control plane."""
    every = passing(assessed, policy)
    return {
        **json_shapes.head(assessed, as_of),
        "agents": [_agent(each, policy) for each in every if agent in ("", each.agent)],
        "control_plane": _control_plane(every, policy),
    }


def _agent(each: Passing, policy: Policy) -> Json:
    sixteen = each.checklist
    return {
        "agent": each.agent,
        "status": each.status.value,
        "tier": each.one.reading.tier.value if each.one.reading.tier else None,
        "missing_next": each.next or None,
        "gates": [_gate(each, policy, *pair) for pair in each.gates],
        "checklist": {
            "there": sixteen.there,
            "of": sixteen.of,
            "items": [_item(row) for row in sixteen.items],
            "to_be_signed_by": [role.value for role in sixteen.unsigned],
            "signed_by_one_person": signed_by_one(each.one.evidence) or None,
        },
        "papers": [
            {"paper": paper.name, "there": paper.there, "of": paper.of, "items": [_item(row) for row in paper.items]}
            for paper in each.papers
        ],
        "findings": [json_shapes.finding(row) for row in each.findings],
    }


def _gate(each: Passing, policy: Policy, standing: GateStanding, state: GateState) -> Json:
    result = standing.result
    rest = open_seats(each.one.evidence, policy, standing) if standing.is_open else ()
    return {
        "gate": standing.gate.value,
        "state": state.value.replace(" ", "_"),
        "required": standing.required,
        "sentence": standing.sentence.text,
        "submitted_by": submitter(standing),
        "submitted_on": json_shapes.day(result.submitted_on) if result else None,
        "decided_by": result.answered_by if result and not standing.is_open else None,
        "decided_on": json_shapes.day(result.answered_on) if result else None,
        "reviewers": list(result.reviewers) if result else [],
        "expires_on": json_shapes.day(result.expires_on) if result else None,
        "days": standing.days_in_gate,
        "to_be_signed_by": [role.value for role in rest],
        "items": [_item(row) for row in standing.items],
    }


def _item(row: ItemAnswer) -> Json:
    return {
        "item": row.code,
        "text": row.text,
        "attested": row.attested,
        "state": row.state.value,
        "sentence": row.sentence.text,
        "waived_until": json_shapes.day(row.waived_until),
    }


def _control_plane(every: Sequence[Passing], policy: Policy) -> list[Json]:
    if not every:
        return []
    company = every[0].one.evidence.company
    items = rules.view(every[0].one.evidence, policy, rules.CONTROL_PLANE).items
    rows = {row.capability: row for row in company.capabilities}
    found = []
    for capability, item in zip(Capability, items, strict=True):
        row, counted = rows.get(capability), coverage([each.one for each in every], policy, capability)
        found.append(
            {
                "capability": capability.value,
                "done": item.holds,
                "owner": row.owner if row else None,
                "evidence": row.evidence if row else None,
                "verified_on": json_shapes.day(row.verified_on) if row else None,
                "next_review_on": json_shapes.day(row.next_review_on) if row else None,
                "counted": counted.there,
                "counted_of": counted.of,
            }
        )
    return found
