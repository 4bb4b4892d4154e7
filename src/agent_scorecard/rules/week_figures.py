"""What a week came to, against the week before and the baseline: what a weekly review asks (register S2-29)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from agent_scorecard.policy.run_measures import RUN_MEASURES
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.approval_days import dated_approvals
from agent_scorecard.rules.bounds import baseline_of, bounds_at
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.figures import series
from agent_scorecard.rules.periods import Grain, Period, containing
from agent_scorecard.rules.run_counts import added, people_known, run_days
from agent_scorecard.rules.weekly import Week

ASKED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Time saved": ("time_saved", "avoided_manual_effort"),
        "Outputs completed": ("outputs_completed", "volume"),
        "Approvals asked for": ("approval_volume",),
        "Exceptions": ("escalation_rate", "exception_rate"),
        "Mistakes": ("manual_errors", "error_rate", "human_correction_rate"),
        "Incidents": ("incidents",),
        "People stepped in": ("intervention_rate",),
    }
)
"""What the meeting asks, and the measures that answer it: the first that was measured does."""
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekFigure:
    """One answer; `measure` is None where nobody measures it, `month` the last figure where only months are known."""

    asked: str
    measure: Measure | None = None
    this: Figure | None = None
    before: Figure | None = None
    baseline: float | None = None
    baseline_period: str | None = None
    month: tuple[Period, Figure] | None = None


def week_figures(evidence: Evidence, policy: Policy, week: Week) -> tuple[WeekFigure, ...]:
    """Return the answer to each thing asked, in the order of the meeting."""
    return tuple(_answer(evidence, policy, week, asked, keys) for asked, keys in ASKED.items())


def week_figure(evidence: Evidence, policy: Policy, measure: Measure, first: date) -> Figure | None:
    """Return what seven days came to: the loaded week that ended in them, else what was recorded (rules 1)."""
    last = min(first + A_WEEK - timedelta(days=1), evidence.as_of)
    loaded = series(evidence, policy, measure).loaded
    ended = containing(first, Grain.WEEK)
    if ended in loaded and ended.last <= last:
        return loaded[ended]
    if measure.key in RUN_MEASURES:
        return _from_runs(evidence, policy, measure, first, last)
    counted = _counted(evidence, policy, measure.key, first, last)
    return None if counted is None else Figure(counted, derived=True)


def _answer(evidence: Evidence, policy: Policy, week: Week, asked: str, keys: tuple[str, ...]) -> WeekFigure:
    measures = [found for key in keys if (found := evidence.company.measures.get(key)) is not None]
    rows = [_figures(evidence, policy, week, asked, measure) for measure in measures]
    weekly = (row for row in rows if row.this is not None or row.before is not None)
    monthly = (row for row in rows if row.month is not None)
    return next(weekly, None) or next(monthly, WeekFigure(asked))


def _figures(evidence: Evidence, policy: Policy, week: Week, asked: str, measure: Measure) -> WeekFigure:
    bounds = bounds_at(evidence, policy, measure.key, week.begins)
    return WeekFigure(
        asked,
        measure,
        week_figure(evidence, policy, measure, week.begins),
        week_figure(evidence, policy, measure, week.begins - A_WEEK),
        baseline_of(measure, bounds),
        bounds.baseline_period if bounds is not None else None,
        _last_month(evidence, policy, measure, week.ends),
    )


def _last_month(evidence: Evidence, policy: Policy, measure: Measure, day: date) -> tuple[Period, Figure] | None:
    of, month = series(evidence, policy, measure), containing(day, Grain.MONTH)
    known = ((each, of.figure(each)) for each in (month, month.previous))
    return next(((each, figure) for each, figure in known if figure is not None), None)


def _from_runs(evidence: Evidence, policy: Policy, measure: Measure, first: date, last: date) -> Figure | None:
    counting = RUN_MEASURES[measure.key]
    if counting.of_people and not people_known(evidence, policy):
        return None
    pair = added(run_days(evidence, policy).between(first, last)).pair(counting)
    if pair is None:
        return None
    k, n = pair
    return Figure(k / n, k, n, round(n), derived=True) if counting.denominator else Figure(k, derived=True)


def _counted(evidence: Evidence, policy: Policy, key: str, first: date, last: date) -> int | None:
    """Count what was asked or found; where nobody keeps a list, or nothing worked yet, it is not known."""
    if key == "approval_volume" and evidence.approvals:
        return sum(first <= asked <= last for asked, _, _ in dated_approvals(evidence, policy))
    if key == "incidents" and _had_begun(evidence, last):
        return sum(first <= company_day(evidence, row.detected_at) <= last for row in evidence.incidents)
    return None


def _had_begun(evidence: Evidence, day: date) -> bool:
    began = min((on for on in (evidence.agent.pilot_started, evidence.agent.live_on) if on is not None), default=None)
    return began is not None and began <= day
