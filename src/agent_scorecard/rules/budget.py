"""Whether the agent's budgets hold: what is spent, and what will be by the end of the period (rules 5 and 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding, say
from agent_scorecard.rules.derived_money import budget_in_force, other_currency, spent, spent_in_runs
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Budget
from agent_scorecard.rules.finding import found
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.rules.run_counts import run_days
from agent_scorecard.vocabulary import BudgetPeriod, Severity

_WORDS = {BudgetPeriod.DAY: "daily", BudgetPeriod.MONTH: "monthly", BudgetPeriod.QUARTER: "quarterly"}
_GRAINS = {BudgetPeriod.MONTH: Grain.MONTH, BudgetPeriod.QUARTER: Grain.QUARTER}


@dataclass(frozen=True, slots=True)
class Spending:
    """A budget in force with what is spent of it and what will be by the end of its period, in nano-units."""

    budget: Budget
    spent: int
    ahead: int

    @property
    def burn(self) -> float:
        return self.spent / self.budget.amount

    @property
    def expected(self) -> float:
        return self.ahead / self.budget.amount

    @property
    def words(self) -> str:
        row = self.budget
        return (
            f"{text.percent(self.burn, 0)} of the {_WORDS[row.period]} budget is spent "
            f"({text.money(self.spent, row.currency)} of {text.money(row.amount, row.currency)})"
        )


def budget(evidence: Evidence, policy: Policy) -> tuple[Finding, ...]:
    """Return a finding for each budget that is nearly spent, overspent, will be, or cannot be measured."""
    findings = (_checked(evidence, policy, row) for row in budgets_in_force(evidence))
    return tuple(finding for finding in findings if finding is not None)


def budgets_in_force(evidence: Evidence) -> tuple[Budget, ...]:
    """Return the agent's budgets of each kind on the as-of day."""
    rows = (budget_in_force(evidence, kind, evidence.as_of) for kind in BudgetPeriod)
    return tuple(row for row in rows if row is not None)


def spending(evidence: Evidence, policy: Policy, row: Budget) -> Spending | None:
    """Return how much of a budget is spent, None when nobody recorded any or the money is another."""
    if _other_money(evidence, policy, row) is not None:
        return None
    total = spent_by(evidence, policy, row.period)
    return None if total is None else Spending(row, total, forecast(evidence, policy, row.period, total))


def _checked(evidence: Evidence, policy: Policy, row: Budget) -> Finding | None:
    other = _other_money(evidence, policy, row)
    if other is not None:
        words = f"The {_WORDS[row.period]} budget is in {row.currency}, spend is in {other}: not measured."
        sentence = say("budget.not_measured", words, currency=row.currency, spent_in=other)
        return found(evidence, policy, "budget", sentence, weak=True)
    seen = spending(evidence, policy, row)
    if seen is None:
        return None
    stages = policy.findings["budget"].stages if "budget" in policy.findings else {}
    over, warn = stages.get(Severity.BLOCK, 1.0), stages.get(Severity.WARN, 1.0)
    if seen.burn < warn and seen.expected < over:
        return None
    ends = over > seen.burn and seen.expected >= over
    end = f"; at this pace it ends at {text.percent(seen.expected, 0)}" if ends else ""
    sentence = say(
        "budget",
        f"{seen.words}{end}.",
        period=row.period.value,
        spent=seen.spent,
        budget=row.amount,
        forecast=seen.ahead,
    )
    return found(evidence, policy, "budget", sentence, stage=max(seen.burn, warn))


def _other_money(evidence: Evidence, policy: Policy, row: Budget) -> str | None:
    first = evidence.as_of if row.period is BudgetPeriod.DAY else _period(evidence, row.period).first
    return other_currency(evidence, policy, row.currency, first, evidence.as_of)


def spent_by(evidence: Evidence, policy: Policy, kind: BudgetPeriod) -> int | None:
    """Return the spend of the running day, month or quarter in nano-units, None when nobody recorded any."""
    if kind is BudgetPeriod.DAY:
        # The running day may have only begun, so yesterday counts as well.
        days = (evidence.as_of, evidence.as_of - timedelta(days=1))
        return max(
            (sum_ for day in days if (sum_ := spent_in_runs(evidence, policy, day, day)) is not None), default=None
        )
    months = containing(evidence.as_of, _GRAINS[kind]).parts(Grain.MONTH)
    sums = [spent(evidence, policy, month, with_people=False) for month in months if month.first <= evidence.as_of]
    known = [total for total in sums if total is not None]
    return sum(known) if known else None


def forecast(evidence: Evidence, policy: Policy, kind: BudgetPeriod, total: int) -> int:
    """Return what the period will have cost: what is spent, and the days left at the pace of the last weeks.

    Without daily run costs nobody knows the pace, so the forecast is what is spent.
    """
    if kind is BudgetPeriod.DAY:
        return total
    days = policy.cost.spike_days
    first = max(evidence.as_of - timedelta(days=days - 1), _first_run(evidence, policy))
    recent = spent_in_runs(evidence, policy, first, evidence.as_of)
    if recent is None:
        return total
    left = (_period(evidence, kind).last - evidence.as_of).days
    return total + recent * left // ((evidence.as_of - first).days + 1)


def _period(evidence: Evidence, kind: BudgetPeriod) -> Period:
    return containing(evidence.as_of, _GRAINS[kind])


def _first_run(evidence: Evidence, policy: Policy) -> date:
    rows = run_days(evidence, policy).rows
    return rows[0].day if rows else evidence.as_of
