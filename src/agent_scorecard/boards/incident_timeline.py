"""The timeline of an incident: its steps with the time between them, and what somebody said anew of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.incidents import SEVERITY_WORDS, day_known
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Incident, Turn
from agent_scorecard.vocabulary import DatePrecision, IncidentSeverity, TurnKind

STEPS = (
    ("Occurred", "occurred_at"),
    ("Noticed", "detected_at"),
    ("Paused", "paused_at"),
    ("Drained", "drained_at"),
    ("Rolled back", "rolled_back_at"),
    ("Compensated", "compensated_at"),
    ("Resolved", "resolved_at"),
)


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step of an incident; `when` is empty where nobody recorded it, `told` is who said it and why."""

    word: str
    when: str
    after: str
    told: str = ""
    turn: bool = False


def timeline(row: Incident, company: Company, as_of: date) -> tuple[TimelineStep, ...]:
    """Return the steps in order of time; those nobody recorded come last."""
    zone = ZoneInfo(company.zone)
    times = [(word, getattr(row, name)) for word, name in STEPS]
    told = [(at, TimelineStep(word, day_known(at, row, zone, as_of), "")) for word, at in times if at is not None]
    told += [(turn.at, _turn(turn, row, company, as_of)) for turn in row.turns]
    told.sort(key=lambda pair: (pair[0], pair[1].turn))
    return (*_with_gaps(told, row), *(TimelineStep(word, "", "") for word, at in times if at is None))


def _with_gaps(told: list[tuple[datetime, TimelineStep]], row: Incident) -> Iterator[TimelineStep]:
    before: datetime | None = None
    for at, step in told:
        after = _after(before, at, row) if before is not None else ""
        before = at
        yield TimelineStep(step.word, step.when, after, step.told, step.turn)


def _after(before: datetime, at: datetime, row: Incident) -> str:
    if row.date_precision is not DatePrecision.DAY:
        return ""
    seconds = (at - before).total_seconds()
    return f"{format.duration(seconds)} later" if seconds else "at the same time"


def _turn(turn: Turn, row: Incident, company: Company, as_of: date) -> TimelineStep:
    when = day_known(turn.at, row, ZoneInfo(company.zone), as_of)
    said = f"by {words.person(company, turn.by)}"
    if turn.agreed_by is not None and turn.agreed_by != turn.by:
        said += f", {words.person(company, turn.agreed_by)} agreed"
    return TimelineStep(_word(turn), when, "", f"{said}: {turn.reason}" if turn.reason else said, turn=True)


def _word(turn: Turn) -> str:
    if turn.kind is TurnKind.REOPENED:
        return "Opened again"
    if turn.kind is TurnKind.CLOSED:
        return "Closed"
    now = SEVERITY_WORDS[turn.now or IncidentSeverity.UNDETERMINED]
    if turn.was is None or turn.was is turn.now:
        return f"Called {now}" if turn.was is None else f"Agreed: {now}"
    return f"{SEVERITY_WORDS[turn.was].capitalize()} → {now}"
