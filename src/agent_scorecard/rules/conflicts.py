"""Figures of one measure from two sources that disagree: the loaded one counts, the difference is told (rules 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent_scorecard.policy.run_measures import NANO
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.derived import DERIVED
from agent_scorecard.rules.derived_money import model_cost
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.figures import Series, series
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.rules.run_counts import sums_in
from agent_scorecard.vocabulary import Aggregation

COST = "total_monthly_cost"


@dataclass(frozen=True, slots=True)
class Conflict:
    """The figure that counts and another one of the same period, too far apart."""

    measure: Measure
    period: Period
    loaded: Figure
    recorded: Figure


def conflicts(evidence: Evidence, policy: Policy, period: Period) -> tuple[Conflict, ...]:
    """Return every measure of a period with two figures more than the policy's share apart, in order of key."""
    found = {
        conflict.measure.key: conflict for conflict in _pairs(evidence, policy, period) if _differ(conflict, policy)
    }
    return tuple(found[key] for key in sorted(found))


def _pairs(evidence: Evidence, policy: Policy, period: Period) -> Iterator[Conflict]:
    for key in evidence.observations:
        measure = evidence.company.measures.get(key)
        if measure is not None and measure.aggregation is not Aggregation.QUANTILE:
            yield from _of_measure(measure, series(evidence, policy, measure), period)
    yield from _of_cost(evidence, policy, period)


def _of_measure(measure: Measure, of: Series, period: Period) -> Iterator[Conflict]:
    """Yield the loaded month beside its loaded weeks, and beside what the records come to."""
    loaded = of.loaded.get(period)
    if loaded is None:
        return
    others = [of.recorded(period) if measure.key in DERIVED else None]
    if period.grain is Grain.MONTH and of.in_weeks:
        others.append(of.by_weeks(period))
    yield from (Conflict(measure, period, loaded, other) for other in others if other is not None)


def _of_cost(evidence: Evidence, policy: Policy, period: Period) -> Iterator[Conflict]:
    """Yield the cost of the model as billed beside what the runs say they cost (columns.csv costs)."""
    measure = evidence.company.measures.get(COST)
    billed = model_cost(evidence, policy, period) if period.grain is Grain.MONTH else None
    runs = sums_in(evidence, policy, period)
    if measure is not None and billed is not None and runs.of("spend_known"):
        recorded = Figure(runs.of("spend") / NANO, derived=True)
        yield Conflict(measure, period, Figure(billed / NANO), recorded)


def _differ(conflict: Conflict, policy: Policy) -> bool:
    one, other = conflict.loaded.value, conflict.recorded.value
    return one != other and abs(one - other) > policy.cost.source_difference * max(abs(one), abs(other))
