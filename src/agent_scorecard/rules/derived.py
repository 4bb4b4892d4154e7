"""Measures worked out from records instead of being loaded: one small function for each, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from agent_scorecard.policy.run_measures import MONTH_FIGURES, RUN_MEASURES
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.derived_approvals import APPROVAL_MEASURES
from agent_scorecard.rules.derived_control import CONTROL_MEASURES
from agent_scorecard.rules.derived_incidents import INCIDENT_MEASURES
from agent_scorecard.rules.derived_money import MONEY_MEASURES
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import PeriodFigure
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.run_counts import people_known
from agent_scorecard.rules.window import Window
from agent_scorecard.vocabulary import Aggregation

Working = Callable[[Window], Figure | None]
MAXIMUM = "the dearest of fewer than 100 runs"
_COUNTED_IN_RUNS = RUN_MEASURES.keys() - {"intervention_rate"}
_OF_A_MONTH = frozenset(figure.key for figure in MONTH_FIGURES)
_EDITS = ("human_correction_rate", "rejection_rate")
Look = Callable[[Measure, Period], Figure | None]


def from_runs(window: Window, key: str) -> Figure | None:
    """Return a run measure of the period."""
    measure = RUN_MEASURES[key]
    if measure.of_people and not people_known(window.evidence, window.policy):
        return None
    counts = window.sums.pair(measure) if window.evidence.days else None
    if counts is None:
        return None
    k, n = counts
    if not measure.denominator:
        return window.amount(k)
    return Figure(k / n, k, n, round(n), derived=True)


def intervention_rate(window: Window) -> Figure | None:
    """Return how often people stepped in, from runs; a small company's loaded edit counts will do (rules 10).

    Edits and rejections are counted over the same outputs, so the larger count of outputs read is theirs.
    """
    if window.evidence.days or not window.policy.oversight.intervention_from_edits:
        return from_runs(window, "intervention_rate")
    measures = (window.evidence.company.measures.get(key) for key in _EDITS)
    figures = [window.look(measure, window.period) for measure in measures if measure is not None]
    counts = [(each.numerator, each.denominator) for each in figures if each is not None]
    given = [(k, n) for k, n in counts if k is not None and n is not None]
    if not given:
        return None
    read = max(n for _, n in given)
    return window.share(min(sum(k for k, _ in given), read), read)


def from_month(window: Window, key: str) -> Figure | None:
    """Return a figure read from the runs of the month, such as a quantile or distinct users."""
    row = _month_figures(window).get((key, window.period))
    if row is None:
        return None
    if window.measure.aggregation is Aggregation.RATE:
        return Figure(row.value, round(row.value * row.n), row.n, row.n, derived=True)
    few = key == "p99_cost_per_task" and row.n < window.policy.cost.p99_min_n
    return Figure(row.value, n=row.n, derived=True, note=MAXIMUM if few else None)


def derived(evidence: Evidence, policy: Policy, measure: Measure, period: Period, look: Look) -> Figure | None:
    """Return what the records say a measure came to in a week or month, None when they say nothing (rules 1)."""
    working = DERIVED.get(measure.key)
    if working is None or period.first > evidence.as_of:
        return None
    return working(Window(evidence, policy, measure, period, look))


def has_records(evidence: Evidence, key: str) -> bool:
    """Say whether there is anything to work a measure out from; runs where it is counted in them."""
    if key in _COUNTED_IN_RUNS:
        return bool(evidence.days)
    if key in APPROVAL_MEASURES:
        return bool(evidence.approvals)
    return bool(evidence.month_figures) if key in _OF_A_MONTH else key in DERIVED


def _month_figures(window: Window) -> Mapping[tuple[str, Period], PeriodFigure]:
    rows = window.evidence.month_figures
    return once(window.evidence, window.policy, "months", lambda: {(row.measure, row.period): row for row in rows})


DERIVED: Mapping[str, Working] = MappingProxyType(
    {
        **{key: partial(from_runs, key=key) for key in RUN_MEASURES},
        "intervention_rate": intervention_rate,
        **{figure.key: partial(from_month, key=figure.key) for figure in MONTH_FIGURES},
        **APPROVAL_MEASURES,
        **INCIDENT_MEASURES,
        **CONTROL_MEASURES,
        **MONEY_MEASURES,
    }
)
"""Measure key → how it is worked out. To add a measure: one function, one line in its table."""
