"""Measures of money and of the way to the target: cost of a month, burn of the budget, headline attained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from agent_scorecard.policy.run_measures import NANO
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.bounds import baseline_of, bounds_at
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Band, Budget, Cost
from agent_scorecard.rules.headlines import headlines
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Grain, Period
from agent_scorecard.rules.run_counts import run_days, sums_in, total
from agent_scorecard.rules.window import Window
from agent_scorecard.vocabulary import BudgetPeriod, CostCategory


def total_monthly_cost(window: Window) -> Figure | None:
    """Everything spent in a month, people's review time included, in currency units."""
    if window.period.grain is not Grain.MONTH:
        return None
    total = spent(window.evidence, window.policy, window.period, with_people=True)
    return None if total is None else window.amount(total / NANO)


def budget_burn(window: Window) -> Figure | None:
    """Spend over the monthly budget in force; a budget in another currency is not measured."""
    row = budget_in_force(window.evidence, BudgetPeriod.MONTH, window.last)
    if window.period.grain is not Grain.MONTH or row is None:
        return None
    if other_currency(window.evidence, window.policy, row.currency, window.period.first, window.last) is not None:
        return None
    total = spent(window.evidence, window.policy, window.period, with_people=False)
    if total is None:
        return None
    return Figure(total / row.amount, total / NANO, row.amount / NANO, derived=True)


def main_kpi_attainment(window: Window) -> Figure | None:
    """How much of the way from baseline to target the first headline has gone; new work has no way to measure."""
    keys = (row.measure for row in headlines(window.evidence, window.policy))
    measures = (window.evidence.company.measures.get(key) for key in keys if key != window.measure.key)
    measure = next((measure for measure in measures if measure is not None), None)
    if measure is None:
        return None
    judging = bounds_at(window.evidence, window.policy, measure.key, window.period.first)
    start, target = baseline_of(measure, judging), judging.target if judging else None
    now = window.look(measure, window.period)
    if now is None or start is None or target is None or isinstance(target, Band) or target == start:
        return None
    return window.amount((now.value - start) / (target - start))


def spent(evidence: Evidence, policy: Policy, month: Period, *, with_people: bool) -> int | None:
    """Return the spend of a month in nano-units of the agent's currency, None when nobody recorded any.

    A model row replaces the sum of run costs (columns.csv costs); a budget does not pay for people's review time.
    """
    rows = _costs(evidence, policy).get(month, ())
    runs = sums_in(evidence, policy, month)
    recorded = [row.amount for row in rows if with_people or row.category is not CostCategory.HUMAN_REVIEW]
    has_model = any(row.category is CostCategory.MODEL for row in rows)
    if not has_model and runs.of("spend_known"):
        recorded.append(int(runs.of("spend")))
    return sum(recorded) if recorded else None


def model_cost(evidence: Evidence, policy: Policy, month: Period) -> int | None:
    """Return what was billed for the model in a month in nano-units, None without a row."""
    rows = [row.amount for row in _costs(evidence, policy).get(month, ()) if row.category is CostCategory.MODEL]
    return sum(rows) if rows else None


def other_currency(evidence: Evidence, policy: Policy, currency: str, first: date, last: date) -> str | None:
    """Return a currency of the spend of some days that is not the budget's, which is never converted (columns.csv)."""
    runs = {row.currency for row in run_days(evidence, policy).between(first, last) if row.currency}
    costs = {row.currency for row in evidence.costs if row.period.first <= last and first <= row.period.last}
    return min((runs | costs) - {currency}, default=None)


def spent_in_runs(evidence: Evidence, policy: Policy, first: date, last: date) -> int | None:
    """Return what the runs of some days cost in nano-units, None when no cost is known."""
    rows = run_days(evidence, policy).between(first, last)
    return int(total(rows, "spend")) if total(rows, "spend_known") else None


def budget_in_force(evidence: Evidence, period: BudgetPeriod, day: date) -> Budget | None:
    """Return the agent's latest budget of this kind on or before a day (columns.csv budgets)."""
    rows = [row for row in evidence.budgets if row.period is period and (row.effective_from or date.min) <= day]
    return max(rows, key=lambda row: row.effective_from or date.min, default=None)


def currency_of(evidence: Evidence, policy: Policy) -> str:
    """Return the one currency the agent's money is added up in: that of its runs, else of its costs."""
    return once(evidence, policy, "currency", lambda: _currency_of(evidence, policy))


def _currency_of(evidence: Evidence, policy: Policy) -> str:
    if any(row.currency for row in evidence.days):
        return run_days(evidence, policy).currency
    named = sorted({row.currency for row in evidence.costs})
    return evidence.company.currency if evidence.company.currency in named or not named else named[0]


def _costs(evidence: Evidence, policy: Policy) -> Mapping[Period, tuple[Cost, ...]]:
    return once(evidence, policy, "costs", lambda: _by_month(evidence, currency_of(evidence, policy)))


def _by_month(evidence: Evidence, currency: str) -> Mapping[Period, tuple[Cost, ...]]:
    found: dict[Period, tuple[Cost, ...]] = {}
    for row in evidence.costs:
        if row.currency == currency:
            month = row.period.counted_in(Grain.MONTH)
            found[month] = (*found.get(month, ()), row)
    return found


MONEY_MEASURES: Mapping[str, Callable[[Window], Figure | None]] = {
    "total_monthly_cost": total_monthly_cost,
    "budget_burn": budget_burn,
    "main_kpi_attainment": main_kpi_attainment,
}
