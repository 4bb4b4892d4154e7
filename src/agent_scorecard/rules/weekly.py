"""The first month of an agent in weeks: which were reviewed, which are due, and when it is over (rules 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Scalar, Sentence, say
from agent_scorecard.rules.cadence import is_paused, started_on
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import WeeklyReview
from agent_scorecard.vocabulary import Status

DAY = timedelta(days=1)


class WeekState(StrEnum):
    """How the review of a week stands on a day."""

    REVIEWED = "reviewed"
    OVERDUE = "overdue"
    DUE = "due"
    RUNNING = "running"
    AHEAD = "ahead"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the first month; its review is due on the day after its last one. `review` None: not recorded."""

    number: int
    begins: date
    due: date
    state: WeekState
    review: WeeklyReview | None = None

    @property
    def ends(self) -> date:
        return self.due - DAY

    @property
    def is_owed(self) -> bool:
        return self.state in (WeekState.OVERDUE, WeekState.DUE)

    @property
    def has_begun(self) -> bool:
        return self.state is not WeekState.AHEAD


@dataclass(frozen=True, slots=True)
class FirstMonth:
    """The clock of weekly reviews since pilot start or go-live; `ends` is its last day."""

    begins: date
    ends: date
    is_over: bool
    weeks: tuple[Week, ...]

    @property
    def owed(self) -> tuple[Week, ...]:
        """Weeks that are over and were not reviewed, the longest waiting first."""
        return tuple(week for week in self.weeks if week.is_owed)

    @property
    def reviewed(self) -> tuple[Week, ...]:
        return tuple(week for week in self.weeks if week.review is not None)

    @property
    def now(self) -> Week:
        """The week to look at: the first that is owed, else the one that runs, else the last."""
        running = (week for week in self.weeks if week.state is WeekState.RUNNING)
        return next(iter((*self.owed, *running)), self.weeks[-1])

    def week(self, number: int) -> Week | None:
        return next((week for week in self.weeks if week.number == number), None)


def first_month(evidence: Evidence, policy: Policy) -> FirstMonth | None:
    """Return the first month of a pilot or a live agent, over or not; None where no clock runs."""
    begins = started_on(evidence)
    if begins is None or evidence.agent.status not in (Status.PILOT, Status.LIVE) or is_paused(evidence):
        return None
    ends = begins + timedelta(days=policy.clock.weekly_until)
    count = max(1, policy.clock.weekly_until // policy.clock.weekly_every)
    weeks = tuple(_week(evidence, policy, begins, number) for number in range(1, count + 1))
    return FirstMonth(begins, ends, evidence.as_of > ends, weeks)


def in_first_month(evidence: Evidence, policy: Policy) -> FirstMonth | None:
    """Return the first month while it lasts, from its first day to the day of its card."""
    month = first_month(evidence, policy)
    return month if month is not None and not month.is_over and month.begins <= evidence.as_of else None


def how_it_stands(evidence: Evidence, month: FirstMonth) -> Sentence:
    """Return which week is to be reviewed next and when, or that none is left."""
    week, total, as_of = month.now, len(month.weeks), evidence.as_of
    name, when = f"Week {week.number} of {total}", text.day(week.due, as_of)
    told: dict[str, Scalar] = {"week": week.number, "due": week.due.isoformat()}
    if month.is_over:
        done = text.n_of(len(month.reviewed), total)
        over = text.full_day(month.ends)
        return say("first_month_over", f"Its first month was over on {over}: {done} weeks were reviewed.")
    match week.state:
        case WeekState.OVERDUE:
            late = text.plural((as_of - week.due).days, "day")
            return say("week_overdue", f"{name} was to be reviewed by {when}: {late} late.", **told)
        case WeekState.DUE:
            return say("week_due", f"{name} is to be reviewed today.", **told)
        case WeekState.RUNNING:
            return say("week_running", f"{name} is to be reviewed on {when}.", **told)
    return say("weeks_done", "No week is left to review.")


def _week(evidence: Evidence, policy: Policy, start: date, number: int) -> Week:
    every = timedelta(days=policy.clock.weekly_every)
    begins = start + every * (number - 1)
    review = next((row for row in evidence.weekly_reviews if row.begins == begins), None)
    return Week(number, begins, begins + every, _state(evidence, policy, begins, start, review), review)


def _state(evidence: Evidence, policy: Policy, begins: date, start: date, review: WeeklyReview | None) -> WeekState:
    """A review is asked for from the day after its week, while the first month lasts, never before the first load."""
    as_of, due = evidence.as_of, begins + timedelta(days=policy.clock.weekly_every)
    if review is not None:
        return WeekState.REVIEWED
    if as_of < begins:
        return WeekState.AHEAD
    if as_of < due:
        return WeekState.RUNNING
    loaded = evidence.first_loaded
    if as_of > start + timedelta(days=policy.clock.weekly_until) or (loaded is not None and due < loaded <= as_of):
        return WeekState.NOT_ASKED
    return WeekState.DUE if as_of == due else WeekState.OVERDUE
