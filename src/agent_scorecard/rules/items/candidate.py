"""One agent before its next level, with everything its evidence items are read from."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from agent_scorecard.policy.ladder import StepPolicy
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Finding, Judged
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.oversight import TierAnswer
from agent_scorecard.rules.periods import Grain, Period, ending, last_judged
from agent_scorecard.vocabulary import Direction, Group, Level, Verdict

GOOD = (Verdict.MET, Verdict.PASSING)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent at a granted level below the last one; `since` is None where nobody said when the level began."""

    evidence: Evidence
    policy: Policy
    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    level: Level
    since: date | None
    tier: TierAnswer

    @property
    def as_of(self) -> date:
        return self.evidence.as_of

    @property
    def next(self) -> Level:
        return Level(self.level + 1)

    @property
    def step(self) -> StepPolicy:
        return self.policy.ladder.steps[self.level]

    @property
    def required(self) -> tuple[int, ...]:
        return self.step.required[self.tier.for_raising]

    def bounded(self, *groups: Group) -> tuple[Judged, ...]:
        """Return the measures of these groups that have a pass bound, in order of name."""
        rows = (row for row in self.judged if row.measure.group in groups and can_be_judged(row))
        return tuple(sorted(rows, key=lambda row: row.measure.name))

    def measure(self, key: str) -> Measure | None:
        return self.evidence.company.measures.get(key)

    def row(self, key: str) -> Judged | None:
        return next((row for row in self.judged if row.measure.key == key), None)

    def with_code(self, *codes: str) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.code in codes)

    def complete_periods(self, grain: Grain, count: int) -> tuple[Period, ...]:
        """Return the last periods judged by the as-of day that began at this level, in order (rules 6 item 5)."""
        periods = ending(last_judged(self.as_of, grain), count)
        return periods if self.since is None else periods[bisect_left(periods, self.since, key=_first) :]


def _first(period: Period) -> date:
    return period.first


def can_be_judged(row: Judged) -> bool:
    return row.bounds is not None and row.bounds.passes is not None and row.measure.direction is not Direction.CONTEXT
