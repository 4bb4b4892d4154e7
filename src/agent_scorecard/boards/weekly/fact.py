"""The first month as one fact of the scorecard: which week was reviewed last, and which is next."""

from __future__ import annotations

from agent_scorecard import format
from agent_scorecard.boards.shapes import Fact
from agent_scorecard.boards.weekly.first_months import when_words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.weekly import WeekState, in_first_month


def first_month_fact(evidence: Evidence, policy: Policy) -> tuple[Fact, ...]:
    """Return what stands beside the facts of the card while the first month lasts, nothing after it."""
    month = in_first_month(evidence, policy)
    if month is None:
        return ()
    last = max(month.reviewed, key=lambda week: week.number, default=None)
    total = len(month.weeks)
    held = "No week reviewed" if last is None or last.review is None else f"Week {last.number} of {total} reviewed"
    on = [format.day(last.review.held_on, evidence.as_of)] if last is not None and last.review is not None else []
    week = month.now
    ahead = [] if week.review is not None else [f"week {week.number} {when_words(week, evidence.as_of)}"]
    return (Fact("First month", held, ", ".join((*on, *ahead)), week.state is WeekState.OVERDUE),)
