"""The clock of an agent: which card is due when, and by how many days it is late (rules 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Due, Judged, say
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Decision
from agent_scorecard.rules.levels import ended_by, in_order, level_changes
from agent_scorecard.rules.periods import Grain, Period, containing, span
from agent_scorecard.rules.units import in_words
from agent_scorecard.vocabulary import Choice, Status, Verdict

AHEAD = timedelta(days=400)


class CardKind(StrEnum):
    """Why a card is due."""

    DAY_30 = "day_30"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    PAUSED = "paused"
    FIRST_LOAD = "first_load"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the clock; a decision that takes effect on `opens` or later, or is about `period`, settles it."""

    on: date
    kind: CardKind
    opens: date
    period: Period | None = None
    because: str = ""


def due(evidence: Evidence, policy: Policy, judged: Sequence[Judged] = ()) -> Due:
    """Return the earliest card without a decision (rules 8, 11).

    `judged` may hold several periods: every missed measure asks for a card after each of the next three month ends.
    """
    open_cards = [card for card in cards(evidence, policy, judged) if not _is_settled(evidence, card)]
    if not open_cards:
        return Due(None, 0, CardKind.NONE, say("no_card", _why_none(evidence)))
    card = open_cards[0]
    late = max(0, (evidence.as_of - card.on).days)
    following = next((later.on for later in open_cards if later.opens > evidence.as_of), None)
    sentence = say("card_due", _sentence(evidence, card, late), on=card.on.isoformat(), kind=card.kind, days_late=late)
    return Due(card.on, late, card.kind, sentence, following)


def cards(evidence: Evidence, policy: Policy, judged: Sequence[Judged] = ()) -> tuple[Card, ...]:
    """Return every card of the agent's clock in order, up to a year past the as-of day."""
    if evidence.agent.status in (Status.RETIRED, Status.MERGED) or ended_by(evidence) is not None:
        return ()
    if is_paused(evidence):
        found = _while_paused(evidence, policy)
    else:
        start = started_on(evidence)
        found = _while_working(evidence, policy, judged, start) if start is not None else []
    return tuple(_from_first_load(evidence, policy, sorted(found, key=lambda card: (card.on, card.kind))))


def started_on(evidence: Evidence) -> date | None:
    """Return the day the clock starts, None for an idea without a figure or not loaded yet (rules 8, 11)."""
    agent, first_run = evidence.agent, min((row.day for row in evidence.days), default=None)
    if agent.status in (Status.LIVE, Status.PAUSED):
        return agent.live_on or agent.status_since or first_run or _loaded_on(evidence)
    if agent.status is Status.PILOT:
        return agent.pilot_started or agent.status_since or first_run or _loaded_on(evidence)
    has_figures = first_run is not None or evidence.observations or evidence.time_stated_runs
    return _loaded_on(evidence) if has_figures else None


def is_paused(evidence: Evidence) -> bool:
    """Say whether the agent is paused on file, or by a decision not yet set in its own system."""
    last, since = next(iter(running_pause(evidence)), None), evidence.agent.status_since
    decided = last is not None and (since is None or since <= last.as_of)
    return evidence.agent.status is Status.PAUSED or decided


def running_pause(evidence: Evidence) -> tuple[Decision, ...]:
    """Return the decisions that paused the agent and hold still, the latest first: to revise it does not resume it."""
    others = (row for row in reversed(in_order(evidence)) if row.choice is not Choice.REVISE)
    return tuple(takewhile(lambda row: row.choice is Choice.PAUSE, others))


def portfolio_due(as_of: date, policy: Policy) -> date:
    """Return by when the outcome of the last complete quarter is to be recorded."""
    return containing(as_of, Grain.QUARTER).previous.last + timedelta(days=policy.clock.portfolio_day)


def next_quarter_card(after: date, policy: Policy) -> date:
    """Return the first day a quarterly card falls due after a day."""
    quarters = span(containing(after, Grain.QUARTER).previous, containing(after + AHEAD, Grain.QUARTER))
    return next(day for day in (_day_after(quarter, policy.clock.quarterly_day) for quarter in quarters) if day > after)


def _while_working(evidence: Evidence, policy: Policy, judged: Sequence[Judged], start: date) -> list[Card]:
    clock, until = policy.clock, max(evidence.as_of, start) + AHEAD
    first = start + timedelta(days=clock.day_card)
    monthly = dict(_closely(evidence, policy, judged, start))
    last = start + timedelta(days=clock.monthly_until)
    opens = first - timedelta(days=clock.weekly_every)
    found = [Card(first, CardKind.DAY_30, opens)]
    found += [_monthly(policy, month, monthly[month]) for month in sorted(monthly)]
    for quarter in span(containing(last, Grain.QUARTER), containing(until, Grain.QUARTER)):
        if quarter.last > last and quarter.parts(Grain.MONTH)[-1] not in monthly:
            on = _day_after(quarter, clock.quarterly_day)
            found.append(Card(on, CardKind.QUARTERLY, quarter.last, quarter))
    return found


