"""The table of rights in words: for each thing that is recorded, who does it at once, proposes it, approves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.access.answer import DEEDS
from agent_scorecard.access.rights import Right, Step
from agent_scorecard.access.table import EVERYONE, TABLE, Row
from agent_scorecard.vocabulary import Tier


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One thing to do; "" where no row of the table gives that step to anybody."""

    deed: str
    at_once: str
    proposes: str
    approves: str


def who_may() -> tuple[DeedLine, ...]:
    """Return every right that has a row, in the order of the table."""
    return tuple(_line(right) for right in dict.fromkeys(row.right for row in TABLE))


def _line(right: Right) -> DeedLine:
    deed = DEEDS[right].format(it="an agent")
    return DeedLine(deed[0].upper() + deed[1:], *(_told(right, step) for step in Step))


def _told(right: Right, step: Step) -> str:
    return "; ".join(_row(row) for row in TABLE if row.right is right and row.step is step)


def _row(row: Row) -> str:
    named = (
        "everybody with a role"
        if set(row.who) >= set(EVERYONE)
        else format.listed([who.replace("_", " ") for who in row.who], "or")
    )
    when = format.listed([*_conditions(row)])
    return f"{named} ({when})" if when else named


def _conditions(row: Row) -> Iterator[str]:
    if set(row.tiers) != set(Tier):
        yield f"{format.listed([*row.tiers], 'or')} tier"
    if row.owned is not None:
        yield "where an active owner is there" if row.owned else "where no active owner is there"
    if row.not_owner:
        yield "not its own owner"
    if row.own:
        yield "for agents they hold a role for"
    if row.small:
        yield "in a small company"
