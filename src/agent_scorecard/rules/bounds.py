"""Which bounds judge a window, and how they are said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Band, Bounds, Limit
from agent_scorecard.rules.once import once
from agent_scorecard.rules.units import scale
from agent_scorecard.vocabulary import BaselineKind, Direction


def bounds_at(evidence: Evidence, policy: Policy, measure: str, first: date) -> Bounds | None:
    """Return the bounds that judge a window beginning on this day (rules 1).

    The first bounds of a measure apply back to its first observation; `is_provisional` tells.
    """
    return in_force(all_bounds(evidence, policy, measure), first)


def all_bounds(evidence: Evidence, policy: Policy, measure: str) -> tuple[Bounds, ...]:
    """Return the bounds a measure ever had, in order of the day they began."""
    return _bounds(evidence, policy).get(measure, ())


def in_force(rows: Sequence[Bounds], first: date) -> Bounds | None:
    """Return the last bounds begun by a day, else the first of them."""
    for row in reversed(rows):
        if row.effective_from <= first:
            return row
    return rows[0] if rows else None


def is_provisional(row: Bounds, first: date) -> bool:
    """Say whether bounds judge a window that began before them: a verdict, never proof (rules 1)."""
    return first < row.effective_from


def bounded_measures(evidence: Evidence, policy: Policy) -> tuple[str, ...]:
    """Return the measures the agent has bounds for: those fixed at its design review."""
    return tuple(_bounds(evidence, policy))


def can_judge(measure: Measure, row: Bounds | None) -> bool:
    """Say whether there is a pass bound, and every bound is of the kind the direction asks for."""
    if row is None or row.passes is None or measure.direction is Direction.CONTEXT:
        return False
    is_band = measure.direction is Direction.BAND
    return all(limit is None or isinstance(limit, tuple) is is_band for limit in (row.passes, row.target, row.fails))


def limit_text(measure: Measure, limit: Limit, currency: str) -> str:
    """Return a bound with its unit: "95 %", or "2 % to 10 %" for a band."""
    if isinstance(limit, Band):
        return text.interval(limit.low, limit.high, measure.unit, measure.aggregation, currency)
    return text.value_text(limit, measure.unit, measure.aggregation, currency)


def baseline_of(measure: Measure, row: Bounds | None) -> float | None:
    """Return the value before the agent, None when nobody measured one or the work is new."""
    if row is None or row.baseline_kind is BaselineKind.NONE:
        return None
    if row.baseline_numerator is not None and row.baseline_denominator:
        return row.baseline_numerator * scale(measure) / row.baseline_denominator
    return row.baseline_value


def _bounds(evidence: Evidence, policy: Policy) -> Mapping[str, tuple[Bounds, ...]]:
    return once(evidence, policy, "bounds", lambda: _by_measure(evidence))


def _by_measure(evidence: Evidence) -> Mapping[str, tuple[Bounds, ...]]:
    found: dict[str, list[Bounds]] = {}
    for row in evidence.bounds:
        found.setdefault(row.measure, []).append(row)
    return {key: tuple(sorted(rows, key=lambda row: row.effective_from)) for key, rows in sorted(found.items())}