def _closely(evidence: Evidence, policy: Policy, judged: Sequence[Judged], start: date) -> Iterator[tuple[Period, str]]:
    """Yield the months that get a card of their own with the reason: the first three, and three after each event."""
    first = start + timedelta(days=policy.clock.day_card)
    last = start + timedelta(days=policy.clock.monthly_until)
    for day, reason in _events(evidence, judged):
        for month in _next_months(day, policy.clock.extra_month_ends):
            if month.last > first:
                yield month, reason
    for month in span(containing(first, Grain.MONTH), containing(last, Grain.MONTH)):
        if first < month.last <= last:
            yield month, ""


def _events(evidence: Evidence, judged: Sequence[Judged]) -> list[tuple[date, str]]:
    as_of = evidence.as_of
    found = [(day, f"the level changed on {text.day(day, as_of)}") for day in level_changes(evidence)]
    for row in evidence.incidents:
        if row.severity.is_serious:
            day = company_day(evidence, row.detected_at)
            found.append((day, f"a serious incident was found on {text.day(day, as_of)}"))
    missed = [one for one in judged if one.verdict is Verdict.MISSED and one.period.complete(as_of)]
    found += [(one.period.last, f"{one.measure.name} was missed in {in_words(one.period)}") for one in missed]
    return sorted(found)


def _next_months(day: date, count: int) -> tuple[Period, ...]:
    """Return the months of the next month ends after a day."""
    month = containing(day, Grain.MONTH)
    first = month if day < month.last else month.next
    return tuple(first.shifted(step) for step in range(count))


def _monthly(policy: Policy, month: Period, because: str) -> Card:
    on = _day_after(month, policy.clock.monthly_day)
    return Card(on, CardKind.MONTHLY, month.last, month, because)


def _day_after(period: Period, day: int) -> date:
    return period.next.first.replace(day=day)


def _while_paused(evidence: Evidence, policy: Policy) -> list[Card]:
    begin, given = _pause(evidence, policy)
    every = timedelta(days=policy.clock.paused_every)
    found, opens = [], begin + timedelta(days=1)
    while given <= evidence.as_of + AHEAD:
        found.append(Card(given, CardKind.PAUSED, opens))
        opens, given = given + timedelta(days=1), given + every
    return found


def _pause(evidence: Evidence, policy: Policy) -> tuple[date, date]:
    """Return when the pause began and by when it was to be looked at again."""
    since = evidence.agent.status_since
    decided = [row for row in in_order(evidence) if row.choice is Choice.PAUSE and (since is None or since <= row.due)]
    if decided:
        return decided[-1].as_of, decided[-1].due
    began = since or _loaded_on(evidence) or evidence.as_of
    return began, began + timedelta(days=policy.clock.pause_without_date)


def _from_first_load(evidence: Evidence, policy: Policy, found: list[Card]) -> list[Card]:
    """Return the cards without those due before the agent was first loaded; such an agent gets 30 days instead."""
    loaded = _loaded_on(evidence)
    if loaded is None or not found or found[0].on >= loaded:
        return found
    first = loaded + timedelta(days=policy.clock.first_load)
    return [Card(first, CardKind.FIRST_LOAD, loaded), *(card for card in found if card.on > first)]


def _loaded_on(evidence: Evidence) -> date | None:
    """Return the day of the first load, None on a day before it: then lifecycle dates alone count (rules 11)."""
    loaded = evidence.first_loaded
    return None if loaded is None or evidence.as_of < loaded else loaded


def _is_settled(evidence: Evidence, card: Card) -> bool:
    return any(
        row.as_of >= card.opens or (card.period is not None and row.period == str(card.period))
        for row in evidence.decisions
    )


def _why_none(evidence: Evidence) -> str:
    status = evidence.agent.status
    if status in (Status.RETIRED, Status.MERGED):
        return f"No card is due: the agent is {status.value}."
    if (last := ended_by(evidence)) is not None:
        return f"No card is due: it was decided on {text.full_day(last.as_of)} to {last.choice} it."
    if evidence.first_loaded is not None and _loaded_on(evidence) is None:
        return f"No card is due: the agent was first loaded later, on {text.full_day(evidence.first_loaded)}."
    return "No card is due before a pilot starts."


def _sentence(evidence: Evidence, card: Card, late: int) -> str:
    when = text.day(card.on, evidence.as_of)
    verb = f"was due on {when}: {text.plural(late, 'day')} late" if late else f"is due on {when}"
    because = f", because {card.because}" if card.because else ""
    return f"{_subject(card)} {verb}{because}."


def _subject(card: Card) -> str:
    if card.period is not None:
        return f"The card for {in_words(card.period)}"
    return {
        CardKind.DAY_30: "The day-30 card",
        CardKind.PAUSED: "The decision about the pause",
    }.get(card.kind, "The first card")
