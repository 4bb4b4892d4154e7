"""How long it took to notice, to pause and to restore: per incident, and over all of them (S1-16, S1-18)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.incidents import lag_hours
from agent_scorecard.vocabulary import DatePrecision

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds over the `known` of `total` incidents that say them: the middle and the longest, and whose that was."""

    word: str
    known: int
    total: int
    median: float | None
    worst: float | None
    worst_of: Incident | None


def to_notice(row: Incident) -> float | None:
    """Return the seconds from happening to noticing; `None` when unknown or known to the month or year only."""
    hours = lag_hours(row)
    return None if hours is None else hours * HOUR


def to_pause(row: Incident) -> float | None:
    """Return the seconds from noticing to the pause; a pause before anybody noticed is no reaction."""
    return _since_noticed(row, row.paused_at)


def to_restore(row: Incident) -> float | None:
    """Return the seconds from noticing to the resolution."""
    return _since_noticed(row, row.resolved_at)


TIMES: tuple[tuple[str, Callable[[Incident], float | None]], ...] = (
    ("To notice", to_notice),
    ("To pause", to_pause),
    ("To restore", to_restore),
)


def times(rows: Sequence[Incident]) -> tuple[Took, ...]:
    """Return the three times over all incidents, each with how many say it."""
    return tuple(_took(word, seconds, rows) for word, seconds in TIMES)


def _took(word: str, seconds: Callable[[Incident], float | None], rows: Sequence[Incident]) -> Took:
    known = [(took, row) for row in rows if (took := seconds(row)) is not None]
    if not known:
        return Took(word, 0, len(rows), None, None, None)
    worst, worst_of = max(known, key=lambda pair: (pair[0], pair[1].incident))
    return Took(word, len(known), len(rows), median(took for took, _ in known), worst, worst_of)


def _since_noticed(row: Incident, at: datetime | None) -> float | None:
    if at is None or row.date_precision is not DatePrecision.DAY or at < row.detected_at:
        return None
    return (at - row.detected_at).total_seconds()
