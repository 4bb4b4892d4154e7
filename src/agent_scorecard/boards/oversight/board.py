"""The head of the oversight page: where persons stand, what needs one, and which part of the agents is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.oversight.seen import OversightFilter, Seen, counted, narrowed
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding
from agent_scorecard.rules.evidence import Company
from agent_scorecard.vocabulary import Mode, Severity

AGENTS_SHOWN = 25
SUBJECT = "oversight"
ALSO = frozenset({"no_kill_switch", "partial_kill_switch", "builder_only_on_call", "forbidden_call", "limit_breach"})
"""Findings about oversight whose way out is on the agent's card."""


@dataclass(frozen=True, slots=True)
class Oversight:
    """A part of the agents with their actions; `agents` and `actions` count all that fit the choice."""

    over: str
    deck: str
    more: str
    attention: tuple[Attention, ...]
    agents: int
    actions: int
    part: int
    parts: int
    shown: tuple[Seen, ...]

    @property
    def range(self) -> str:
        """ "agents 26 to 50 of 1,000", or nothing where all are shown."""
        if self.parts == 1:
            return ""
        first = (self.part - 1) * AGENTS_SHOWN + 1
        return f"agents {first} to {first + len(self.shown) - 1} of {format.count(self.agents)}"


def oversight(
    company: Company,
    as_of: date,
    everyone: Sequence[Seen],
    policy: Policy,
    choice: OversightFilter | None = None,
    part: int = 1,
) -> Oversight:
    """Build the head and one part of the agents; a part beyond the last shows the last."""
    every = narrowed(everyone, policy, choice) if choice else tuple(everyone)
    parts = max(1, -(-len(every) // AGENTS_SHOWN))
    part = min(max(1, part), parts)
    found = [(row, each) for each in every for row in each.one.findings if is_subject(row)]
    found.sort(key=lambda pair: (-pair[0].severity.rank, pair[1].agent, pair[0].place))
    modes = [answer.mode for each in every for answer in each.modes]
    deck, more = _deck(modes, [row for row, _ in found])
    return Oversight(
        over=words.over_line(company, as_of),
        deck=deck,
        more=more,
        attention=tuple(_attention(row, each) for row, each in found),
        agents=len(every),
        actions=len(modes),
        part=part,
        parts=parts,
        shown=every[(part - 1) * AGENTS_SHOWN : part * AGENTS_SHOWN],
    )


def is_subject(row: Finding) -> bool:
    """Say whether a finding is about oversight, wherever its way out is."""
    return row.link == SUBJECT or row.code in ALSO


def _attention(row: Finding, each: Seen) -> Attention:
    return Attention(each.agent, each.name, row.severity, row.sentence.text, row.way_out, row.code)


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
