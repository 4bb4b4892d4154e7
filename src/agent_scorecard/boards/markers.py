"""What happened to an agent while its figures were counted: changes and incidents, as marks on a line of days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day, cuts, is_cut
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change, Incident
from agent_scorecard.vocabulary import ChangeKind

SHOWN = 8
_ANEW = "the agent's figures begin anew, those before and after are not compared."


@dataclass(frozen=True, slots=True)
class Marker:
    """Something that happened; `cuts` where the agent's figures begin anew with it; `about` says it in full."""

    day: date
    text: str
    is_incident: bool = False
    cuts: bool = False
    about: str = ""


def markers(evidence: Evidence, policy: Policy, first: date) -> tuple[Marker, ...]:
    """Return the changes and incidents from a day to the as-of day, in order, on their days in the company's zone."""
    found = (*_changes(evidence, policy), *_incidents(evidence))
    inside = (mark for mark in found if first <= mark.day <= evidence.as_of)
    return tuple(sorted(inside, key=lambda mark: (mark.day, mark.text)))


def chosen(marks: tuple[Marker, ...]) -> tuple[Marker, ...]:
    """Return those a picture has room for: cuts before anything else, then the latest."""
    kept = sorted(marks, key=lambda mark: (mark.cuts, mark.day), reverse=True)[:SHOWN]
    return tuple(mark for mark in marks if mark in kept)


def _changes(evidence: Evidence, policy: Policy) -> Iterator[Marker]:
    cutting = set()
    for row in evidence.changes:
        day, does_cut = company_day(evidence, row.changed_at), is_cut(evidence, policy, row)
        cutting |= {day} if does_cut else set()
        yield Marker(day, _words(row), cuts=does_cut, about=_about(row, does_cut))
    for day in cuts(evidence, policy):
        if day not in cutting:
            level = evidence.agent.autonomy_level.value
            yield Marker(day, f"level {level}", cuts=True, about=f"At level {level} from here on: {_ANEW}")


def _incidents(evidence: Evidence) -> Iterator[Marker]:
    for row in evidence.incidents:
        yield Marker(company_day(evidence, row.detected_at), "incident", True, about=_found(row))


def _words(row: Change) -> str:
    about = row.action or row.kind.value.replace("_", " ")
    if row.from_value and row.to_value:
        return f"{about} {row.from_value} → {row.to_value}"
    return f"{about} {row.to_value}" if row.to_value else about


def _about(row: Change, does_cut: bool) -> str:
    said = f"{_words(row)}{f' ({row.reason})' if row.reason else ''}"
    if does_cut:
        return f"{said}: {_ANEW}"
    if row.kind is ChangeKind.MODE:
        return f"{said}: the figures of this action begin anew, those of the agent go on."
    return f"{said}."


def _found(row: Incident) -> str:
    severity = "" if row.severity.value == "undetermined" else f", {row.severity.value}"
    summary = f": {row.summary.removesuffix('.')}" if row.summary else ""
    return f"incident {row.incident}{severity}{summary}."
