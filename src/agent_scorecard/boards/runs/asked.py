"""What a reader narrowed the runs to, as an address holds it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from agent_scorecard.boards.addresses import link
from agent_scorecard.boards.words import period_words
from agent_scorecard.rules.periods import Grain, Period, containing, parse
from agent_scorecard.rules.run_facts import RunPlace, RunsAsked
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, RunStatus

PAGE = "runs"
LATEST_DAYS = 28
MONTHS = 13


@dataclass(frozen=True, slots=True)
class RunsFilter:
    """Empty means any; `period` is a month, week or quarter, empty the latest days."""

    agent: str = ""
    period: str = ""
    outcome: str = ""
    status: str = ""
    result: str = ""
    model: str = ""
    prompt: str = ""
    tool: str = ""
    reason: str = ""
    error: str = ""

    @property
    def of_period(self) -> RunsFilter:
        """The same agent and period, narrowed no further."""
        return RunsFilter(self.agent, self.period)

    @property
    def is_narrowed(self) -> bool:
        return self != self.of_period


def wanted(choice: RunsFilter, as_of: date) -> RunsAsked:
    """Return what is asked of the log, never of days after the as-of day."""
    first, last = window(choice.period, as_of)
    return RunsAsked(
        choice.agent,
        first,
        last,
        ReviewOutcome(choice.outcome) if choice.outcome else None,
        RunStatus(choice.status) if choice.status else None,
        RunResult(choice.result) if choice.result else None,
        *(choice.model, choice.prompt, choice.tool, choice.reason, choice.error),
    )


def window(period: str, as_of: date) -> tuple[date, date]:
    """Return the first and the last day of a period, up to the as-of day."""
    if not period:
        return as_of - timedelta(days=LATEST_DAYS - 1), as_of
    found = parse(period)
    return found.first, max(found.first, min(found.last, as_of))


def window_words(period: str) -> str:
    """ "the last 28 days", "October 2026"."""
    return period_words(parse(period)) if period else f"the last {LATEST_DAYS} days"


def months_offered(as_of: date) -> tuple[str, ...]:
    """The months that can be picked, the latest first."""
    latest = containing(as_of, Grain.MONTH)
    return tuple(str(latest.shifted(-back)) for back in range(MONTHS))


def is_period(asked: str, as_of: date) -> bool:
    """Say whether a text of the address names a period that has begun."""
    try:
        found: Period = parse(asked)
    except ValueError:
        return False
    return found.first <= as_of


def address(choice: RunsFilter, **more: str) -> str:
    """Return where the page answers this choice."""
    return link(PAGE, **{**asdict(choice), **more})


def run_address(choice: RunsFilter, place: RunPlace) -> str:
    """Return where one run is opened, beside the list it was found in."""
    return address(choice, run=place.request_id, at=str(place.at))
