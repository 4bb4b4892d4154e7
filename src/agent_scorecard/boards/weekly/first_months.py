"""Which agents are in their first month, in which week, and whose review waits longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.weekly import FirstMonth, Week, WeekState, in_first_month


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One agent in its first month: the week to look at, when it is to be reviewed, and the card after the weeks."""

    agent: str
    name: str
    owner: str
    owner_active: bool
    week: str
    when: str
    late: bool
    owed: bool
    is_open: bool
    reviewed: str
    card: str


@dataclass(frozen=True, slots=True)
class FirstMonths:
    over: str
    deck: str
    more: str
    lines: tuple[MonthLine, ...]


def first_months(company: Company, as_of: date, assessed: Sequence[Assessment], policy: Policy) -> FirstMonths:
    """Build the list of agents in their first month, what is overdue first."""
    lines = month_lines(assessed, policy)
    owed = sum(line.owed for line in lines)
    return FirstMonths(words.over_line(company, as_of), _deck(len(lines)), _more(len(lines), owed), lines)


def month_lines(assessed: Sequence[Assessment], policy: Policy) -> tuple[MonthLine, ...]:
    """Return one line for each agent in its first month, the longest waiting review first."""
    found = [(one, month) for one in assessed if (month := in_first_month(one.evidence, policy)) is not None]
    return tuple(_line(one, month) for one, month in sorted(found, key=_by_need))


def weeks_to_hold(assessed: Sequence[Assessment], policy: Policy) -> tuple[MonthLine, ...]:
    """Return the lines of which a review is still to be held, for the due list of the month (rules 8)."""
    return tuple(line for line in month_lines(assessed, policy) if line.is_open)


def when_words(week: Week, as_of: date) -> str:
    """When the review of a week is to be held, or that it was: "7 days late", "today", "on 30 Oct"."""
    match week.state:
        case WeekState.REVIEWED:
            return f"reviewed {format.day(week.review.held_on if week.review else None, as_of)}"
        case WeekState.OVERDUE:
            return f"{format.plural((as_of - week.due).days, 'day')} late"
        case WeekState.DUE:
            return "today"
        case WeekState.NOT_ASKED:
            return "not reviewed"
    return f"on {format.day(week.due, as_of)}"


def _by_need(pair: tuple[Assessment, FirstMonth]) -> tuple[bool, date, str]:
    one, month = pair
    return not month.now.is_owed, month.now.due, one.evidence.agent.agent


def _line(one: Assessment, month: FirstMonth) -> MonthLine:
    owner, active = words.owner_line(one.evidence)
    week, as_of = month.now, one.evidence.as_of
    return MonthLine(
        agent=one.evidence.agent.agent,
        name=one.evidence.agent.name,
        owner=owner,
        owner_active=active,
        week=f"Week {week.number} of {len(month.weeks)}",
        when=when_words(week, as_of),
        late=week.state is WeekState.OVERDUE,
        owed=week.is_owed,
        is_open=week.is_owed or week.state is WeekState.RUNNING,
        reviewed=format.n_of(len(month.reviewed), len(month.weeks)),
        card=format.day(one.due.on, as_of) if one.due.on is not None else "–",
    )


def _deck(agents: int) -> str:
    if not agents:
        return "No agent is in its first month."
    return f"{words.counted(agents, 'agent')} in {'its' if agents == 1 else 'their'} first month."


def _more(agents: int, owed: int) -> str:
    if not agents:
        return "A pilot that starts, or an agent that goes live, is reviewed each week for thirty days."
    return f"{words.counted(owed, 'review')} to be held now." if owed else "No review is to be held today."
