"""A review as it was recorded: the three lists, the change promised and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.sample import trace_of
from agent_scorecard.boards.shapes import Promise
from agent_scorecard.boards.weekly.shapes import ListLine, Said
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import FollowUp, RunSample, WeeklyReview

LISTS = (
    ("Handled well", "handled_well"),
    ("A person had to step in", "stepped_in"),
    ("Rule to change", "rules_to_change"),
)
AROUND = ".,;:()“”\"'"


def said(evidence: Evidence, review: WeeklyReview, sample: Sequence[RunSample]) -> Said:
    """Put a recorded review into words; a line that names a run of the sample leads to its trace."""
    traces = {run.request_id: trace_of(evidence.agent, run.request_id) for run in sample}
    promise = next((row for row in evidence.follow_ups if row.decision == review.seq), None)
    return Said(
        week=review.week,
        dates=f"from {format.day(review.begins, evidence.as_of)}",
        held=format.full_day(review.held_on),
        who=format.listed([words.person(evidence.company, name) for name in review.attendees]),
        lists=tuple((title, _lines(getattr(review, name), traces)) for title, name in LISTS),
        change=review.change.word if review.change is not None else "",
        promise=_promise(evidence, promise) if promise is not None else None,
        no_change=review.no_change or "",
        seq=review.seq,
    )


def _lines(text: str, traces: Mapping[str, str]) -> tuple[ListLine, ...]:
    return tuple(ListLine(line, _trace(line, traces)) for line in text.splitlines())


def _trace(line: str, traces: Mapping[str, str]) -> str:
    named = (word.strip(AROUND) for word in line.split())
    return next((traces[word] for word in named if word in traces), "")


def _promise(evidence: Evidence, row: FollowUp) -> Promise:
    when = f"{words.person(evidence.company, row.owner)}, {words.promise_day(row, evidence.as_of)}"
    note = f" · {row.note}" if row.note and row.done_on is not None else ""
    state = words.follow_up_state(row, evidence.as_of)
    return Promise(row.follow_up, row.agent, evidence.agent.name, row.what, f"{when}{note}", state)
