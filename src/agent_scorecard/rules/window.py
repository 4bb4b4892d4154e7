"""One period of one agent with the records that fall into it, and the figures made from them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from math import fsum
from typing import NamedTuple, TypeVar

from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.approval_days import Dated, dated_approvals
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Approval, Drill, Incident
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.run_counts import Sums, sums_in
from agent_scorecard.rules.statistics import nearest_rank
from agent_scorecard.rules.units import scale
from agent_scorecard.vocabulary import DatePrecision

Row = TypeVar("Row")


class Window(NamedTuple):
    """A period of an agent as one measure looks at it; `look` finds what another measure came to."""

    evidence: Evidence
    policy: Policy
    measure: Measure
    period: Period
    look: Callable[[Measure, Period], Figure | None]

    @property
    def last(self) -> date:
        """The last day known of: the period's end, or the as-of day while it runs."""
        return min(self.period.last, self.evidence.as_of)

    @property
    def is_running(self) -> bool:
        """Whether the as-of day lies in the period; facts without history are known for that one only."""
        return self.period.contains(self.evidence.as_of)

    @property
    def sums(self) -> Sums:
        return sums_in(self.evidence, self.policy, self.period)

    @property
    def requested(self) -> Sequence[Approval]:
        """Approvals asked for in the period."""
        return self._inside("requested", lambda: ((asked, row) for asked, _, row in self._approvals))

    @property
    def decided(self) -> Sequence[Approval]:
        """Approvals decided in the period: approved, edited or rejected."""
        return self._inside("decided", self._decided)

    @property
    def waiting(self) -> int:
        """Approvals asked for and not yet answered at the end of the period."""
        asked, closed = once(self.evidence, self.policy, "queue", self._queue)
        return bisect_right(asked, self.last) - bisect_right(closed, self.last)

    @property
    def incidents(self) -> Sequence[Incident]:
        """Incidents found in the period."""
        return self._inside("incidents", lambda: ((self._day(row.detected_at), row) for row in self.evidence.incidents))

    @property
    def timed_incidents(self) -> Sequence[Incident]:
        """Incidents found in the period whose dates are known to the day: only they enter a lag."""
        return [row for row in self.incidents if row.date_precision is DatePrecision.DAY]

    @property
    def drills(self) -> Sequence[Drill]:
        return [row for row in self.evidence.drills if self.period.contains(row.drilled_on)]

    def share(self, k: float, n: float) -> Figure | None:
        """Return a quotient in the measure's unit, None when nothing was counted."""
        return Figure(k * scale(self.measure) / n, k, n, round(n), derived=True) if n else None

    def median(self, values: Iterable[float]) -> Figure | None:
        """Return the middle value by nearest rank, None when there is none."""
        given = list(values)
        middle = nearest_rank(given, 50)
        return None if middle is None else Figure(middle, n=len(given), derived=True)

    def mean(self, values: Iterable[float]) -> Figure | None:
        given = list(values)
        return Figure(fsum(given) / len(given), n=len(given), derived=True) if given else None

    def amount(self, value: float) -> Figure:
        return Figure(value, derived=True)

    @property
    def _approvals(self) -> Sequence[Dated]:
        return dated_approvals(self.evidence, self.policy)

    def _day(self, at: datetime) -> date:
        return company_day(self.evidence, at)

    def _queue(self) -> tuple[list[date], list[date]]:
        rows = self._approvals
        return sorted(asked for asked, _, _ in rows), sorted(closed for _, closed, _ in rows if closed is not None)

    def _decided(self) -> Iterable[tuple[date, Approval]]:
        return ((closed, row) for _, closed, row in self._approvals if closed is not None and row.verdict.is_decided)

    def _inside(self, name: str, dated: Callable[[], Iterable[tuple[date, Row]]]) -> Sequence[Row]:
        days, ordered = once(self.evidence, self.policy, ("by day", name), lambda: _by_day(dated()))
        return ordered[bisect_left(days, self.period.first) : bisect_right(days, self.last)]


def _by_day(dated: Iterable[tuple[date, Row]]) -> tuple[list[date], list[Row]]:
    ordered = sorted(dated, key=lambda each: each[0])
    return [day for day, _ in ordered], [row for _, row in ordered]
