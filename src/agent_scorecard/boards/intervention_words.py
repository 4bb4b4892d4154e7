"""The intervention chart in words: its finding, the same for those who cannot see it, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format as text
from agent_scorecard.boards import words
from agent_scorecard.boards.intervention import InterventionSeries, LimitSpan, RatePoint
from agent_scorecard.boards.markers import Marker
from agent_scorecard.rules.answers import Judged
from agent_scorecard.rules.periods import Grain, containing

NOT_MEASURED = "Not measured: no run has been read and no figure was loaded."
NONE = "–"


@dataclass(frozen=True, slots=True)
class PointRow:
    """One week or month of the chart as text; `marks` is what happened in it, `begins_anew` that figures do."""

    when: str
    share: str
    cases: str
    interval: str
    runs: str
    bounds: str
    marks: tuple[str, ...]
    begins_anew: bool
    read: str = NONE
    of_runs: str = NONE


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The chart for those who cannot see it, what it has no room for, and the numbers behind it."""

    told: str
    unshown: str
    rows: tuple[PointRow, ...]


def chart_words(series: InterventionSeries | None, finding: str, as_of: date) -> ChartWords | None:
    if series is None:
        return None
    return ChartWords(_told(series, finding, as_of), _unshown(series, as_of), _rows(series, as_of))


def sentence(judged: Judged | None) -> str:
    """Return the finding above the chart: the period, both figures, each with its n, and the interval (rules 4)."""
    if judged is None:
        return NOT_MEASURED
    if judged.figure is None:
        return judged.sentence.text
    said = f"{words.period_words(judged.period)}: {judged.sentence.text}"
    if judged.low is None or judged.high is None:
        return said
    ends = f"{text.percent(judged.low)} and {text.percent(judged.high)}"
    return f"{said} Chance allowed for, the share of reviewed runs lies between {ends}."


def over(series: InterventionSeries | None) -> str:
    """Return what is counted, beside the heading."""
    if series is not None and series.of_all_runs:
        return "share of completed runs a person overrode: the log does not say what was read"
    return "share of reviewed runs a person edited, rejected or overrode"


def _unshown(series: InterventionSeries, as_of: date) -> str:
    """Return the marks the picture has no room for, so that none is dropped in silence."""
    left = series.unshown
    noun = "mark" if len(left) == 1 else "marks"
    return f"And {len(left)} earlier {noun}: {text.listed([_dated(mark, as_of) for mark in left])}." if left else ""


def _told(series: InterventionSeries, finding: str, as_of: date) -> str:
    """Return the chart in words, for those who cannot see it."""
    known = [point for point in series.points if point.rate is not None]
    parts = ["Chart:", finding, *([_course(series, known, as_of)] if known else [])]
    parts += [f"{text.day(mark.day, as_of)}: {mark.about}" for mark in series.markers]
    return " ".join(parts)


def _rows(series: InterventionSeries, as_of: date) -> tuple[PointRow, ...]:
    """Return the numbers behind the chart, the latest first."""
    found, segment = [], series.points[0].segment
    for point in series.points:
        found.append(_row(series, point, as_of, point.segment != segment))
        segment = point.segment
    return tuple(reversed(found))


def _course(series: InterventionSeries, known: Sequence[RatePoint], as_of: date) -> str:
    first, last = known[0], known[-1]
    least, most = (pick(known, key=lambda point: point.rate or 0.0) for pick in (min, max))
    ends = [f"{text.percent(point.rate)} ({_when(series, point, as_of)})" for point in (least, most, last)]
    bounds = _bounds(series.limits, last.start)
    return (
        f"By the {series.grain.name.lower()} from {text.day(first.start, as_of)}: lowest {ends[0]}, highest {ends[1]}, "
        f"last {ends[2]}{'' if bounds == NONE else f'; {bounds}'}."
    )


def _row(series: InterventionSeries, point: RatePoint, as_of: date, begins_anew: bool) -> PointRow:
    last = containing(point.start, series.grain).last
    inside = [mark for mark in series.markers if point.start <= mark.day <= last]
    around = f"{text.percent(point.low)} to {text.percent(point.high)}" if point.low is not None else NONE
    return PointRow(
        when=_when(series, point, as_of).replace("week", "Week"),
        share=NONE if point.rate is None else text.percent(point.rate),
        cases=NONE if point.cases is None or point.of is None else text.n_of(point.cases, point.of),
        interval=around,
        runs=NONE if point.runs is None else text.count(point.runs),
        bounds=_bounds(series.limits, point.start),
        marks=tuple(_dated(mark, as_of) for mark in inside),
        begins_anew=begins_anew,
        read=NONE if point.of_runs is None else text.percent(point.read_share),
        of_runs=NONE if point.of_runs is None else text.percent(point.of_runs),
    )


def _when(series: InterventionSeries, point: RatePoint, as_of: date) -> str:
    if series.grain is Grain.MONTH:
        return text.month(point.start)
    return f"week of {text.day(point.start, as_of)}"


def _bounds(limits: Sequence[LimitSpan], day: date) -> str:
    row = next((span for span in reversed(limits) if span.first <= day), None)
    given = (("pass", row.passes), ("fail", row.fails)) if row is not None else ()
    return ", ".join(f"{word} {text.percent(limit)}" for word, limit in given if limit is not None) or NONE


def _dated(mark: Marker, as_of: date) -> str:
    return f"{text.day(mark.day, as_of)} {mark.text}{', figures begin anew' if mark.cuts else ''}"
