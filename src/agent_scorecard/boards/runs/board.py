"""The head of the runs of one agent: how many fit, what stands out in them."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.runs.asked import RunsFilter, window, window_words
from agent_scorecard.boards.runs.keeping import Kept, kept
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.run_facts import RunTally


@dataclass(frozen=True, slots=True)
class AgentRuns:
    """What the page begins with, and how its runs are kept."""

    over: str
    title: str
    deck: str
    more: str
    empty: tuple[str, ...]
    kept: Kept


def agent_runs(evidence: Evidence, policy: Policy, choice: RunsFilter, tally: RunTally) -> AgentRuns:
    return AgentRuns(
        over=words.over_line(evidence.company, evidence.as_of),
        title=f"Runs of {evidence.agent.name}",
        deck=_deck(choice, tally),
        more=_more(tally),
        empty=_empty(evidence, choice),
        kept=kept(evidence, policy),
    )


def _deck(choice: RunsFilter, tally: RunTally) -> str:
    days = window_words(choice.period)
    if not tally.runs:
        return f"No run of {days} fits." if choice.is_narrowed else f"No run in {days}."
    more = "More than " if tally.is_cut else ""
    fits = f" {'fits' if tally.runs == 1 else 'fit'} this choice" if choice.is_narrowed else ""
    return f"{more}{format.plural(tally.runs, 'run')} in {days}{fits}."


def _more(tally: RunTally) -> str:
    if not tally.recurring or not tally.runs:
        return ""
    first = tally.recurring[0]
    what = first.reason or f"{first.tool} failed"
    return f"“{what}” recurs in {format.plural(first.runs, 'run')}, {format.percent(first.runs / tally.runs)}."


def _empty(evidence: Evidence, choice: RunsFilter) -> tuple[str, ...]:
    """What to do next where nothing fits."""
    if choice.is_narrowed:
        return ("No run fits this choice.", "Take a filter away, or pick another period.")
    if not evidence.days:
        return ("No run of this agent was ever loaded.", "Load its log as runs.jsonl: nine keys are enough.")
    first, until = window(choice.period, evidence.as_of)
    if any(first <= row.day <= until for row in evidence.days):
        return (
            f"The runs of {window_words(choice.period)} are not kept here, only their figures.",
            "Look where their log was rolled up, or pick another period.",
        )
    last = evidence.days[-1].day
    return (
        f"No run in {window_words(choice.period)}.",
        f"The last one is of {format.full_day(last)}: pick its month.",
    )
