"""One incident: what happened when, what was done, how much of the root cause is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.incidents import NOT_STATED, SEVERITY_WORDS, day_known, lag_text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.incidents import is_open, missing_to_close
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import DatePrecision, EvidenceState, IncidentSeverity

STEPS = (
    ("Occurred", "occurred_at"),
    ("Noticed", "detected_at"),
    ("Paused", "paused_at"),
    ("Drained", "drained_at"),
    ("Rolled back", "rolled_back_at"),
    ("Compensated", "compensated_at"),
    ("Resolved", "resolved_at"),
)
ROOT_CAUSE = (
    ("Trace", "rca_trace"),
    ("Guardrail gaps", "rca_guardrail_gaps"),
    ("Fixes", "rca_fixes"),
)


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step of an incident; `when` is empty where nobody recorded it."""

    word: str
    when: str
    after: str


@dataclass(frozen=True, slots=True)
class CauseLine:
    word: str
    state: EvidenceState
    text: str


@dataclass(frozen=True, slots=True)
class OneIncident:
    """Everything on file about one incident of an agent."""

    incident: str
    agent: str
    name: str
    summary: str
    timeline: tuple[TimelineStep, ...]
    speed: str
    facts: tuple[tuple[str, str], ...]
    root_cause: tuple[CauseLine, ...]
    written: str


@dataclass(frozen=True, slots=True)
class Handling:
    """What can be recorded about an incident: each value as it is on file, times in the company's zone.

    `to_close` says what its closing asks for, empty where nothing is missing or it is closed.
    """

    incident: str
    is_open: bool
    severity: IncidentSeverity
    moments: tuple[tuple[str, str, datetime | None], ...]
    cause: tuple[tuple[str, str, str], ...]
    to_close: str


def handling(company: Company, policy: Policy, one: Assessment, row: Incident) -> Handling:
    """Build the form of one incident: what was done when, and what its cause was."""
    zone = ZoneInfo(company.zone)
    missing = missing_to_close(one.evidence, policy, row) if is_open(row) else ()
    return Handling(
        incident=row.incident,
        is_open=is_open(row),
        severity=row.severity,
        moments=tuple((name, word, _local(getattr(row, name), zone)) for word, name in STEPS[2:]),
        cause=tuple((name, word, getattr(row, name) or "") for word, name in ROOT_CAUSE),
        to_close=f"To close it, write down {format.listed(missing)}." if missing else "",
    )


def one_incident(company: Company, as_of: date, one: Assessment, row: Incident) -> OneIncident:
    """Build the view of one incident; times are of the company's zone, steps nobody recorded come last."""
    zone = ZoneInfo(company.zone)
    lines = tuple(_cause(word, getattr(row, name)) for word, name in ROOT_CAUSE)
    there = sum(line.state is EvidenceState.THERE for line in lines)
    return OneIncident(
        incident=row.incident,
        agent=one.evidence.agent.agent,
        name=one.evidence.agent.name,
        summary=row.summary or "What happened is not stated.",
        timeline=_timeline(row, zone, as_of),
        speed=_speed(row),
        facts=_facts(row, one, company),
        root_cause=lines,
        written=f"{format.n_of(there, len(lines))} written down",
    )


def _timeline(row: Incident, zone: ZoneInfo, as_of: date) -> tuple[TimelineStep, ...]:
    times = [(word, getattr(row, name)) for word, name in STEPS]
    told = sorted(((at, word) for word, at in times if at is not None), key=lambda pair: pair[0])
    steps = [
        TimelineStep(word, day_known(at, row, zone, as_of), _after(told[place - 1][0], at, row) if place else "")
        for place, (at, word) in enumerate(told)
    ]
    return (*steps, *(TimelineStep(word, "", "") for word, at in times if at is None))


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone).replace(tzinfo=None) if at is not None else None


def _after(before: datetime, at: datetime, row: Incident) -> str:
    if row.date_precision is not DatePrecision.DAY:
        return ""
    seconds = (at - before).total_seconds()
    return f"{format.duration(seconds)} later" if seconds else "at the same time"


def _speed(row: Incident) -> str:
    """How fast it was stopped and put right, counted from the moment somebody noticed (S1-16)."""
    if row.date_precision is not DatePrecision.DAY:
        return f"Its times are known to the {row.date_precision.value} only."
    stopped = [at for at in (row.paused_at, row.rolled_back_at) if at is not None]
    told = [
        f"{word} {format.duration((at - row.detected_at).total_seconds())}"
        for word, at in (("stopped", min(stopped, default=None)), ("resolved", row.resolved_at))
        if at is not None and at >= row.detected_at
    ]
    sentence = format.listed(told)
    return f"{sentence[:1].upper()}{sentence[1:]} after it was noticed." if told else ""


def _facts(row: Incident, one: Assessment, company: Company) -> tuple[tuple[str, str], ...]:
    known = (
        ("Severity", SEVERITY_WORDS[row.severity].removeprefix("severity ")),
        ("Noticed by", _noticed_by(row)),
        ("Time to notice", lag_text(row)),
        ("Cause", row.cause.value.replace("_", " ")),
        ("Harm", row.harm.value.replace("_", " ") if row.harm else NOT_STATED),
        ("Affected runs", _runs(row)),
        ("Who drives it", _driver(row, one, company)),
    )
    return tuple((label, said[:1].upper() + said[1:]) for label, said in known)


def _driver(row: Incident, one: Assessment, company: Company) -> str:
    if row.owner:
        return words.person(company, row.owner)
    owner = one.evidence.active_owner
    return f"{owner.name}, owns the agent" if owner else "nobody: the agent has no active owner"


def _noticed_by(row: Incident) -> str:
    if row.detected_by is None:
        return NOT_STATED
    return f"{row.detected_by.value}, from outside the company" if row.detected_by.is_silent else row.detected_by.value


def _runs(row: Incident) -> str:
    named = len(set(row.affected_runs))
    if not named:
        return "none named"
    return f"{format.n_of(row.known_runs or 0, named)} known to the log"


def _cause(word: str, text: str | None) -> CauseLine:
    if text and stated(text):
        return CauseLine(word, EvidenceState.THERE, text)
    return CauseLine(word, EvidenceState.MISSING, "not written down")


def found(assessed: Sequence[Assessment], incident: str) -> tuple[Assessment, Incident] | None:
    """The incident of this id and whose it is, None where no agent has one."""
    pairs = ((one, row) for one in assessed for row in one.evidence.incidents)
    return next(((one, row) for one, row in pairs if row.incident == incident), None)
