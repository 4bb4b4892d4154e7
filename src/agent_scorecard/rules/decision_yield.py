"""What came of a decision: whether the measure it cites moved the intended way by the next period (rules 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Assessment, Figure, Judged, Sentence, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Band, Decision, Limit
from agent_scorecard.rules.items.candidate import GOOD
from agent_scorecard.rules.measure import judge
from agent_scorecard.rules.periods import parse
from agent_scorecard.rules.scorecard import headlines
from agent_scorecard.rules.units import in_words
from agent_scorecard.vocabulary import Choice, Direction

TO_HOLD = (Choice.MAINTAIN, Choice.EXPAND)
"""After these a measure that stays at its pass bound did what was intended; after revise only a better one did."""
STOPPED = (Choice.PAUSE, Choice.RETIRE, Choice.MERGE)


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of the measure a decision cites; `moved` is None while or where that cannot be told.

    `waits` says that it can be told later: the period after the decision's is not over.
    """

    decision: int
    measure: str | None
    moved: bool | None
    waits: bool
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Yield:
    """Of the decisions whose effect can be told, how many moved their measure; `waiting` ones are told later."""

    moved: int
    told: int
    waiting: int


def cited(one: Assessment, choice: Choice) -> str | None:
    """Return the measure a decision cites where its author picks none: the proposal's own, else the headline."""
    reasons = one.proposal.reasons if choice is one.proposal.choice else ()
    named = (reason.arguments.get("measure") for reason in reasons)
    found = next((key for key in named if isinstance(key, str) and key in one.evidence.company.measures), None)
    first = next(iter(headlines(one.judged)), None)
    return found or (first.measure.key if first is not None else None)


def effect(evidence: Evidence, policy: Policy, decision: Decision) -> Effect:
    """Return what became of the measure a decision cites, by the period after the one it was decided on."""
    measure = evidence.company.measures.get(decision.measure or "")
    if decision.choice in STOPPED:
        return _untold(decision, None, "After a stop no measure tells what came of it.")
    if measure is None:
        return _untold(decision, None, "It cites no measure, so nothing can be told.")
    period = parse(decision.period)
    if not period.next.complete(evidence.as_of):
        day = text.full_day(period.next.last)
        said = f"{measure.name} of {in_words(period.next)} is told on {day}."
        return _untold(decision, measure, said, waits=True)
    then, after = (judge(evidence, policy, measure, each) for each in (period, period.next))
    if then.figure is None or after.figure is None or measure.direction is Direction.CONTEXT:
        gap = period if then.figure is None else period.next
        return _untold(decision, measure, f"{measure.name} was not measured in {in_words(gap)}.")
    moved = _moved(decision.choice, then, after)
    return Effect(decision.seq, measure.key, moved, False, _told(evidence, decision, then, after, moved))


def yield_of(effects: Iterable[Effect]) -> Yield:
    """Count the effects of decisions."""
    rows = tuple(effects)
    told = [row for row in rows if row.moved is not None]
    return Yield(sum(bool(row.moved) for row in told), len(told), sum(row.waits for row in rows))


def _moved(choice: Choice, then: Judged, after: Judged) -> bool:
    if choice in TO_HOLD and after.verdict in GOOD:
        return True
    return _is_better(after, then)


def _is_better(after: Judged, then: Judged) -> bool:
    """Say whether the later value lies nearer the good side; for a band, nearer to the band."""
    new, old = _value(after.figure), _value(then.figure)
    if after.measure.direction is Direction.BAND:
        passes = after.bounds.passes if after.bounds is not None else None
        return _off(new, passes) < _off(old, passes)
    return new > old if after.measure.direction is Direction.HIGHER else new < old


def _value(figure: Figure | None) -> float:
    return figure.value if figure is not None else 0.0


def _off(value: float, band: Limit | None) -> float:
    if not isinstance(band, Band):
        return 0.0
    return max(band.low - value, value - band.high, 0.0)


def _untold(decision: Decision, measure: Measure | None, words: str, *, waits: bool = False) -> Effect:
    key = measure.key if measure is not None else None
    return Effect(decision.seq, key, None, waits, say("effect_untold", words, decision=decision.seq))


def _told(evidence: Evidence, decision: Decision, then: Judged, after: Judged, moved: bool) -> Sentence:
    measure, currency = after.measure, evidence.company.currency
    old, new = (
        text.value_text(_value(row.figure), measure.unit, measure.aggregation, currency) for row in (then, after)
    )
    kept = decision.choice in TO_HOLD and after.verdict in GOOD
    way = "it holds" if kept else "better" if moved else "no better"
    said = f"{measure.name}: {new} in {in_words(after.period)} after {old}, {way}."
    return say("effect_told", said, decision=decision.seq, measure=measure.key, moved=moved)
