"""The quarterly review put together: ten steps in order, and the sentence it opens with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.access import Actor
from agent_scorecard.boards import words
from agent_scorecard.boards.follow_through import FollowThrough, follow_through
from agent_scorecard.boards.proposed import ProposalLine, proposal_lines
from agent_scorecard.boards.quarter.comparison import InventoryRow, ValueRow, inventory, values
from agent_scorecard.boards.quarter.control import Control, Exceptions, control, exceptions
from agent_scorecard.boards.quarter.held import Held, named
from agent_scorecard.boards.quarter.how import Told, hows
from agent_scorecard.boards.quarter.outcome import Outcomes, outcomes
from agent_scorecard.boards.quarter.shared import Pair, Plane, SpanRow, overlap, plane, spans
from agent_scorecard.boards.quarter.spend import Spend, Total, spend
from agent_scorecard.boards.quarter.standing import ProposalGroup, Standing, against, proposals, standing
from agent_scorecard.boards.quarter.steps import Step
from agent_scorecard.rules.periods import Grain, Period


@dataclass(frozen=True, slots=True)
class Quarter:
    """Everything a review shows; figures are raw, `before` is the quarter each is held against."""

    over: str
    title: str
    deck: str
    more: str
    period: Period
    before: Period
    as_of: date
    before_as_of: date
    is_current: bool
    policy_version: str
    agents: int
    control: tuple[Control, ...]
    exceptions: Exceptions
    inventory: tuple[InventoryRow, ...]
    values: tuple[ValueRow, ...]
    standing: Standing
    proposals: tuple[ProposalGroup, ...]
    follow_through: FollowThrough
    waiting: tuple[ProposalLine, ...]
    against: str
    overlaps: tuple[Pair, ...]
    spans: tuple[SpanRow, ...]
    plane: Plane
    spend: Spend
    outcomes: Outcomes
    how: Mapping[Step, Told]


def quarter(held: Held, as_of: date) -> Quarter:
    """Build the review; `as_of` is the day the reader looks from, which is not that of an old review."""
    controls, rows, money = control(held), values(held), spend(held)
    deck, more = _deck(rows, controls, money.totals)
    return Quarter(
        over=_over(held),
        title=named(held.quarter),
        deck=deck,
        more=more,
        period=held.quarter,
        before=held.before.quarter,
        as_of=held.now.as_of,
        before_as_of=held.before.as_of,
        is_current=held.now.as_of == as_of,
        policy_version=held.policy.version,
        agents=len(held.now.assessed),
        control=controls,
        exceptions=exceptions(held),
        inventory=inventory(held),
        values=rows,
        standing=standing(held),
        proposals=proposals(held),
        follow_through=follow_through(held.now.assessed, held.policy, held.quarter.first, held.quarter.last),
        waiting=tuple(line for line in _lines(held) if line.waits),
        against=against(held),
        overlaps=overlap(held),
        spans=spans(held),
        plane=plane(held),
        spend=money,
        outcomes=outcomes(held),
        how=hows(held.policy),
    )


def _lines(held: Held) -> tuple[ProposalLine, ...]:
    return proposal_lines(held.now.assessed, held.policy, Actor(""))


def _over(held: Held) -> str:
    first, last = (each.first for each in (held.quarter.parts(Grain.MONTH)[0], held.quarter.parts(Grain.MONTH)[-1]))
    months = f"{format.month(first).split()[0]} to {format.month(last)}"
    return f"{held.company.name} · Quarterly review, {months} · {format.long_day(held.now.as_of)}"


def _deck(rows: Sequence[ValueRow], controls: Sequence[Control], totals: Sequence[Total]) -> tuple[str, str]:
    return _outcome_words(rows, totals), _control_words(controls)


def _outcome_words(rows: Sequence[ValueRow], totals: Sequence[Total]) -> str:
    known = [row.value for row in rows if row.value is not None]
    paid = format.listed([format.rounded_money(row.total, row.currency) for row in totals if row.total])
    cost = f", for {paid}" if paid else ""
    if not rows:
        return "No agent was live in the quarter."
    if not known:
        return f"No outcome can be compared with a baseline yet{cost}."
    moved, reached = sum(value > 0 for value in known), sum(value >= 1 for value in known)
    of = words.spelled(len(known)).lower()
    noun = "outcome" if len(known) == 1 else "outcomes"
    met = f"{words.spelled(reached).lower() if reached else 'none'} reached it"
    return f"{words.spelled(moved) if moved else 'None'} of {of} {noun} moved toward the target, {met}{cost}."


def _control_words(controls: Sequence[Control]) -> str:
    if not any(row.of for row in controls):
        return ""
    thinner = [row for row in controls if row.is_thinner]
    if thinner:
        places = "one place" if len(thinner) == 1 else f"{words.spelled(len(thinner)).lower()} places"
        return f"Control is thinner in {places}."
    whole = sum(row.there == row.of for row in controls)
    if whole == len(controls):
        return "Control is complete."
    some = words.spelled(whole).lower() if whole else "none"
    return f"Control is complete in {some} of {words.spelled(len(controls)).lower()} respects."
