"""The measures table of a card: all four groups, each guard directly under its headline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards.bullet import bullet_of
from agent_scorecard.boards.shapes import Bullet
from agent_scorecard.rules.answers import Figure, Judged
from agent_scorecard.rules.facts import Band, Limit
from agent_scorecard.vocabulary import Group, Verdict

NONE = "–"
FIRST_SIGNAL = "intervention_rate"


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure as text, with its picture and its trend; `how` says how it was computed."""

    key: str
    name: str
    about: str
    baseline: str
    current: str
    target: str
    passes: str
    fails: str
    n: str
    bullet: Bullet | None
    trend: tuple[float | None, ...]
    trend_label: str
    verdict: Verdict
    sentence: str
    how: str
    is_guard: bool


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    group: Group
    rows: tuple[MeasureRow, ...]


def parted(judged: Sequence[Judged]) -> tuple[list[Judged], list[Judged]]:
    """Part the measures of the card itself from the rest: judged ones, those with a bound, and the first signal.

    Where nobody set any bound, whatever has a value is on the card: it is all there is to talk about.
    """
    if any(one.verdict.is_judged or one.bounds is not None for one in judged):
        shown = [one for one in judged if _decides(one)]
    else:
        shown = [one for one in judged if one.figure is not None or one.measure.key == FIRST_SIGNAL]
    return shown, [one for one in judged if one not in shown]


def _decides(one: Judged) -> bool:
    return one.verdict.is_judged or one.bounds is not None or one.measure.key == FIRST_SIGNAL


def measure_groups(judged: Sequence[Judged], currency: str) -> tuple[MeasureGroup, ...]:
    """Group the judged measures; context measures come last under their own name."""
    groups = (*(group for group in Group if group is not Group.OTHER), Group.OTHER)
    tables = (MeasureGroup(group, _rows(_in_group(group, judged), currency)) for group in groups)
    return tuple(table for table in tables if table.rows)


def _in_group(group: Group, judged: Sequence[Judged]) -> list[Judged]:
    """Headlines first, each with its guards under it wherever they belong, then the rest by name."""
    guards = {one.measure.key: one for one in judged if _guarded(one)}
    headlines = [one for one in judged if one.measure.group is group and one.bounds is not None and one.bounds.headline]
    placed: list[Judged] = []
    for headline in sorted(headlines, key=lambda one: one.measure.key):
        placed += [headline, *(one for one in guards.values() if _guarded(one) == headline.measure.key)]
    elsewhere = {one.measure.key for one in guards.values() if _has_headline(_guarded(one), judged)}
    rest = [
        one for one in judged if one.measure.group is group and one not in placed and one.measure.key not in elsewhere
    ]
    return placed + sorted(rest, key=lambda one: (not one.verdict.is_judged, one.figure is None, one.measure.name))


def _guarded(one: Judged) -> str | None:
    return one.bounds.guard_of if one.bounds is not None else None


def _has_headline(key: str | None, judged: Sequence[Judged]) -> bool:
    return any(one.measure.key == key and one.bounds is not None and one.bounds.headline for one in judged)


def _rows(judged: Sequence[Judged], currency: str) -> tuple[MeasureRow, ...]:
    return tuple(_row(one, currency) for one in judged)


def _row(one: Judged, currency: str) -> MeasureRow:
    guard = _guarded(one)
    bounds = one.bounds
    return MeasureRow(
        key=one.measure.key,
        name=f"Guard: {one.measure.name.lower()}" if guard else one.measure.name,
        about=one.measure.definition,
        baseline=_baseline(one, currency),
        current=_text(one, one.figure.value, currency) if one.figure else NONE,
        target=_limit(one, bounds.target if bounds else None, currency),
        passes=_limit(one, bounds.passes if bounds else None, currency),
        fails=_fails(one, bounds.fails if bounds else None, currency),
        n=_n(one),
        bullet=bullet_of(one, currency),
        trend=_heights(one.trend),
        trend_label=_trend_label(one, currency),
        verdict=one.verdict,
        sentence=one.sentence.text,
        how=one.how,
        is_guard=guard is not None,
    )


def _text(one: Judged, value: float | None, currency: str) -> str:
    return format.value_text(value, one.measure.unit, one.measure.aggregation, currency)


def _baseline(one: Judged, currency: str) -> str:
    if one.baseline is not None:
        return _text(one, one.baseline, currency)
    kind = one.bounds.baseline_kind if one.bounds is not None else None
    return "new work" if kind is not None and kind.value == "none" else NONE


def _limit(one: Judged, limit: Limit | None, currency: str) -> str:
    if limit is None:
        return NONE
    if isinstance(limit, Band):
        return f"{_text(one, limit.low, currency)} to {_text(one, limit.high, currency)}"
    return _text(one, limit, currency)


def _fails(one: Judged, limit: Limit | None, currency: str) -> str:
    """Where a band fails: on either side of it, and a share has no side below nought."""
    if not isinstance(limit, Band):
        return _limit(one, limit, currency)
    low, high = (_text(one, end, currency) for end in limit)
    return f"over {high}" if one.measure.is_rate and limit.low <= 0 else f"under {low}, over {high}"


def _n(one: Judged) -> str:
    if one.figure is None or (one.figure.n is None and not one.measure.is_rate):
        return NONE
    return "not given" if one.figure.n is None else format.count(one.figure.n)


def _heights(trend: Sequence[Figure | None]) -> tuple[float | None, ...]:
    values = [None if figure is None else abs(figure.value) for figure in trend]
    tallest = max((value for value in values if value is not None), default=0.0)
    return tuple(None if value is None else (value / tallest if tallest else 0.0) for value in values)


def _trend_label(one: Judged, currency: str) -> str:
    said = [NONE if figure is None else _text(one, figure.value, currency) for figure in one.trend]
    return f"last {len(said)} periods: {', '.join(said)}" if said else "no earlier period"
