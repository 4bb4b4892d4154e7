"""How a quotient becomes a value in the unit of its measure, and how periods are said in words."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.vocabulary import Aggregation

_PER = {"per 100": 100.0, "per 1000": 1000.0}


def scale(measure: Measure) -> float:
    """Return what a quotient is multiplied by: shares stay 0..1, a ratio per 1,000 counts in thousands."""
    return 1.0 if measure.aggregation is Aggregation.RATE else _PER.get(measure.unit, 1.0)


def in_words(period: Period) -> str:
    """ "October 2026", "week 44 of 2026", "the third quarter of 2026"."""
    if period.grain is Grain.WEEK:
        year, week, _ = period.first.isocalendar()
        return f"week {week} of {year}"
    if period.grain is Grain.MONTH:
        return text.month(period.first)
    number = ("first", "second", "third", "fourth")[period.first.month // 3]
    return f"the {number} quarter of {period.first.year}"
