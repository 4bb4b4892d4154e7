"""How often a person stepped in, week by week or month by month, with volume, changes and incidents beside it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from agent_scorecard.policy.run_measures import POSITION
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import DayFigures
from agent_scorecard.rules.periods import Grain, Period, containing, span
from agent_scorecard.rules.statistics import wilson
from agent_scorecard.vocabulary import ChangeKind

WEEKS = 26
MONTHS = 12
ENOUGH_A_WEEK = 10
CUTS = (ChangeKind.LEVEL, ChangeKind.SAMPLING_PLAN)


@dataclass(frozen=True, slots=True)
class RatePoint:
    """One week or month: share of reviewed runs a person stepped into, with its 95 % interval; None where none was."""

    start: date
    rate: float | None
    low: float | None
    high: float | None
    reviewed: int
    runs: int
    segment: int


@dataclass(frozen=True, slots=True)
class Marker:
    day: date
    text: str
    is_incident: bool


@dataclass(frozen=True, slots=True)
class InterventionSeries:
    """Up to 26 weeks to the as-of day, or 12 months where a week holds too few runs to read anything from.

    A new segment begins where figures may not be compared (rules 1).
    """

    points: tuple[RatePoint, ...]
    markers: tuple[Marker, ...]
    passes: float | None
    fails: float | None
    reads_known: bool
    grain: Grain = Grain.WEEK


def intervention_series(evidence: Evidence, policy: Policy) -> InterventionSeries | None:
    """Build the chart's numbers; None when no run of a known time is there."""
    days = [row for row in evidence.days if not row.stated]
    if not days:
        return None
    grain = _grain(days)
    periods = _periods(evidence.as_of, days, grain)
    summed = _summed(days, grain)
    cuts = sorted(change.changed_at.date() for change in evidence.changes if change.kind in CUTS)
    points = tuple(_point(period, summed, cuts, policy.proof.z) for period in periods)
    passes, fails = _limits(evidence)
    return InterventionSeries(
        points=points,
        markers=_markers(evidence, periods[0].first),
        passes=passes,
        fails=fails,
        reads_known=any(point.reviewed for point in points),
        grain=grain,
    )


def _grain(days: list[DayFigures]) -> Grain:
    weeks = len({containing(row.day, Grain.WEEK) for row in days})
    reviewed = sum(row.counts[POSITION["reviewed"]] for row in days)
    return Grain.MONTH if 0 < reviewed < ENOUGH_A_WEEK * weeks else Grain.WEEK


def _periods(as_of: date, days: list[DayFigures], grain: Grain) -> tuple[Period, ...]:
    last, most = containing(as_of, grain), WEEKS if grain is Grain.WEEK else MONTHS
    first = max(containing(min(row.day for row in days), grain), last.shifted(1 - most))
    return tuple(span(first, last))


def _summed(days: list[DayFigures], grain: Grain) -> dict[Period, tuple[float, float, float]]:
    wanted = [POSITION[name] for name in ("interventions", "reviewed", "started")]
    sums: dict[Period, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for row in days:
        total = sums[containing(row.day, grain)]
        for place, counter in enumerate(wanted):
            total[place] += row.counts[counter]
    return {period: (total[0], total[1], total[2]) for period, total in sums.items()}


def _point(period: Period, summed: dict[Period, tuple[float, float, float]], cuts: list[date], z: float) -> RatePoint:
    interventions, reviewed, runs = summed.get(period, (0.0, 0.0, 0.0))
    segment = sum(cut <= period.last for cut in cuts)
    if not reviewed:
        return RatePoint(period.first, None, None, None, 0, round(runs), segment)
    around = wilson(interventions, reviewed, z)
    return RatePoint(
        period.first, interventions / reviewed, around.low, around.high, round(reviewed), round(runs), segment
    )


def _limits(evidence: Evidence) -> tuple[float | None, float | None]:
    mine = [row for row in evidence.bounds if row.measure == "intervention_rate"]
    if not mine:
        return None, None
    latest = max(mine, key=lambda row: row.effective_from)
    return _single(latest.passes), _single(latest.fails)


def _single(limit: object) -> float | None:
    return limit if isinstance(limit, float) else None


def _markers(evidence: Evidence, first: date) -> tuple[Marker, ...]:
    changes = [
        Marker(row.changed_at.date(), _change_words(row.kind, row.action, row.from_value, row.to_value), False)
        for row in evidence.changes
        if row.changed_at.date() >= first
    ]
    incidents = [
        Marker(row.detected_at.date(), "incident", True)
        for row in evidence.incidents
        if row.detected_at.date() >= first
    ]
    return tuple(sorted(changes + incidents, key=lambda mark: (mark.day, mark.text)))


def _change_words(kind: ChangeKind, action: str | None, before: str | None, after: str | None) -> str:
    about = action or kind.value.replace("_", " ")
    if before and after:
        return f"{about} {before} → {after}"
    return f"{about} {after}" if after else about
