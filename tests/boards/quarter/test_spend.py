"""Money of a quarter: with people and without, against budget and the quarter before, for one outcome."""

from __future__ import annotations

from datetime import date

from agent_scorecard.boards.quarter.spend import Freed, Total, spend
from agent_scorecard.rules.facts import Budget, Cost
from agent_scorecard.rules.periods import parse
from agent_scorecard.vocabulary import BudgetPeriod, Choice, CostCategory, Status
from tests.boards.quarter.build import agent, review
from tests.build import UNIT, days, decision


def costs(*amounts: int, currency: str = "USD") -> tuple[Cost, ...]:
    """The bills of April to September, in units."""
    months = ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")
    return tuple(
        Cost(parse(month), CostCategory.MODEL, amount * UNIT, currency)
        for month, amount in zip(months, amounts, strict=True)
    )


REVIEW = (Cost(parse("2026-09"), CostCategory.HUMAN_REVIEW, 40 * UNIT, "USD"),)
MONTHLY = (Budget(BudgetPeriod.MONTH, 50 * UNIT, "USD", date(2026, 8, 15), spend_owner="ana"),)


def test_the_budget_pays_for_everything_but_the_time_of_people():
    (row,) = spend(review(agent("Triage", costs=(*costs(10, 10, 10, 20, 20, 20), *REVIEW), budgets=MONTHLY))).rows
    assert (row.total, row.before, row.charged) == (100 * UNIT, 30 * UNIT, 60 * UNIT)
    assert (row.budget, row.burn, row.spend_owner) == (100 * UNIT, 0.6, "Ana")
    assert row.growth == 100 / 30 - 1


def test_a_quarterly_budget_goes_before_the_monthly_ones():
    whole = Budget(BudgetPeriod.QUARTER, 240 * UNIT, "USD", date(2026, 1, 1))
    (row,) = spend(review(agent("Triage", costs=costs(1, 1, 1, 20, 20, 20), budgets=(*MONTHLY, whole)))).rows
    assert (row.budget, row.burn, row.spend_owner) == (240 * UNIT, 0.25, "")


def test_a_budget_in_another_currency_is_compared_with_nothing():
    euros = Budget(BudgetPeriod.MONTH, 50 * UNIT, "EUR", date(2026, 1, 1))
    (row,) = spend(review(agent("Triage", costs=costs(1, 1, 1, 20, 20, 20), budgets=(euros,)))).rows
    assert (row.budget, row.burn) == (None, None)


def test_an_outcome_costs_everything_divided_by_usable_results():
    runs = days(date(2026, 9, 1), date(2026, 9, 10), usable=10)
    (row,) = spend(review(agent("Triage", costs=costs(0, 0, 0, 0, 0, 400), days=runs))).rows
    assert (row.outcomes, row.per_outcome) == (100, 4 * UNIT)


def test_nobody_recorded_any_money_is_no_data_and_not_zero():
    (row,) = spend(review(agent("Triage", costs=(), days=(), budgets=()))).rows
    assert (row.total, row.before, row.growth, row.burn, row.per_outcome) == (None, None, None, None, None)


def test_currencies_are_added_up_apart_and_the_largest_growth_comes_first():
    rows = [
        agent("Same", costs=costs(5, 5, 5, 5, 5, 5), days=()),
        agent("Grown", costs=costs(1, 1, 1, 9, 9, 9), days=()),
        agent("Euros", costs=costs(2, 2, 2, 3, 3, 3, currency="EUR"), days=()),
    ]
    shown = spend(review(*rows))
    assert [row.name for row in shown.rows] == ["Grown", "Euros", "Same"]
    assert shown.totals == (Total("EUR", 9 * UNIT, 6 * UNIT), Total("USD", 42 * UNIT, 18 * UNIT))


def test_a_retired_agent_shows_what_it_freed():
    gone = agent("Gone", status=Status.RETIRED, status_since=date(2026, 8, 1), costs=costs(7, 7, 7, 7, 0, 0), days=())
    shown = spend(review(gone))
    assert shown.freed == (Freed("gone", "Gone", "USD", 21 * UNIT),)
    assert [row.is_retired for row in shown.rows] == [True]


def test_what_is_decided_but_not_switched_off_yet_will_free_its_last_three_months():
    retire = decision(9, date(2026, 9, 14), Choice.RETIRE)
    shown = spend(review(agent("Going", decisions=(retire,), costs=costs(1, 1, 7, 7, 7, 9), days=())))
    assert shown.freed == (Freed("going", "Going", "USD", 21 * UNIT, in_place=False),)
