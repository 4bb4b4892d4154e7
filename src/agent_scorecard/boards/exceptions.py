"""Gaps accepted for a time: what is accepted, by whom, until when and why, and what may still be accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.exceptions import accepted, accepters, ends_soon, gap_words, in_force, last_day, may_renew
from agent_scorecard.rules.facts import AcceptedGap
from agent_scorecard.rules.gaps import Gap, open_gaps


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """One exception that holds on the day; `soon` in its last days, `may_renew` while it was not renewed yet."""

    exception: str
    agent: str
    name: str
    gap: str
    what: str
    expires_on: date
    until: str
    left: str
    by: str
    why: str
    note: str
    soon: bool
    may_renew: bool


@dataclass(frozen=True, slots=True)
class ExceptionForm:
    """What a card offers about gaps: those that hold, those that may be accepted, by whom and until when at most."""

    lines: tuple[ExceptionLine, ...]
    gaps: tuple[Gap, ...]
    people: tuple[str, ...]
    asked: str
    latest: date


def exception_lines(assessed: Sequence[Assessment], policy: Policy) -> tuple[ExceptionLine, ...]:
    """Return the exceptions that hold for the agents in view, the first to end first."""
    pairs = [(row, one) for one in assessed if words.in_view(one) for row in _holding(one, policy)]
    pairs.sort(key=lambda pair: (pair[0].expires_on, pair[1].evidence.agent.name.casefold(), pair[0].seq))
    return tuple(_line(row, one, policy) for row, one in pairs)


def exception_form(one: Assessment, policy: Policy) -> ExceptionForm:
    """Build the part of a card that lets a risk owner accept a gap (rules 6 "Exception")."""
    people = accepters(one.evidence, policy)
    return ExceptionForm(
        lines=exception_lines((one,), policy),
        gaps=open_gaps(one, policy),
        people=people,
        asked=_asked(one, people),
        latest=last_day(policy, one.evidence.as_of),
    )


def counted(lines: Sequence[ExceptionLine]) -> str:
    """ "2 gaps, the first ends 14 Nov": what stands beside the heading of a list."""
    return f"{format.plural(len(lines), 'gap')}, the first until {lines[0].until}" if lines else ""


def _holding(one: Assessment, policy: Policy) -> tuple[AcceptedGap, ...]:
    rows = in_force(one.evidence)
    return tuple(row for row in rows if accepted(one.evidence, policy, row.gap) is row)


def _line(row: AcceptedGap, one: Assessment, policy: Policy) -> ExceptionLine:
    evidence, as_of = one.evidence, one.evidence.as_of
    named = gap_words(policy, row.gap)
    days = (row.expires_on - as_of).days
    by = words.person(evidence.company, row.accepted_by)
    return ExceptionLine(
        exception=row.exception,
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        gap=row.gap,
        what=named[:1].upper() + named[1:],
        expires_on=row.expires_on,
        until=format.day(row.expires_on, as_of),
        left=f"{format.plural(days, 'day')} left" if days else "its last day",
        by=f"{by}, self-approved" if row.self_approved else by,
        why=row.reason.word,
        note=row.note or "",
        soon=ends_soon(row, policy, as_of),
        may_renew=may_renew(evidence, policy, row.gap),
    )


def _asked(one: Assessment, people: Sequence[str]) -> str:
    """Who may accept a gap of this agent, as a sentence."""
    if not people:
        return "Nobody may accept a gap: name an active risk owner who is not the owner in assignments.csv."
    named = format.listed([words.person(one.evidence.company, each) for each in people], "or")
    return f"{named} may accept a gap for a time; nobody else may."
