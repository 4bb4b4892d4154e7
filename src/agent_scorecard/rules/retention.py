"""How long runs are kept: the agent's own period, and a longer one for runs that matter (register S4-31, S0-49)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.oversight import access_of, agent_tier
from agent_scorecard.rules.periods import add_months


@dataclass(frozen=True, slots=True)
class Retention:
    """What the agent states and the policy asks.

    A purge goes by whole months of the company zone, so that no month is half there: runs before `kept_from` go,
    important ones before `important_from`. `days` is None, and nothing goes, where the agent states no period.
    `tools` are the actions whose runs are important because they write, send or delete.
    """

    days: int | None
    important_days: int
    kept_from: date | None
    important_from: date | None
    tools: tuple[str, ...]


def retention(evidence: Evidence, policy: Policy) -> Retention:
    """Return how long the runs of an agent are kept on the as-of day; an unknown tier counts as high."""
    tier = agent_tier(evidence, policy).for_raising
    days, important = evidence.agent.retention_days, policy.retention.important_days[tier]
    has_effects = tier in policy.retention.effect_tiers
    tools = sorted(row.action for row in evidence.actions if has_effects and access_of(row).has_effect)
    if days is None:
        return Retention(None, important, None, None, tuple(tools))
    longest = max(days, important)
    return Retention(days, longest, since(evidence.as_of, days), since(evidence.as_of, longest), tuple(tools))


def since(as_of: date, days: int) -> date:
    """Return the first day of the month in which a period of so many days begins."""
    return (as_of - timedelta(days=days)).replace(day=1)


def free_on(day: date, days: int) -> date:
    """Return the first day on which a run of `day` may go, when it is kept for so many days."""
    return add_months(day.replace(day=1), 1) + timedelta(days=days)
