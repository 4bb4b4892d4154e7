"""One week of one agent, in the order of the meeting: figures, runs and what they show, one change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards.sample import sample_lines, sample_note
from agent_scorecard.boards.weekly.figures import figure_rows
from agent_scorecard.boards.weekly.first_months import when_words
from agent_scorecard.boards.weekly.said import said
from agent_scorecard.boards.weekly.shapes import WeekForm, Weekly, WeekMark
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import RunSample
from agent_scorecard.rules.weekly import FirstMonth, Week, first_month, how_it_stands


def picked(one: Assessment, policy: Policy, number: int | None) -> Week | None:
    """The week asked for where it has begun, else the one to look at now; None where no clock runs."""
    month = first_month(one.evidence, policy)
    if month is None:
        return None
    asked = month.week(number) if number is not None else None
    return asked if asked is not None and asked.has_begun else month.now


def weekly(one: Assessment, policy: Policy, week: Week, sample: Sequence[RunSample]) -> Weekly:
    """Build the review of one week; `sample` is drawn by rule from the runs of that week."""
    evidence = one.evidence
    month = first_month(evidence, policy)
    if month is None:
        raise ValueError(f"{evidence.agent.agent} has no first month.")
    runs = sample_lines(sample, evidence.agent, evidence.as_of)
    earlier = tuple(said(evidence, row, sample) for row in evidence.weekly_reviews if row.begins < week.begins)
    closed = _closed(evidence, month, week)
    return Weekly(
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        over=f"Weekly review · week {week.number} of {len(month.weeks)} · {dates(week)}",
        deck=how_it_stands(evidence, month).text,
        more=one.due.sentence.text if not month.is_over else "",
        weeks=tuple(_mark(evidence, each, week) for each in month.weeks),
        week=week.number,
        dates=dates(week),
        figures=figure_rows(evidence, policy, week),
        sample=runs,
        sample_note=sample_note(sample, week.begins, evidence.runs_kept_from),
        said=said(evidence, week.review, sample) if week.review is not None else None,
        last=earlier[-1] if earlier else None,
        earlier=tuple(reversed(earlier)),
        form=None if closed or week.review is not None else WeekForm(week.number, week.begins, _next_due(month, week)),
        closed=closed,
    )


def no_month(one: Assessment) -> str:
    """Why an agent has no week to review."""
    status = one.evidence.agent.status.value
    return f"{one.evidence.agent.name} has no week to review: it is recorded as {status}, neither in a pilot nor live."


def dates(week: Week) -> str:
    """ "23 to 29 Oct", "30 Oct to 5 Nov"."""
    first, last = week.begins, week.ends
    begin = str(first.day) if (first.year, first.month) == (last.year, last.month) else format.day(first, last)
    return f"{begin} to {format.day(last)}"


def _mark(evidence: Evidence, week: Week, shown: Week) -> WeekMark:
    return WeekMark(week.number, week.state, when_words(week, evidence.as_of), week.number == shown.number)


def _next_due(month: FirstMonth, week: Week) -> date:
    """The day of the review after this one, on which the change can be looked at; after the last, the card."""
    following = month.week(week.number + 1)
    return following.due if following is not None else max(month.ends, week.due)


def _closed(evidence: Evidence, month: FirstMonth, week: Week) -> str:
    if month.is_over:
        return f"Past its first month since {format.full_day(month.ends)}: its cards take the place of weekly reviews."
    if not week.has_begun:
        return f"Week {week.number} begins on {format.day(week.begins, evidence.as_of)}."
    return ""
