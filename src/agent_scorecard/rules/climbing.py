"""Whether a rate counted in runs climbs: after a change, or against a frozen reference (rules 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard.policy.run_measures import RUN_MEASURES
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day, cuts, is_cut
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change
from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.rules.run_counts import Counts, added, blocks_back, run_days
from agent_scorecard.rules.statistics import Climbing, climbing, dispersion
from agent_scorecard.vocabulary import ChangeKind

AGENT = "agent"
WEEK = 7
Days = tuple[date, date]
"""First and last day of a window, both included."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A test of one measure: counts before and after, the dispersion (None under four whole weeks), and its answer."""

    change: Change | None
    earlier: Days
    later: Days
    before: Counts
    after: Counts
    phi: float | None
    result: Climbing

    @property
    def n_after(self) -> int:
        return round(self.after[1])

    @property
    def relative(self) -> float:
        """The rise as a share of the rate before: 0.41 for "up 41 %", 0 where nothing could be divided by."""
        return 0.0 if self.result.ratio is None else self.result.ratio - 1.0


def after_changes(evidence: Evidence, policy: Policy, key: str) -> tuple[Trial, ...]:
    """Return the alert test after every change still looked at, the latest change first."""
    days = policy.signals.after_days
    recent = [row for row in testable(evidence, policy, evidence.as_of) if 0 <= age(evidence, row) <= days]
    trials = (_after(evidence, policy, key, row, evidence.as_of, days) for row in recent)
    return tuple(trial for trial in trials if trial is not None)


def on_watch(evidence: Evidence, policy: Policy, key: str) -> tuple[Trial, ...]:
    """Return the same test on complete weeks only, to day 28, kept to day 56; the latest change first."""
    found = []
    for row in testable(evidence, policy, evidence.as_of):
        weeks = min(age(evidence, row), policy.signals.watch_days) // WEEK
        if weeks and age(evidence, row) <= policy.signals.after_days:
            found.append(_after(evidence, policy, key, row, evidence.as_of, weeks * WEEK))
    return tuple(trial for trial in found if trial is not None)


def against_reference(evidence: Evidence, policy: Policy, key: str) -> Trial | None:
    """Return the weekly test of the last 28 days against the 84 days before the current quarter (rules 4)."""
    spans = days_of_reference(evidence, policy)
    if spans is None:
        return None
    before, after = spans
    return _trial(evidence, policy, key, None, before, after, _weeks(evidence, policy, key, *before))


def since_last_change(evidence: Evidence, policy: Policy, upto: date) -> Trial | None:
    """Return how often people step in since the last change on or before a day, None without one or without cases."""
    changes = testable(evidence, policy, upto)
    return around(evidence, policy, changes[0], upto) if changes else None


def around(evidence: Evidence, policy: Policy, change: Change, upto: date) -> Trial | None:
    """Return how often people stepped in before and after a change, up to a day; None where there is no case to tell.

    Figures across a change that cuts them are never compared: `testable` says which do not.
    """
    trial = _after(evidence, policy, "intervention_rate", change, upto, policy.signals.after_days)
    return trial if trial is not None and trial.before[0] and trial.after[1] else None


def since(evidence: Evidence, policy: Policy, key: str, change: Change) -> Trial | None:
    """Return the test of a rate before and after one change, None where there are no cases on a side."""
    return _after(evidence, policy, key, change, evidence.as_of, policy.signals.after_days)


def testable(evidence: Evidence, policy: Policy, upto: date) -> list[Change]:
    """Return the changes whose effect may be tested, the latest first: those that cut figures may not."""
    changes = [
        row
        for row in evidence.changes
        if row.kind is not ChangeKind.STATUS
        and company_day(evidence, row.changed_at) <= upto
        and not is_cut(evidence, policy, row)
    ]
    return sorted(changes, key=lambda row: (row.changed_at, row.change), reverse=True)


def age(evidence: Evidence, change: Change) -> int:
    """Return the days since a change, as of the evidence."""
    return (evidence.as_of - company_day(evidence, change.changed_at)).days


def counts_between(evidence: Evidence, policy: Policy, key: str, first: date, last: date) -> Counts:
    """Return counts of a rate over some days: from timed runs, else from loaded periods that lie wholly inside."""
    runs = run_days(evidence, policy)
    if runs.timed:
        return added(runs.between(first, last, timed=True)).pair(RUN_MEASURES[key]) or (0.0, 0.0)
    inside = [(k, n) for begin, end, k, n in _loaded(evidence, key) if first <= begin and end <= last]
    return sum(k for k, _ in inside), sum(n for _, n in inside)


def lately(evidence: Evidence, policy: Policy, key: str) -> tuple[Days, Counts] | None:
    """Return the counts of a rate over the last 28 days of runs, else over the last loaded period (rules 4)."""
    if run_days(evidence, policy).timed:
        span = evidence.as_of - timedelta(days=policy.signals.window_days - 1), evidence.as_of
        counts = counts_between(evidence, policy, key, *span)
        return (span, counts) if counts[1] else None
    loaded = _loaded(evidence, key)
    first, last, k, n = max(loaded, default=(date.min, date.min, 0.0, 0.0))
    return ((first, last), (k, n)) if n else None


