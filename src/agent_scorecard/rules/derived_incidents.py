"""Measures of incidents: how many, who noticed, how long until noticed, paused and restored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.window import Window
from agent_scorecard.vocabulary import Status

_MINUTE, _HOUR = 60, 3600


def incidents(window: Window) -> Figure | None:
    """Incidents found; none in a period the agent worked is 0, in any other it is no data."""
    return window.amount(len(window.incidents)) if window.incidents or _worked(window) else None


def incident_rate(window: Window) -> Figure | None:
    """Incidents for each thousand runs; without a log there is nothing to divide by."""
    return window.share(len(window.incidents), window.sums.of("started"))


def silent_incident_share(window: Window) -> Figure | None:
    """Incidents a customer or auditor noticed first, among those where it is known who noticed."""
    noticed = [row.detected_by for row in window.incidents if row.detected_by is not None]
    return window.share(sum(by.is_silent for by in noticed), len(noticed))


def detection_lag(window: Window) -> Figure | None:
    """Hours from happening to noticing, the middle one."""
    return window.median(_spans(((row.occurred_at, row.detected_at) for row in window.timed_incidents), _HOUR))


def time_to_pause(window: Window) -> Figure | None:
    """Minutes from noticing to pausing, the middle one; where nothing had to be paused, what the drill took."""
    paused = _spans(((row.detected_at, row.paused_at) for row in window.timed_incidents), _MINUTE)
    drilled = [row.seconds_to_disable for row in window.drills if row.passed and row.seconds_to_disable is not None]
    return window.median(paused or [seconds / _MINUTE for seconds in drilled])


def mttr(window: Window) -> Figure | None:
    """Hours from noticing to resolving, on average over the incidents already resolved."""
    return window.mean(_spans(((row.detected_at, row.resolved_at) for row in window.timed_incidents), _HOUR))


def _spans(moments: Iterable[tuple[datetime | None, datetime | None]], unit: int) -> list[float]:
    return [(end - start).total_seconds() / unit for start, end in moments if start is not None and end is not None]


def _worked(window: Window) -> bool:
    """Say whether the agent was at work in the period: runs, figures, or a life that reaches into it."""
    agent = window.evidence.agent
    began = min((day for day in (agent.pilot_started, agent.live_on) if day is not None), default=None)
    alive = agent.status in (Status.PILOT, Status.LIVE)
    ended = not alive and agent.status_since is not None and agent.status_since < window.period.first
    if window.sums.of("started"):
        return True
    return began is not None and began <= window.last and not ended


INCIDENT_MEASURES: Mapping[str, Callable[[Window], Figure | None]] = {
    "incidents": incidents,
    "incident_rate": incident_rate,
    "silent_incident_share": silent_incident_share,
    "detection_lag": detection_lag,
    "time_to_pause": time_to_pause,
    "mttr": mttr,
}
