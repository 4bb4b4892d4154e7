"""The quarterly review as JSON, from the same board the page shows (docs/json.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.comparison import InventoryRow, ValueRow
from agent_scorecard.boards.quarter.control import Control
from agent_scorecard.boards.quarter.outcome import OutcomeRow
from agent_scorecard.boards.quarter.shared import PlaneRow
from agent_scorecard.boards.quarter.spend import SpendRow
from agent_scorecard.rules.facts import Review

Json = dict[str, Any]
NANO = 1_000_000_000


def review(board: Quarter) -> Json:
    """Return the ten steps in order; money is in currency units, shares are 0 to 1."""
    return {
        "as_of": board.as_of.isoformat(),
        "period": str(board.period),
        "policy_version": board.policy_version,
        "before": {"period": str(board.before), "as_of": board.before_as_of.isoformat()},
        "control": [_control(row) for row in board.control],
        "exceptions": [
            {
                "agent": row.agent or None,
                "code": row.code,
                "severity": row.severity.value,
                "sentence": row.text if row.agent else f"{row.name} {row.text}",
                "way_out": row.way_out,
            }
            for row in board.exceptions.rows
        ],
        "accepted": [
            {"agent": row.agent, "exception": row.exception, "gap": row.gap, "expires_on": row.expires_on.isoformat()}
            for row in board.exceptions.accepted
        ],
        "inventory": [_inventory(row) for row in board.inventory],
        "values": [_value(row) for row in board.values],
        "ladder": _ladder(board),
        "proposals": [
            {
                "agent": row.agent,
                "choice": group.choice.value,
                "line": row.line or None,
                "reasons": list(row.reasons),
                "blockers": list(row.blockers),
            }
            for group in board.proposals
            for row in group.rows
        ],
        "waiting": [{"proposal": row.proposal, "agent": row.agent, "sentence": row.sentence} for row in board.waiting],
        "against": board.against or None,
        "decision_yield": {
            "moved": board.follow_through.counted.moved,
            "told": board.follow_through.counted.told,
            "waiting": board.follow_through.counted.waiting,
        },
        "overlaps": [{"stronger": row.stronger, "weaker": row.weaker, "share": row.share} for row in board.overlaps],
        "spans": [
            {"role": row.role.lower().replace(" ", "_"), "person": row.person, "agents": row.now, "before": row.before}
            for row in board.spans
        ],
        "control_plane": {
            "there": board.plane.there,
            "of": board.plane.of,
            "before": board.plane.there_before,
            "capabilities": [_capability(row) for row in board.plane.rows],
        },
        "spend": {
            "totals": [
                {"currency": row.currency, "total": _units(row.total), "before": _units(row.before)}
                for row in board.spend.totals
            ],
            "agents": [_spend(row) for row in board.spend.rows],
            "freed": [
                {"agent": row.agent, "currency": row.currency, "cost": _units(row.cost)} for row in board.spend.freed
            ],
        },
        "outcomes": [_outcome(row) for row in board.outcomes.rows],
        "next_review": board.outcomes.next_review.isoformat(),
    }


def _control(row: Control) -> Json:
    return {
        "figure": row.key,
        "there": row.there,
        "of": row.of,
        "missing": [{"agent": gap.agent, "sentence": gap.sentence} for gap in row.gaps],
        "before": {"there": row.there_before, "of": row.of_before},
    }


def _inventory(row: InventoryRow) -> Json:
    return {
        "agent": row.agent,
        "owner": row.owner if row.owner_active else None,
        "cost": _units(row.cost),
        "currency": row.currency,
        "changes": list(row.changes),
        "workflow": row.workflow or None,
        "status": row.status.value,
        "tier": row.tier.value if row.tier else None,
        "level": row.level.value,
    }


def _value(row: ValueRow) -> Json:
    return {
        "agent": row.agent,
        "value": row.value,
        "quality": row.quality.value,
        "control": row.control.value,
        "tier": row.tier.value if row.tier else None,
        "findings": row.findings,
        "blocks": row.blocks,
        "coverage": row.coverage,
        "users": row.users,
        "cost": _units(row.cost),
        "per_task": row.per_task / NANO if row.per_task is not None else None,
        "currency": row.currency,
    }


def _ladder(board: Quarter) -> Json:
    stood = board.standing
    return {
        "levels": [{"level": row.level.value, "agents": row.now, "before": row.before} for row in stood.levels],
        "moves": [
            {"agent": row.agent, "from": row.start.value if row.start else None, "to": row.to.value}
            for row in stood.moves
        ],
        "gates": [{"mode": mode.value, "actions": count} for mode, count in stood.actions],
    }


def _capability(row: PlaneRow) -> Json:
    return {
        "capability": row.capability.value,
        "done": row.done,
        "owner": row.owner or None,
        "verified_on": _day(row.verified_on),
        "next_review_on": _day(row.next_review_on),
    }


def _spend(row: SpendRow) -> Json:
    return {
        "agent": row.agent,
        "currency": row.currency,
        "total": _units(row.total),
        "before": _units(row.before),
        "growth": row.growth,
        "charged": _units(row.charged),
        "budget": _units(row.budget),
        "burn": row.burn,
        "outcomes": row.outcomes,
        "per_outcome": _units(row.per_outcome),
    }


def _outcome(row: OutcomeRow) -> Json:
    return {
        "agent": row.agent,
        "standing": row.standing.value if row.standing else None,
        "standing_seq": row.standing_seq,
        "proposed": row.proposed.value,
        "quiet": row.is_quiet,
        "suggested": row.suggested.value,
        "recorded": _recorded(row.recorded) if row.recorded else None,
    }


def _recorded(row: Review) -> Json:
    return {
        "outcome": row.outcome.value,
        "disposition": row.disposition.value,
        "chair": row.chair,
        "held_on": row.held_on.isoformat(),
        "reason": row.reason,
        "confirms": row.confirms,
        "attested_by": row.attested_by,
        "workflow_changed": row.workflow_changed,
        "seq": row.seq,
    }


def _units(nanos: int | None) -> float | None:
    """Write nano-units as currency units, a whole amount as a whole number."""
    if nanos is None:
        return None
    return nanos // NANO if nanos % NANO == 0 else nanos / NANO


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
