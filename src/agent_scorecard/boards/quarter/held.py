"""What a quarterly review looks at: the agents on its day, those of a quarter before, and what was recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Finding
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Review
from agent_scorecard.rules.findings import company_findings
from agent_scorecard.rules.measure import judge
from agent_scorecard.rules.periods import Grain, Period, containing, last_judged, parse
from agent_scorecard.rules.portfolio import PortfolioAnswer, is_counted, portfolio
from agent_scorecard.rules.scorecard import group_answers
from agent_scorecard.rules.uncollected import uncollected

_NOBODY: Mapping[str, Review] = MappingProxyType({})
BESIDE = frozenset(("workflow_coverage", "active_users", "avoided_manual_effort", "revenue_influenced"))
ORDINALS = ("First", "Second", "Third", "Fourth")


class NoSuchQuarter(ValueError):
    """What was asked for is no quarter, or one that has not begun; the message is for people."""


@dataclass(frozen=True, slots=True)
class Side:
    """The agents on one day, and what they are together; for the quarter reviewed, its measures are judged as one."""

    as_of: date
    quarter: Period
    assessed: tuple[Assessment, ...]
    answer: PortfolioAnswer

    @property
    def counted(self) -> tuple[Assessment, ...]:
        return tuple(one for one in self.assessed if is_counted(one))

    def of(self, agent: str) -> Assessment | None:
        return next((one for one in self.assessed if one.evidence.agent.agent == agent), None)


@dataclass(frozen=True, slots=True)
class Held:
    """One review: `now` is the day it is held on, `before` the last day of the previous quarter."""

    company: Company
    policy: Policy
    now: Side
    before: Side
    strangers: tuple[Finding, ...] = ()
    recorded: Mapping[str, Review] = field(default_factory=lambda: _NOBODY)

    @property
    def quarter(self) -> Period:
        return self.now.quarter


def asked(text: str | None, as_of: date) -> Period:
    """Return the quarter asked for, otherwise the last one that is over. Raises NoSuchQuarter."""
    if not text:
        return last_judged(as_of, Grain.QUARTER)
    try:
        quarter = parse(text)
    except ValueError as refused:
        raise NoSuchQuarter(str(refused)) from refused
    if quarter.grain is not Grain.QUARTER:
        raise NoSuchQuarter(f"{text} is not a quarter: write one as 2026-Q3.")
    if quarter.first > as_of:
        raise NoSuchQuarter(f"{text} has not begun.")
    return quarter


def held_on(quarter: Period, as_of: date) -> date:
    """Return the day a review is seen on: the as-of day, for an old quarter the end of the one that followed it."""
    return min(as_of, quarter.next.last)


def offered(as_of: date, count: int = 4) -> tuple[Period, ...]:
    """Return the quarters a person may pick, the running one last."""
    running = containing(as_of, Grain.QUARTER)
    return tuple(running.shifted(-back) for back in range(count - 1, -1, -1))


def held(
    company: Company,
    policy: Policy,
    quarter: Period,
    now: Sequence[Assessment],
    before: Sequence[Assessment],
    recorded: Sequence[Review] = (),
    *,
    as_of: date,
) -> Held:
    """Put a review together from the agents on `held_on` and on the last day of the quarter before."""
    return Held(
        company=company,
        policy=policy,
        now=side(judged_over(now, policy, quarter), policy, quarter, held_on(quarter, as_of)),
        before=side(before, policy, quarter.previous, quarter.previous.last),
        strangers=company_findings(company, policy),
        recorded=MappingProxyType({row.agent: row for row in recorded if row.held_on <= as_of}),
    )


def side(assessed: Sequence[Assessment], policy: Policy, quarter: Period, as_of: date) -> Side:
    """Return the agents of a day as those of a quarter; what is measured is left as it was judged."""
    rows = tuple(replace(one, period=quarter) for one in assessed)
    return Side(as_of, quarter, rows, portfolio(rows, policy))


def judged_over(assessed: Sequence[Assessment], policy: Policy, quarter: Period) -> tuple[Assessment, ...]:
    """Judge the measures a review shows over the whole quarter; everything else stays as of the day."""
    with uncollected():
        return tuple(_of_quarter(one, policy, quarter) for one in assessed)


def named(quarter: Period) -> str:
    """ "Third quarter 2026"."""
    return f"{ORDINALS[(quarter.first.month - 1) // 3]} quarter {quarter.first.year}"


def _of_quarter(one: Assessment, policy: Policy, quarter: Period) -> Assessment:
    measures = (measure for key, measure in one.evidence.company.measures.items() if key in _shown(one))
    judged = tuple(judge(one.evidence, policy, measure, quarter) for measure in measures)
    return replace(one, period=quarter, judged=judged, groups=group_answers(judged))


def _shown(one: Assessment) -> set[str]:
    """Return what has bounds, what stands beside the headline, and what has a value in a group without any bound."""
    bounded = {row.measure.group for row in one.judged if row.bounds is not None}
    rows = (row for row in one.judged if row.bounds is not None or row.measure.group not in bounded)
    return {row.measure.key for row in rows} | BESIDE
