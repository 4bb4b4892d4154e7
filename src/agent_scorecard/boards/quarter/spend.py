"""Step 9 of a quarterly review: what was spent, against which budget, by whom, and what one outcome cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.held import Held
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.derived_money import budget_in_force, currency_of, other_currency, spent
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Budget
from agent_scorecard.rules.periods import Grain, Period, containing, ending
from agent_scorecard.rules.portfolio import retired_on
from agent_scorecard.rules.run_counts import sums_in
from agent_scorecard.vocabulary import BudgetPeriod, Status

MONTHS_SHOWN = 6
MONTHS_FREED = 3


@dataclass(frozen=True, slots=True)
class SpendRow:
    """Money of one agent in one quarter, in nano-units of its currency; None where nobody recorded any.

    `total` includes people's review time, `charged` is what the budget pays for, `outcomes` are usable results.
    """

    agent: str
    name: str
    currency: str
    total: int | None
    before: int | None
    charged: int | None
    budget: int | None
    spend_owner: str
    outcomes: int | None
    months: tuple[int | None, ...]
    is_retired: bool

    @property
    def growth(self) -> float | None:
        """The change against the quarter before as a share, None without two quarters to compare."""
        return None if self.total is None or not self.before else self.total / self.before - 1

    @property
    def burn(self) -> float | None:
        return None if self.charged is None or not self.budget else self.charged / self.budget

    @property
    def per_outcome(self) -> int | None:
        return None if self.total is None or not self.outcomes else round(self.total / self.outcomes)


@dataclass(frozen=True, slots=True)
class Total:
    """What all agents cost together in one currency."""

    currency: str
    total: int
    before: int


@dataclass(frozen=True, slots=True)
class Freed:
    """An agent retired in the quarter, and what its last three whole months cost: so much is freed each quarter.

    `in_place` says that it is retired on file; else it was only decided.
    """

    agent: str
    name: str
    currency: str
    cost: int | None
    in_place: bool = True


@dataclass(frozen=True, slots=True)
class Spend:
    rows: tuple[SpendRow, ...]
    totals: tuple[Total, ...]
    freed: tuple[Freed, ...]


def spend(held: Held) -> Spend:
    """Return the money of the quarter, the largest growth first; agents without any money come last."""
    rows = [_row(held, one) for one in _with_money(held)]
    ordered = sorted(rows, key=lambda row: (-(row.total or 0) + (row.before or 0), row.name.casefold()))
    return Spend(tuple(ordered), _totals(rows), tuple(_freed(held, agent) for agent in held.now.answer.retired))


def quarter_cost(evidence: Evidence, policy: Policy, quarter: Period, *, with_people: bool = True) -> int | None:
    """Return the spend of the months of a quarter in nano-units, None when nobody recorded any."""
    months = [spent(evidence, policy, month, with_people=with_people) for month in quarter.parts(Grain.MONTH)]
    known = [amount for amount in months if amount is not None]
    return sum(known) if known else None


def _with_money(held: Held) -> list[Assessment]:
    """Return the agents of the control figures, and every other one that cost anything in either quarter."""
    counted = set(held.now.answer.counted)
    quarters = (held.quarter, held.quarter.previous)
    return [
        one
        for one in held.now.assessed
        if one.evidence.agent.agent in counted
        or any(quarter_cost(one.evidence, held.policy, quarter) for quarter in quarters)
    ]


def _row(held: Held, one: Assessment) -> SpendRow:
    evidence, policy, quarter = one.evidence, held.policy, held.quarter
    budget = _budget(evidence, policy, quarter)
    usable = sums_in(evidence, policy, quarter).of("usable")
    return SpendRow(
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        currency=currency_of(evidence, policy),
        total=quarter_cost(evidence, policy, quarter),
        before=quarter_cost(evidence, policy, quarter.previous),
        charged=quarter_cost(evidence, policy, quarter, with_people=False),
        budget=budget[0] if budget else None,
        spend_owner=words.person(held.company, budget[1].spend_owner) if budget and budget[1].spend_owner else "",
        outcomes=int(usable) if usable else None,
        months=months_cost(evidence, policy, quarter),
        is_retired=evidence.agent.agent in held.now.answer.retired,
    )


def months_cost(evidence: Evidence, policy: Policy, quarter: Period) -> tuple[int | None, ...]:
    """Return what the last six months to the end of the quarter cost."""
    last = quarter.parts(Grain.MONTH)[-1]
    return tuple(spent(evidence, policy, month, with_people=True) for month in ending(last, MONTHS_SHOWN))


def _budget(evidence: Evidence, policy: Policy, quarter: Period) -> tuple[int, Budget] | None:
    """Return what may be spent in the quarter: its own budget, else the monthly ones in force at each month's end.

    A budget in another currency than the spend is compared with nothing.
    """
    whole = budget_in_force(evidence, BudgetPeriod.QUARTER, quarter.last)
    monthly = [budget_in_force(evidence, BudgetPeriod.MONTH, month.last) for month in quarter.parts(Grain.MONTH)]
    known = [whole] if whole is not None else [row for row in monthly if row is not None]
    if not known or other_currency(evidence, policy, known[-1].currency, quarter.first, quarter.last) is not None:
        return None
    return sum(row.amount for row in known), known[-1]


def _totals(rows: Sequence[SpendRow]) -> tuple[Total, ...]:
    currencies = sorted({row.currency for row in rows if row.total or row.before})
    return tuple(
        Total(
            code,
            sum(row.total or 0 for row in rows if row.currency == code),
            sum(row.before or 0 for row in rows if row.currency == code),
        )
        for code in currencies
    )


def _freed(held: Held, agent: str) -> Freed:
    one = held.now.of(agent)
    if one is None:
        raise KeyError(agent)
    evidence, day = one.evidence, retired_on(one)
    in_place = evidence.agent.status is Status.RETIRED
    if day is None:
        raise KeyError(agent)
    months = ending(containing(day, Grain.MONTH).previous, MONTHS_FREED)
    known = [cost for month in months if (cost := spent(evidence, held.policy, month, with_people=True)) is not None]
    return Freed(
        agent, evidence.agent.name, currency_of(evidence, held.policy), sum(known) if known else None, in_place
    )
