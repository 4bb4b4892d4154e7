"""A measure as a picture: zones of its bounds, way from the baseline, interval, value and target on one axis."""

from __future__ import annotations

from collections.abc import Callable

from agent_scorecard import format
from agent_scorecard.boards.shapes import Bullet, Zone
from agent_scorecard.rules.answers import Judged
from agent_scorecard.rules.facts import Band, Bounds, Limit
from agent_scorecard.vocabulary import Direction, Verdict

PADDING = 0.08
Place = Callable[[float], float]
TONES = {Verdict.AT_RISK: "risk", Verdict.MISSED: "bad"}


def bullet_of(judged: Judged, currency: str) -> Bullet | None:
    """Return the picture, or None where there is no value or nothing to judge it by."""
    if judged.figure is None or judged.bounds is None or judged.bounds.passes is None:
        return None
    low, high = _axis(judged, judged.bounds)
    if low == high:
        return None

    def place(value: float) -> float:
        return min(1.0, max(0.0, (value - low) / (high - low)))

    interval = None if judged.low is None or judged.high is None else (place(judged.low), place(judged.high))
    targets = _ends(judged.bounds.target if judged.bounds.target is not None else judged.bounds.passes)
    return Bullet(
        zones=tuple(_zones(judged.measure.direction, judged.bounds, place)),
        value=place(judged.figure.value),
        baseline=None if judged.baseline is None else place(judged.baseline),
        interval=interval,
        targets=tuple(place(end) for end in targets),
        tone=TONES.get(judged.verdict, "good"),
        label=_label(judged, currency),
    )


def _axis(judged: Judged, bounds: Bounds) -> tuple[float, float]:
    marks = [judged.baseline, judged.figure.value if judged.figure else None, judged.low, judged.high]
    marks += [end for limit in (bounds.target, bounds.passes, bounds.fails) for end in _ends(limit)]
    known = [mark for mark in marks if mark is not None]
    room = (max(known) - min(known)) * PADDING
    low, high = min(known) - room, max(known) + room
    if judged.measure.is_rate:
        return max(0.0, low), min(1.0, high)
    return (max(0.0, low) if min(known) >= 0 else low), high


def _ends(limit: Limit | None) -> tuple[float, ...]:
    if limit is None:
        return ()
    return tuple(limit) if isinstance(limit, Band) else (limit,)


def _zones(direction: Direction, bounds: Bounds, place: Place) -> list[Zone]:
    passes, fails = _ends(bounds.passes), _ends(bounds.fails)
    if direction is Direction.BAND:
        return _band_zones([place(end) for end in passes], [place(end) for end in fails])
    at, beyond = place(passes[0]), place(fails[0]) if fails else None
    if direction is Direction.HIGHER:
        edge = 0.0 if beyond is None else beyond
        zones = [Zone("between", edge, at), Zone("passes", at, 1.0)]
        return [*_when(beyond is not None, Zone("fails", 0.0, edge)), *zones]
    edge = 1.0 if beyond is None else beyond
    return [Zone("passes", 0.0, at), Zone("between", at, edge), *_when(beyond is not None, Zone("fails", edge, 1.0))]


def _band_zones(passes: list[float], fails: list[float]) -> list[Zone]:
    outer = fails or [0.0, 1.0]
    zones = [
        Zone("between", outer[0], passes[0]),
        Zone("passes", passes[0], passes[1]),
        Zone("between", passes[1], outer[1]),
    ]
    if fails:
        zones = [Zone("fails", 0.0, outer[0]), *zones, Zone("fails", outer[1], 1.0)]
    return zones


def _when(holds: bool, zone: Zone) -> list[Zone]:
    return [zone] if holds else []


def _label(judged: Judged, currency: str) -> str:
    measure = judged.measure

    def text(value: float | None) -> str:
        return format.value_text(value, measure.unit, measure.aggregation, currency)

    parts = [f"{measure.name}: {text(judged.figure.value if judged.figure else None)}"]
    if judged.low is not None and judged.high is not None:
        parts.append(f"interval {text(judged.low)} to {text(judged.high)}")
    if judged.baseline is not None:
        parts.append(f"baseline {text(judged.baseline)}")
    return ", ".join(parts)
