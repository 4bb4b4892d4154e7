"""Bounds and monthly figures of a synthetic agent, over measures of the shipped catalogue."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard.bench.slices import Row


@dataclass(frozen=True, slots=True)
class Drawn:
    """A measure with the bounds a company might set; a rate is drawn as cases of `n`."""

    measure: str
    target: float
    passes: float
    fails: float
    is_rate: bool = True
    n: int = 400

    def at(self, place: float) -> float:
        """Return the value that lies at a place: 1 is the target, 0 the pass bound."""
        return self.passes + place * (self.target - self.passes)


MEASURES = (
    Drawn("turnaround_time", 20, 28, 40, is_rate=False),
    Drawn("conversion_rate", 0.12, 0.10, 0.07),
    Drawn("report_prep_time", 30, 45, 90, is_rate=False),
    Drawn("csat", 0.92, 0.88, 0.80),
    Drawn("cost_per_completed_task", 0.30, 0.45, 0.80, is_rate=False),
    Drawn("human_correction_rate", 0.05, 0.08, 0.15),
    Drawn("accuracy", 0.97, 0.94, 0.90),
    Drawn("policy_compliance", 0.99, 0.97, 0.94),
    Drawn("error_rate", 0.02, 0.04, 0.08),
    Drawn("missed_cases", 0.01, 0.03, 0.06),
    Drawn("active_users", 30, 20, 10, is_rate=False),
    Drawn("workflow_coverage", 0.70, 0.50, 0.30),
    Drawn("repeat_usage", 0.60, 0.45, 0.30),
    Drawn("user_feedback", 0.85, 0.75, 0.60),
    Drawn("intervention_rate", 0.06, 0.10, 0.18),
    Drawn("rollback_rate", 0.005, 0.015, 0.04),
    Drawn("policy_exceptions", 0.002, 0.01, 0.03),
    Drawn("exception_rate", 0.03, 0.06, 0.12),
    Drawn("p95_task_latency", 20, 30, 60, is_rate=False),
    Drawn("audit_completeness", 0.99, 0.95, 0.90),
    Drawn("completeness", 0.98, 0.95, 0.90),
    Drawn("rework_rate", 0.03, 0.06, 0.10),
    Drawn("reply_quality", 0.95, 0.90, 0.80),
    Drawn("constraint_adherence", 0.99, 0.97, 0.94),
    Drawn("approval_rate", 0.95, 0.90, 0.80),
)
HEADLINES = 4
"""The first so many measures are of group outcome: one of them is an agent's headline."""


def bounds(agent: str, number: int, owner: str, measures: Sequence[Drawn], as_of: date, months: int) -> Iterator[Row]:
    """Yield what good is for an agent, agreed on before the first month."""
    first = date.fromisoformat(f"{next(_months(as_of, months))}-01")
    headline = number // 3 % min(HEADLINES, len(measures))
    for place, drawn in enumerate(measures):
        start = drawn.at(-0.6)
        yield {
            "agent": agent,
            "measure": drawn.measure,
            "effective_from": first,
            "baseline_kind": "measured",
            "baseline_value": "" if drawn.is_rate else f"{start:.4g}",
            "baseline_numerator": round(start * drawn.n) if drawn.is_rate else "",
            "baseline_denominator": drawn.n if drawn.is_rate else "",
            "baseline_period": f"{first.year - 1}-12",
            "baseline_source": "report of the team",
            "target": drawn.target,
            "pass": drawn.passes,
            "fail": drawn.fails,
            "headline": "yes" if place == headline else "no",
            "set_by": owner,
            "set_on": first - timedelta(days=10),
        }


def observations(
    agent: str, chance: random.Random, poor: bool, measures: Sequence[Drawn], as_of: date, months: int
) -> Iterator[Row]:
    """Yield a figure for each measure and month: better from month to month, where the agent is not a poor one."""
    for drawn in measures:
        skill = chance.uniform(-2.0, 0.4) if poor else chance.uniform(0.3, 1.4)
        for place, month in enumerate(_months(as_of, months)):
            value = drawn.at(skill + chance.uniform(-0.2, 0.2) + (-0.05 if poor else 0.05) * place)
            yield {"agent": agent, "measure": drawn.measure, "period": month, **_cells(drawn, value, chance)}


def _cells(drawn: Drawn, value: float, chance: random.Random) -> Row:
    n = drawn.n + chance.randrange(drawn.n)
    if not drawn.is_rate:
        return {"value": f"{max(value, 0.01):.4g}", "numerator": "", "denominator": "", "n": n}
    return {"value": "", "numerator": round(min(max(value, 0.0), 1.0) * n), "denominator": n, "n": n}


def _months(as_of: date, months: int) -> Iterator[str]:
    last = as_of.year * 12 + as_of.month - 1
    return (f"{place // 12}-{place % 12 + 1:02}" for place in range(last - months + 1, last + 1))
