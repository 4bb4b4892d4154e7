"""The JSON of decisions proposed to a second person (docs/json.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import ProposedDecision
from agent_scorecard.rules.proposed import standing, to_approve
from agent_scorecard.vocabulary import ProposalState

Json = dict[str, Any]


def proposals(assessed: Iterable[Assessment], policy: Policy, as_of: date) -> Json:
    """Return every proposal of these agents, the newest first."""
    rows = [(row, one) for one in assessed for row in one.evidence.proposals]
    rows.sort(key=lambda pair: (pair[0].proposed_at, int(pair[0].proposal)), reverse=True)
    return {
        "as_of": as_of.isoformat(),
        "policy_version": policy.version,
        "proposals": [_row(row, one, policy) for row, one in rows],
    }


def _row(row: ProposedDecision, one: Assessment, policy: Policy) -> Json:
    found = standing(row, one.evidence, one.evidence.as_of)
    asked = to_approve(one.evidence, policy, one.reading, row.choice, row.kind, row.action)
    waits = found.state is ProposalState.WAITING
    return {
        "proposal": row.proposal,
        "agent": row.agent,
        "as_of": row.as_of.isoformat(),
        "period": row.period,
        "choice": row.choice.value,
        "kind": row.kind.value if row.kind else None,
        "action": row.action,
        "to_value": row.to_value,
        "reason": row.reason,
        "next_step": row.next_step,
        "owner": row.owner,
        "due": row.due.isoformat(),
        "proposed_by": row.proposed_by,
        "in_place_of": row.in_place_of,
        "expires_on": row.expires_on.isoformat(),
        "state": found.state.value,
        "sentence": found.sentence.text,
        "may_approve": list(asked.open_to(row.proposed_by)) if waits else [],
        "answered_by": row.answered_by,
        "answer": row.answer,
        "decision": row.decision,
    }
