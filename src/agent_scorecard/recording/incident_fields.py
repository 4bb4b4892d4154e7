"""What a person fills in about an incident that is handled, and every sentence a form can answer with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agent_scorecard import format as text
from agent_scorecard.recording.incidents import no_zone, one_line, text_gaps
from agent_scorecard.recording.people import person_named
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import FollowUp, Incident
from agent_scorecard.rules.stated import stated
from agent_scorecard.vocabulary import AgenticRisk, Cause, DetectedBy, Harm, IncidentSeverity, RiskClass

MOMENTS = {
    "paused_at": "paused",
    "drained_at": "drained",
    "rolled_back_at": "rolled back",
    "compensated_at": "compensated",
    "resolved_at": "resolved",
}
CAUSES = {
    "rca_trace": ("The text on the trace", 500),
    "rca_guardrail_gaps": ("The text on the gaps", 1000),
}
FIXES, RUNS_NAMED = 1000, 1000
WORDS = ("severity", "risk_class", "harm", "cause", "detected_by", "owner")


@dataclass(frozen=True, slots=True)
class Fix:
    """What is changed so that it does not happen again, who does it and until when."""

    what: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFields:
    """What is known now about an incident; None and the empty text leave what was recorded before as it is.

    Times are aware. `reason` and `agreed_by` belong to a severity that is lowered. `fixes` are opened beside those
    promised before, `affected_runs` named beside those named before; `tags` replace those of before.
    """

    incident: str
    severity: IncidentSeverity | None = None
    reason: str = ""
    agreed_by: str = ""
    occurred_at: datetime | None = None
    paused_at: datetime | None = None
    drained_at: datetime | None = None
    rolled_back_at: datetime | None = None
    compensated_at: datetime | None = None
    resolved_at: datetime | None = None
    rca_trace: str = ""
    rca_guardrail_gaps: str = ""
    fixes: tuple[Fix, ...] = ()
    risk_class: RiskClass | None = None
    harm: Harm | None = None
    cause: Cause | None = None
    detected_by: DetectedBy | None = None
    owner: str | None = None
    affected_runs: tuple[str, ...] = ()
    tags: tuple[AgenticRisk, ...] | None = None


def new_fixes(said: StepFields, promised: tuple[FollowUp, ...], company: Company) -> tuple[Fix, ...]:
    """Return the fixes said that are not promised already, each with the id of who makes it."""
    known = {(row.what, row.owner, row.due) for row in promised}
    found = (Fix(one_line(fix.what), _id_of(company, fix.owner), fix.due) for fix in said.fixes)
    return tuple(fix for fix in dict.fromkeys(found) if (fix.what, fix.owner, fix.due) not in known)


def what_is_new(said: StepFields, row: Incident, fixes: tuple[Fix, ...], company: Company) -> dict[str, Any]:
    """Return what was said and is not on file already, as a file of incidents would bring it."""
    times = {name: at.replace(microsecond=0) for name in ("occurred_at", *MOMENTS) if (at := getattr(said, name))}
    texts = {name: typed for name in CAUSES if (typed := one_line(getattr(said, name)))}
    words = {name: value for name in WORDS if (value := getattr(said, name))}
    if "owner" in words:
        words["owner"] = _id_of(company, words["owner"])
    runs = {"affected_runs": tuple(dict.fromkeys((*row.affected_runs, *map(str.strip, said.affected_runs))))}
    told = {**words, **times, **texts, **runs, "rca_fixes": _fixes_text(row, fixes)}
    return {name: value for name, value in told.items() if value != getattr(row, name)}


def naive_gaps(said: StepFields) -> Iterator[str]:
    """A time without its zone cannot be put beside the others."""
    for name in ("occurred_at", *MOMENTS):
        if (at := getattr(said, name)) is not None and (wrong := no_zone(name, at)):
            yield wrong


def field_gaps(
    said: StepFields, told: Mapping[str, Any], row: Incident, company: Company, at: datetime
) -> Iterator[str]:
    yield from _time_gaps(told, row, at)
    for name, (word, longest) in CAUSES.items():
        yield from text_gaps(word, one_line(getattr(said, name)), longest)
    yield from text_gaps("The reason", one_line(said.reason), FIXES)
    yield from text_gaps("What is fixed, in all,", told.get("rca_fixes") or "", FIXES)
    for run in told.get("affected_runs", ()):
        yield from text_gaps("The request id", run, 120)
        if "|" in run or not run:
            yield "Name each run by its request id, which holds no |."
    if len(told.get("affected_runs", ())) > RUNS_NAMED:
        yield f"At most {text.count(RUNS_NAMED)} runs are named."
    if "owner" in told:
        yield from _person_gaps(company, told["owner"], "drives the incident", at.date())


def fix_gaps(fixes: tuple[Fix, ...], company: Company, today: date) -> Iterator[str]:
    for fix in fixes:
        if not fix.what:
            yield "Say what is fixed."
        yield from _person_gaps(company, fix.owner, "makes the fix", today)
        if fix.due < today:
            yield f"A fix is due {text.full_day(fix.due)}, which has passed: give it a day to come."


def _time_gaps(told: Mapping[str, Any], row: Incident, at: datetime) -> Iterator[str]:
    occurred = told.get("occurred_at", row.occurred_at)
    if occurred is not None and occurred > row.detected_at:
        yield "It cannot happen after it was noticed."
    for name, word in MOMENTS.items():
        if name in told and told[name] > at:
            yield f"It cannot be {word} in the future."
        if name in told and occurred is not None and told[name] < occurred:
            yield f"It cannot be {word} before it happened."


def _person_gaps(company: Company, name: str, does: str, day: date) -> Iterator[str]:
    person = company.people.get(name)
    if not name.strip():
        yield f"Name who {does}."
    elif person is None:
        yield f"{name} is not a person of the company: name who {does}, or add {name} to people.csv."
    elif not person.active_on(day):
        yield f"{person.name} is no longer active: name somebody else who {does}."


def _fixes_text(row: Incident, fixes: tuple[Fix, ...]) -> str | None:
    """The column a file would bring: every fix in words, those of a file kept."""
    known = row.rca_fixes if row.rca_fixes and stated(row.rca_fixes) else ""
    told = [known, *(fix.what for fix in fixes if fix.what not in known)]
    return "; ".join(part for part in told if part) if fixes else row.rca_fixes


def _id_of(company: Company, name: str) -> str:
    person = person_named(company, name)
    return name if person is None else person.person
