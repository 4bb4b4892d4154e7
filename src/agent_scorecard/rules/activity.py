"""Whether an agent is at work, and when it was last heard of (rules 8)."""

from __future__ import annotations

from datetime import date

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cadence import started_on
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.vocabulary import Status

LONGEST_DAYS = {Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92}


def is_at_work(evidence: Evidence) -> bool:
    """Say whether the agent works: live, in a pilot, or called an idea while its figures arrive."""
    if evidence.agent.status is Status.IDEA:
        return bool(evidence.days or evidence.observations)
    return evidence.agent.status in (Status.PILOT, Status.LIVE)


def is_in_service(evidence: Evidence) -> bool:
    """Say whether somebody must answer for it: at work or paused."""
    return is_at_work(evidence) or evidence.agent.status is Status.PAUSED


def last_sign(evidence: Evidence) -> date | None:
    """Return the last day with a run or inside a loaded period, `None` when nothing ever arrived."""
    runs = {row.day for row in evidence.days}
    last = _last_period(evidence)
    return max(runs | ({min(last.last, evidence.as_of)} if last else set()), default=None)


def quiet_days(evidence: Evidence) -> int | None:
    """Return the days since the last sign, or since work began or was first loaded where there never was one."""
    since = last_sign(evidence) or known_since(evidence)
    return None if since is None else max(0, (evidence.as_of - since).days)


def known_since(evidence: Evidence) -> date | None:
    """Return the day from which silence counts: work began and the agent was known here, whichever came later."""
    return max([day for day in (started_on(evidence), evidence.first_loaded) if day is not None], default=None)


def rhythm_days(evidence: Evidence, policy: Policy) -> int | None:
    """Return how many days one rhythm takes, `None` for one on event; figures cannot come oftener than their file."""
    own = policy.clock.rhythm_days.get(evidence.agent.rhythm)
    last = _last_period(evidence)
    if own is None or evidence.days or last is None:
        return own
    return max(own, LONGEST_DAYS[last.grain])


def _last_period(evidence: Evidence) -> Period | None:
    periods = {rows[-1].period for rows in evidence.observations.values() if rows}
    return max(periods, key=lambda period: (period.last, period.grain), default=None)
