"""The table of rights as a person reads it: one line for each thing to do, with its cases where the answer differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from agent_scorecard.access.answer import DEEDS
from agent_scorecard.access.rights import Right, Standing
from agent_scorecard.access.table import EVERYONE, TABLE
from agent_scorecard.vocabulary import Tier

NO, NOT_OWNER, OWN, NAMED = "-", "¹", "²", "³"
NOTES = (
    f"{NOT_OWNER} never the agent's own owner, whatever else they are, and never whoever proposed it.",
    f"{OWN} only for agents the person holds a role for.",
    f"{NAMED} and whoever the follow-up names.",
)
OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Case:
    """What an answer may depend on beside who asks."""

    tier: Tier
    has_owner: bool
    is_small: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what is done, in which cases, and the answer to each of `EVERYONE`."""

    right: Right
    when: str
    cases: tuple[Case, ...]
    answers: tuple[str, ...]


CASES = tuple(Case(*each) for each in product(Tier, (True, False), (False, True)))


def lines() -> Iterator[Line]:
    """Yield every line of the table, cases with the same answers in one."""
    for right in Right:
        found: dict[tuple[str, ...], list[Case]] = {}
        for case in CASES:
            found.setdefault(tuple(_answer(right, who, case) for who in EVERYONE), []).append(case)
        for answers, cases in found.items():
            yield Line(right, _when(cases), tuple(cases), answers)


def markdown() -> str:
    """Return the table as docs/access.md holds it."""
    heads = ("to …", "when", *(who.value for who in EVERYONE))
    rows = [_row(heads), _row(["---"] * len(heads)), *(_row(_cells(line)) for line in lines())]
    return "\n".join([*rows, "", *NOTES])


def _cells(line: Line) -> list[str]:
    named = NAMED if line.right is Right.CLOSE_FOLLOW_UP else ""
    return [DEEDS[line.right].format(it="the agent") + named, line.when, *line.answers]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _answer(right: Right, who: Standing, case: Case) -> str:
    found = {
        row.step.value + NOT_OWNER * row.not_owner + OWN * row.own: None
        for row in TABLE
        if row.right is right
        and who in row.who
        and case.tier in row.tiers
        and row.owned in (None, case.has_owner)
        and (case.is_small or not row.small)
    }
    return ", ".join(found) or NO


def _when(cases: Sequence[Case]) -> str:
    """Name the cases where they are every one of some tiers, with or without owner, of some size; else the rest."""
    tiers = [tier for tier in Tier if any(case.tier is tier for case in cases)]
    owned = {case.has_owner for case in cases}
    small = {case.is_small for case in cases}
    if len(cases) != len(tiers) * len(owned) * len(small):
        return OTHERWISE
    words = [f"{' or '.join(tiers)} tier"] if len(tiers) < len(Tier) else []
    words += [] if len(owned) > 1 else ["an active owner" if True in owned else "no active owner"]
    words += [] if len(small) > 1 else ["small company" if True in small else "not a small company"]
    return ", ".join(words) or "always"
