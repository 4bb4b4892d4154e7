"""What was granted against what was used: permissions nobody needs, and calls nobody granted (S2-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, UsedCall
from agent_scorecard.rules.oversight import acting_actions


@dataclass(frozen=True, slots=True)
class Usage:
    """One permission over the look-back of calls.

    `calls` is None where the agent logs no calls at all: that is not the same as unused. `unused_days` counts only
    time that was logged; `excess` says that a permission to act went unused for longer than the policy allows.
    """

    action: Action
    calls: UsedCall | None
    logged: bool
    unused_days: int
    excess: bool
    expired: bool

    @property
    def ok(self) -> int | None:
        """Calls that ran; None where nothing is logged."""
        if not self.logged:
            return None
        return self.calls.ok if self.calls else 0


def usage(evidence: Evidence, policy: Policy, action: Action) -> Usage:
    """Return how a permission was used."""
    days = unused_days(evidence, action)
    acts = action in acting_actions(evidence, policy)
    return Usage(
        action=action,
        calls=next((row for row in evidence.calls if row.tool == action.action), None),
        logged=bool(evidence.calls),
        unused_days=days,
        excess=acts and is_at_work(evidence) and days >= policy.oversight.unused_write_days,
        expired=has_expired(evidence, action),
    )


def ungranted(evidence: Evidence) -> tuple[UsedCall, ...]:
    """Return calls of tools that are on no list of actions, in order of name: permission exceptions."""
    granted = {row.action for row in evidence.actions}
    return tuple(sorted((row for row in evidence.calls if row.tool not in granted), key=lambda row: row.tool))


def has_expired(evidence: Evidence, action: Action) -> bool:
    """Say whether the credential of an action lies behind its last day."""
    return action.credential_expires_on is not None and action.credential_expires_on < evidence.as_of


def unused_days(evidence: Evidence, action: Action) -> int:
    """Return for how many logged days no call of an action ran, counted from when its mode began (rules 11)."""
    logged = min((row.day for row in evidence.days), default=None)
    if logged is None or not evidence.calls:
        return 0
    used = [row.last_ok for row in evidence.calls if row.tool == action.action and row.last_ok is not None]
    began: list[date] = [action.mode_since] if action.mode_since else []
    return (evidence.as_of - max([logged, *used, *began])).days
