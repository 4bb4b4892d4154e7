"""One incident as a page: how it stands, what happened when, why, what is fixed, what was undone, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.incident_pause import PauseLine, pause_line
from agent_scorecard.boards.incident_timeline import TimelineStep, timeline
from agent_scorecard.boards.incident_undo import UndoBoard, undo
from agent_scorecard.boards.incidents import NOT_STATED, SEVERITY_WORDS, lag_text
from agent_scorecard.boards.shapes import Fact, Promise
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import FollowUp, Incident, TouchedRun
from agent_scorecard.rules.incidents import (
    cause_due,
    counts_as_serious,
    fixes_of,
    is_contained,
    is_open,
    lowered_alone,
    missing_to_close,
)
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import Cause, DatePrecision, EvidenceState

ROOT_CAUSE = (
    ("Trace", "rca_trace"),
    ("Guardrail gaps", "rca_guardrail_gaps"),
    ("Fixes", "rca_fixes"),
)


@dataclass(frozen=True, slots=True)
class CauseLine:
    word: str
    state: EvidenceState
    text: str


@dataclass(frozen=True, slots=True)
class OneIncident:
    """Everything on file about one incident of an agent; `to_close` is empty where nothing is missing or it is over."""

    incident: str
    agent: str
    name: str
    summary: str
    deck: str
    standing: tuple[Fact, ...]
    timeline: tuple[TimelineStep, ...]
    speed: str
    facts: tuple[tuple[str, str], ...]
    root_cause: tuple[CauseLine, ...]
    written: str
    fixes: tuple[Promise, ...]
    undo: UndoBoard
    pause: PauseLine | None
    to_close: str


def one_incident(
    company: Company, policy: Policy, as_of: date, one: Assessment, row: Incident, runs: Sequence[TouchedRun] = ()
) -> OneIncident:
    """Build the page of one incident; times are of the company's zone, steps nobody recorded come last.

    `runs` are those of its runs the log knows.
    """
    lines = tuple(_cause(word, getattr(row, name)) for word, name in ROOT_CAUSE)
    there = sum(line.state is EvidenceState.THERE for line in lines)
    missing = missing_to_close(one.evidence, policy, row) if is_open(row) else ()
    speed = _speed(row)
    return OneIncident(
        incident=row.incident,
        agent=one.evidence.agent.agent,
        name=one.evidence.agent.name,
        summary=row.summary or "What happened is not stated.",
        deck=_deck(row, missing),
        standing=_standing(company, policy, as_of, one, row),
        timeline=timeline(row, company, as_of),
        speed=speed,
        facts=_facts(row),
        root_cause=lines,
        written=f"{format.n_of(there, len(lines))} written down",
        fixes=tuple(_fix(fix, company, one, as_of) for fix in fixes_of(one.evidence, row)),
        undo=undo(one, row, runs, as_of),
        pause=pause_line(one, row),
        to_close=to_close(missing),
    )


def to_close(missing: Sequence[str]) -> str:
    return f"To close it, write down {format.listed(missing)}." if missing else ""


def _deck(row: Incident, missing: Sequence[str]) -> str:
    """What stands out about it, in one sentence."""
    if not is_open(row):
        return "It is resolved."
    if not is_contained(row):
        return "Nothing has contained it yet: record a pause or a roll-back as soon as there is one."
    return "It is contained and waits for its cause." if missing else "It is contained and not resolved yet."


def _standing(company: Company, policy: Policy, as_of: date, one: Assessment, row: Incident) -> tuple[Fact, ...]:
    was = lowered_alone(row)
    facts = [
        Fact("Severity", SEVERITY_WORDS[row.severity].removeprefix("severity ").capitalize(), _severity(row)),
        _state(row, as_of, company),
        Fact("Driven by", *_driver(row, one, company)),
    ]
    due = cause_due(one.evidence, policy, row)
    if due is not None:
        days = (as_of - due).days
        late = f"{format.plural(days, 'day')} late" if days > 0 else "" if was is None else f"was {was.value}"
        facts.append(Fact("Cause due", format.day(due, as_of), late, days > 0))
    return tuple(facts)


def _severity(row: Incident) -> str:
    was = lowered_alone(row)
    if was is not None:
        return f"lowered from {was.value}, nobody else agreed"
    return "counts as serious" if counts_as_serious(row) and not row.severity.is_serious else ""


def _state(row: Incident, as_of: date, company: Company) -> Fact:
    zone = ZoneInfo(company.zone)
    noticed = row.detected_at.astimezone(zone).date()
    if row.resolved_at is not None:
        resolved = row.resolved_at.astimezone(zone).date()
        return Fact("State", "Resolved", format.day(resolved, as_of))
    days = (as_of - noticed).days
    age = f"for {format.plural(days, 'day')}" if days else "since today"
    return Fact("State", "Open" if not is_contained(row) else "Contained", f"open {age}", not is_contained(row))


def _driver(row: Incident, one: Assessment, company: Company) -> tuple[str, str]:
    if row.owner:
        return words.person(company, row.owner), ""
    owner = one.evidence.active_owner
    return (owner.name, "owns the agent") if owner else ("Nobody", "the agent has no active owner")


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


def _facts(row: Incident) -> tuple[tuple[str, str], ...]:
    known = (
        ("Noticed by", _noticed_by(row)),
        ("Time to notice", lag_text(row)),
        ("Cause", NOT_STATED if row.cause is Cause.UNKNOWN else row.cause.value.replace("_", " ")),
        ("Harm", row.harm.value.replace("_", " ") if row.harm else NOT_STATED),
        ("Risk", row.risk_class.value if row.risk_class else NOT_STATED),
        ("OWASP agentic", format.listed([f"{tag.value} {tag.word}" for tag in row.tags]) or "no tag"),
        ("Affected runs", _runs(row)),
    )
    return tuple((label, said[:1].upper() + said[1:]) for label, said in known)


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


def _fix(row: FollowUp, company: Company, one: Assessment, as_of: date) -> Promise:
    who = words.person(company, row.owner)
    when = f"{who}, {words.promise_day(row, as_of)}"
    state = words.follow_up_state(row, as_of)
    return Promise(row.follow_up, row.agent, one.evidence.agent.name, row.what, when, state, row.in_place)


def found(assessed: Sequence[Assessment], incident: str) -> tuple[Assessment, Incident] | None:
    """The incident of this id and whose it is, None where no agent has one."""
    pairs = ((one, row) for one in assessed for row in one.evidence.incidents)
    return next(((one, row) for one, row in pairs if row.incident == incident), None)
