"""Follow-through: how many due cards were decided, and what came of the decisions by the next period (rules 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.decision_yield import Effect, Yield, effect, yield_of
from agent_scorecard.rules.decisions_due import done_of_due
from agent_scorecard.rules.periods import Grain, containing


@dataclass(frozen=True, slots=True)
class EffectLine:
    """What came of one decision: `moved` is None while or where that cannot be told."""

    seq: int
    agent: str
    name: str
    moved: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """The effects of the decisions of some time, those that did not move their measure first, and their sum."""

    lines: tuple[EffectLine, ...]
    counted: Yield
    sentence: str

    @property
    def told(self) -> tuple[EffectLine, ...]:
        return tuple(line for line in self.lines if line.moved is not None)


def follow_through(assessed: Sequence[Assessment], policy: Policy, first: date, last: date) -> FollowThrough:
    """Return what came of the decisions that took effect from the first to the last day."""
    rows = [
        (effect(one.evidence, policy, row), one)
        for one in assessed
        for row in one.evidence.decisions
        if first <= row.as_of <= last
    ]
    counted = yield_of(row for row, _ in rows)
    lines = sorted((_line(row, one) for row, one in rows), key=lambda line: (line.moved is not False, -line.seq))
    return FollowThrough(tuple(lines), counted, _sentence(counted))


def decided_of_due(assessed: Sequence[Assessment], as_of: date) -> str:
    """ "Decided: 3 of 9 cards this month, 12 of 18 this quarter"; "" while the due list alone says it."""
    month, quarter = (done_of_due(assessed, containing(as_of, grain)) for grain in (Grain.MONTH, Grain.QUARTER))
    if not quarter.done:
        return ""
    this_month = f"{format.n_of(*month)} {'card' if month.due == 1 else 'cards'} this month, " if month.due else ""
    return f"Decided: {this_month}{format.n_of(*quarter)} this quarter"


def _line(row: Effect, one: Assessment) -> EffectLine:
    agent = one.evidence.agent
    return EffectLine(row.decision, agent.agent, agent.name, row.moved, row.sentence.text)


def _sentence(counted: Yield) -> str:
    later = f"{format.count(counted.waiting)} cannot be told yet" if counted.waiting else ""
    if not counted.told:
        return f"{later[:1].upper()}{later[1:]}: the period after theirs is not over." if later else ""
    moved = f"In {format.n_of(counted.moved, counted.told)} the measure they cite held or moved the intended way"
    return f"{moved}; {later}." if later else f"{moved}."
