"""Whether an agent can be stopped, and when that was last practised (S4-23, S1-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import known_since
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Drill
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.rules.runbook import last_drill
from agent_scorecard.vocabulary import Status, Tier


@dataclass(frozen=True, slots=True)
class KillSwitch:
    """The register entry of one agent: `due` is None where no drill is asked or nothing to count from is known.

    `last` is the last drill held, `passed` the last one passed; `soon` holds from the day the policy begins to warn.
    """

    last: Drill | None
    passed: Drill | None
    asked: bool
    due: date | None
    soon: bool
    overdue: bool


def kill_switch(evidence: Evidence, policy: Policy) -> KillSwitch:
    """Return when the kill switch was practised and when it is to be practised next."""
    asked = evidence.agent.status is Status.LIVE and agent_tier(evidence, policy).tier in (Tier.MEDIUM, Tier.HIGH)
    since = practised_since(evidence)
    due = since + timedelta(days=policy.oversight.drill_valid_days) if asked and since else None
    days = (evidence.as_of - since).days if since else 0
    overdue = due is not None and evidence.as_of > due
    return KillSwitch(
        last=last_drill(evidence),
        passed=last_drill(evidence, passed=True),
        asked=asked,
        due=due,
        soon=due is not None and not overdue and days >= policy.oversight.drill_warn_days,
        overdue=overdue,
    )


def practised_since(evidence: Evidence) -> date | None:
    """Return the day the last drill was passed; without one, the day work began or was first known here."""
    passed = last_drill(evidence, passed=True)
    return passed.drilled_on if passed else known_since(evidence)
