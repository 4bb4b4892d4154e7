"""How many of the cards that are due in a period were decided (rules 9, register S0-69)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.choices import finished
from agent_scorecard.rules.periods import Period


class DoneOfDue(NamedTuple):
    """Cards decided in a period, and those together with the cards still due by its end."""

    done: int
    due: int


def done_of_due(assessed: Sequence[Assessment], period: Period) -> DoneOfDue:
    """Count the decisions that took effect in the period of the as-of day, and the cards still open until its end."""
    done = sum(period.contains(row.as_of) for one in assessed for row in one.evidence.decisions)
    waiting = sum(
        one.due.on is not None and one.due.on <= period.last and finished(one.evidence) is None for one in assessed
    )
    return DoneOfDue(done, done + waiting)
