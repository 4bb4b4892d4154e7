"""A sample of runs as lines: what people did with each, and the way to its trace where the agent names one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from agent_scorecard import format
from agent_scorecard.rules.facts import Agent, RunSample
from agent_scorecard.vocabulary import ReviewOutcome

PLACE = "{request_id}"
CALLS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One run; `trace` is the address of what it did, empty where the agent has no template for it."""

    outcome: ReviewOutcome
    text: str
    detail: str
    trace: str = ""


def sample_lines(sample: Sequence[RunSample], agent: Agent, as_of: date) -> tuple[SampleLine, ...]:
    return tuple(_line(run, agent, as_of) for run in sample)


def sample_note(sample: Sequence[RunSample], first: date, kept_from: date | None) -> str:
    """How the sample was drawn; of days from `first` on whose runs were purged only important ones are left."""
    if kept_from is not None and first < kept_from:
        left = f"; {format.plural(len(sample), 'important run')} left" if sample else ""
        return f"runs before {format.full_day(kept_from)} are no longer kept{left}"
    return f"{format.plural(len(sample), 'run')} drawn at random, each kind of review in turn" if sample else ""


def trace_of(agent: Agent, request_id: str) -> str:
    """The link to one run in the tracing tool; a template that holds no place for it leads to the tool itself."""
    return (agent.trace_url or "").replace(PLACE, quote(request_id, safe=""))


def _line(run: RunSample, agent: Agent, as_of: date) -> SampleLine:
    about = ", ".join(part for part in (run.case_class, f"version {run.version}" if run.version else "") if part)
    cost = format.money(run.cost, run.currency) if run.cost is not None else ""
    calls = ", ".join(run.calls[:CALLS_SHOWN])
    text = f"{run.request_id}{f' · {about}' if about else ''}"
    detail = " · ".join(part for part in (format.day(run.at.date(), as_of), calls, cost, run.reason) if part)
    return SampleLine(run.outcome, text, detail, trace_of(agent, run.request_id))
