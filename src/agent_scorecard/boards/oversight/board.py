"""The head of the oversight page: where a person comes first, and what needs one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.attention import attended
from agent_scorecard.boards.oversight.seen import OversightFilter, Seen, counted, narrowed
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding
from agent_scorecard.rules.evidence import Company
from agent_scorecard.vocabulary import Mode, Severity

SUBJECT = "oversight"
ALSO = frozenset({"no_kill_switch", "partial_kill_switch", "builder_only_on_call", "forbidden_call", "limit_breach"})
"""Findings about oversight whose way out is on the agent's card."""


@dataclass(frozen=True, slots=True)
class Oversight:
    """The agents with those of their actions that fit the choice, and what about them needs a person."""

    over: str
    deck: str
    more: str
    attention: tuple[Attention, ...]
    shown: tuple[Seen, ...]


def oversight(
    company: Company,
    as_of: date,
    everyone: Sequence[Seen],
    policy: Policy,
    choice: OversightFilter | None = None,
) -> Oversight:
    """Build the head; findings of all agents shown come heaviest first."""
    shown = narrowed(everyone, policy, choice) if choice else tuple(everyone)
    found = [(row, each) for each in shown for row in each.one.findings if is_subject(row)]
    found.sort(key=lambda pair: (-pair[0].severity.rank, pair[1].agent, pair[0].place))
    deck, more = _deck([answer.mode for each in shown for answer in each.modes], [row for row, _ in found])
    return Oversight(
        over=words.over_line(company, as_of),
        deck=deck,
        more=more,
        attention=tuple(_attention(row, each) for row, each in found),
        shown=shown,
    )


def is_subject(row: Finding) -> bool:
    """Say whether a finding is about oversight, wherever its way out is."""
    return row.link == SUBJECT or row.code in ALSO


def _attention(row: Finding, each: Seen) -> Attention:
    return attended(row, each.agent, each.name)


def _deck(modes: Sequence[Mode], found: Sequence[Finding]) -> tuple[str, str]:
    if not modes:
        return "No action is on file here.", ""
    never = modes.count(Mode.FORBIDDEN)
    first = sum(mode in (Mode.SHADOW, Mode.IN, Mode.IN_ABOVE) for mode in modes)
    rest = len(modes) - never - first
    parts = [
        f"{format.count(rest)} {'runs' if rest == 1 else 'run'} watched or alone" if rest else "",
        f"{format.count(never)} {'is' if never == 1 else 'are'} forbidden" if never else "",
    ]
    stands = f"A person comes first in {counted(first, len(modes), 'action')}"
    return f"{', '.join([stands, format.listed([part for part in parts if part])]).removesuffix(', ')}.", _open(found)


def _open(found: Sequence[Finding]) -> str:
    blocks = sum(row.severity is Severity.BLOCK for row in found)
    if not found:
        return "Nothing about them needs a person today."
    needs = f"{words.spelled(len(found))} {'thing needs' if len(found) == 1 else 'things need'} a person"
    return f"{needs}, {words.spelled(blocks).lower()} of them blocking." if blocks else f"{needs}."