def days_after(
    evidence: Evidence, policy: Policy, change: Change, upto: date, days: int, data: date
) -> tuple[Days, Days] | None:
    """Return the days before a change (whole weeks, up to 84) and after it, never across a cut; None without any."""
    day = company_day(evidence, change.changed_at)
    marks = cuts(evidence, policy)
    stop = min((cut - timedelta(days=1) for cut in marks if cut > day), default=date.max)
    last = min(upto, stop, day + timedelta(days=days - 1))
    began = max((cut for cut in marks if cut <= day), default=date.min)
    weeks = min(policy.signals.before_days, (day - max(began, data)).days) // WEEK
    if weeks < 1 or last < day:
        return None
    return (day - timedelta(days=weeks * WEEK), day - timedelta(days=1)), (day, last)


def days_of_reference(evidence: Evidence, policy: Policy) -> tuple[Days, Days] | None:
    """Return the frozen reference, the 84 days before the current quarter, and the last 28 days to a Sunday."""
    last = evidence.as_of - timedelta(days=evidence.as_of.isoweekday() % WEEK)
    first = last - timedelta(days=policy.signals.window_days - 1)
    frozen = min(containing(evidence.as_of, Grain.QUARTER).first, first)
    started = max((day for day in cuts(evidence, policy) if day <= last), default=date.min)
    begin = max(frozen - timedelta(days=policy.signals.reference_days), started)
    return None if begin >= frozen else ((begin, frozen - timedelta(days=1)), (first, last))


def _after(evidence: Evidence, policy: Policy, key: str, change: Change, upto: date, days: int) -> Trial | None:
    data = _first_day(evidence, policy, key)
    spans = None if data is None else days_after(evidence, policy, change, upto, days, data)
    if spans is None:
        return None
    before, after = spans
    return _trial(evidence, policy, key, change, before, after, _blocks(evidence, policy, key, *before))


def _trial(
    evidence: Evidence,
    policy: Policy,
    key: str,
    change: Change | None,
    earlier: Days,
    later: Days,
    blocks: Sequence[Counts],
) -> Trial | None:
    before, after = (counts_between(evidence, policy, key, *days) for days in (earlier, later))
    if not (before[1] and after[1]):
        return None
    phi = dispersion_of(blocks, policy)
    return Trial(change, earlier, later, before, after, phi, climbed(after, before, policy, phi))


def dispersion_of(blocks: Sequence[Counts], policy: Policy) -> float | None:
    """Return the dispersion over the weeks that have runs, None where they are too few to know it (rules 2)."""
    filled = [block for block in blocks if block[1]]
    return dispersion(filled).phi if len(filled) >= policy.signals.before_min_weeks else None


def climbed(after: Counts, before: Counts, policy: Policy, phi: float | None) -> Climbing:
    """Return whether a share climbs by the numbers of the policy (rules 4); `phi` None: a watch at most."""
    numbers = policy.signals
    return climbing(
        after,
        before,
        phi=phi,
        z_alert=numbers.alert_z,
        z_watch=numbers.watch_z,
        rise_percent=numbers.rise_percent,
        least_runs=numbers.min_n,
        least_cases=numbers.min_k,
    )


def _blocks(evidence: Evidence, policy: Policy, key: str, begin: date, last: date) -> list[Counts]:
    """Return the seven-day blocks of a window that ends before a change; loaded figures in their own periods."""
    runs, day = run_days(evidence, policy), last + timedelta(days=1)
    if runs.timed:
        rows = runs.between(begin, last, timed=True)
        return blocks_back(rows, RUN_MEASURES[key], day, (day - begin).days // WEEK, WEEK)
    return [(k, n) for first, end, k, n in _loaded(evidence, key) if begin <= first and end <= last]


def _weeks(evidence: Evidence, policy: Policy, key: str, begin: date, last: date) -> list[Counts]:
    """Return the whole ISO weeks inside a window (rules 11)."""
    monday = begin + timedelta(days=-begin.weekday() % WEEK)
    sunday = last - timedelta(days=last.isoweekday() % WEEK)
    return _blocks(evidence, policy, key, monday, sunday) if monday < sunday else []


def _loaded(evidence: Evidence, key: str) -> list[tuple[date, date, float, float]]:
    """Return loaded counts with first and last day; weeks where there are any, months otherwise."""
    rows = [row for row in evidence.observations.get(key, ()) if row.cohort == AGENT and row.denominator]
    grain = min((row.period.grain for row in rows), default=Grain.WEEK)
    return [
        (row.period.first, row.period.last, row.numerator or 0.0, row.denominator or 0.0)
        for row in rows
        if row.period.grain is grain
    ]


def _first_day(evidence: Evidence, policy: Policy, key: str) -> date | None:
    timed = run_days(evidence, policy).timed
    if timed:
        return timed[0].day
    return min((first for first, *_ in _loaded(evidence, key)), default=None)
