"""The register of incidents: open ones by age, who noticed and how late, and what was done about the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.incident_patterns import kinds_of
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.incidents import is_contained, is_open, is_silent, lag_hours
from agent_scorecard.vocabulary import DatePrecision, IncidentSeverity

HOUR = 3600
NOT_STATED = "not stated"
SEVERITY_WORDS = {
    **{severity: severity.value for severity in IncidentSeverity},
    IncidentSeverity.UNDETERMINED: "severity not stated",
}


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents a reader wants to see; empty means all. `kind` is the key of a cause, harm, risk or tag."""

    agent: str = ""
    severities: frozenset[IncidentSeverity] = frozenset()
    open_only: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident of an agent; `state` is open, contained or resolved, `urgent` asks for a person today."""

    incident: str
    agent: str
    name: str
    summary: str
    severity: IncidentSeverity
    severity_word: str
    noticed: str
    noticed_by: str
    silent: bool
    lag: str
    state: str
    age: str
    urgent: bool
    done: str


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """A record of somebody else's incident: read, never counted."""

    incident: str
    when: str
    severity: str
    summary: str


@dataclass(frozen=True, slots=True)
class Incidents:
    """The register as a reader narrowed it, and the records of an outside library beside it."""

    over: str
    deck: str
    more: str
    open: tuple[IncidentLine, ...]
    resolved: tuple[IncidentLine, ...]
    total: int
    library: tuple[LibraryLine, ...]

    @property
    def shown(self) -> int:
        return len(self.open) + len(self.resolved)


def incidents(
    company: Company, as_of: date, assessed: Sequence[Assessment], narrowed: IncidentFilter | None = None
) -> Incidents:
    """Build the register from the assessments of one day: open ones oldest first, resolved ones newest first."""
    zone = ZoneInfo(company.zone)
    pairs = [(row, one) for one in assessed for row in one.evidence.incidents]
    pairs.sort(key=lambda pair: (pair[0].detected_at, pair[0].incident))
    every = [row for row, _ in pairs]
    wanted = [pair for pair in pairs if _is_wanted(*pair, narrowed or IncidentFilter())]
    deck, more = _deck(every)
    return Incidents(
        over=words.over_line(company, as_of),
        deck=deck,
        more=more,
        open=tuple(_line(row, one, zone, as_of) for row, one in wanted if is_open(row)),
        resolved=tuple(_line(row, one, zone, as_of) for row, one in reversed(wanted) if not is_open(row)),
        total=len(every),
        library=tuple(_library(row, zone, as_of) for row in reversed(company.library)),
    )


def moment(at: datetime, zone: ZoneInfo, seen_from: date) -> str:
    """ "12 Oct, 08:05" in the company's zone."""
    local = at.astimezone(zone)
    return f"{format.day(local.date(), seen_from)}, {local:%H:%M}"


def day_known(at: datetime, row: Incident, zone: ZoneInfo, seen_from: date) -> str:
    """A time of an incident, told no more exactly than it is known."""
    local = at.astimezone(zone).date()
    if row.date_precision is DatePrecision.DAY:
        return moment(at, zone, seen_from)
    return format.month(local) if row.date_precision is DatePrecision.MONTH else str(local.year)


def _is_wanted(row: Incident, one: Assessment, wanted: IncidentFilter) -> bool:
    return (
        wanted.agent in ("", one.evidence.agent.agent)
        and (not wanted.severities or row.severity in wanted.severities)
        and (is_open(row) or not wanted.open_only)
        and (not wanted.kind or wanted.kind in (key for key, _, _ in kinds_of(row)))
    )


def _line(row: Incident, one: Assessment, zone: ZoneInfo, as_of: date) -> IncidentLine:
    state = "resolved" if not is_open(row) else "contained" if is_contained(row) else "open"
    return IncidentLine(
        incident=row.incident,
        agent=one.evidence.agent.agent,
        name=one.evidence.agent.name,
        summary=row.summary or "What happened is not stated.",
        severity=row.severity,
        severity_word=SEVERITY_WORDS[row.severity],
        noticed=day_known(row.detected_at, row, zone, as_of),
        noticed_by=row.detected_by.value if row.detected_by else NOT_STATED,
        silent=is_silent(row),
        lag=lag_text(row),
        state=state,
        age=_age(row, zone, as_of),
        urgent=is_open(row) and row.severity.is_serious,
        done=_done(row, zone, as_of),
    )


def lag_text(row: Incident) -> str:
    hours = lag_hours(row)
    return "not known" if hours is None else format.duration(hours * HOUR)


def _age(row: Incident, zone: ZoneInfo, as_of: date) -> str:
    if not is_open(row):
        return ""
    days = (as_of - row.detected_at.astimezone(zone).date()).days
    return format.plural(days, "day") if days else "since today"


def _done(row: Incident, zone: ZoneInfo, as_of: date) -> str:
    if row.resolved_at is not None:
        return moment(row.resolved_at, zone, as_of)
    stopped = [at for at in (row.paused_at, row.rolled_back_at) if at is not None]
    return moment(min(stopped), zone, as_of) if stopped else "no pause or roll-back recorded"


def _library(row: Incident, zone: ZoneInfo, as_of: date) -> LibraryLine:
    when = day_known(row.detected_at, row, zone, as_of).partition(",")[0]
    return LibraryLine(row.incident, when, SEVERITY_WORDS[row.severity], row.summary or "")


def _deck(every: Sequence[Incident]) -> tuple[str, str]:
    if not every:
        return "No incident has been recorded.", ""
    return _standing([row for row in every if is_open(row)]), " ".join(filter(None, (_silent(every), _lag(every))))


def _standing(still: Sequence[Incident]) -> str:
    if not still:
        return "No incident is open."
    serious = sum(row.severity.is_serious for row in still)
    unknown = sum(row.severity is IncidentSeverity.UNDETERMINED for row in still)
    every = serious == len(still)
    parts = [f"{words.counted(len(still), 'serious incident' if every else 'incident')} open"]
    if serious and not every:
        parts.append(f"{words.spelled(serious).lower()} of them serious")
    if unknown:
        said = "its severity is" if len(still) == 1 else f"the severity of {words.spelled(unknown).lower()} is"
        parts.append(f"{said} not stated")
    return ", ".join(parts) + "."


def _silent(every: Sequence[Incident]) -> str:
    known = [row for row in every if row.detected_by is not None]
    if not known:
        return "Who noticed first is not stated for any of them."
    found = sum(map(is_silent, known))
    text = f"A customer or an auditor noticed {format.n_of(found, len(known))} first."
    rest = len(every) - len(known)
    return f"{text} Who noticed {format.count(rest)} more is not stated." if rest else text


def _lag(every: Sequence[Incident]) -> str:
    lags = [hours for hours in map(lag_hours, every) if hours is not None]
    if not lags:
        return "How late they were noticed is not known."
    took = format.duration(median(lags) * HOUR)
    if len(lags) == 1:
        return f"It took {took} to notice one."
    return f"Half of {words.spelled(len(lags)).lower()} took {took} or longer to notice."
