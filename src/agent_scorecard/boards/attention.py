"""Things that need a person: where each is put right, and the order in which they are named."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.boards import words
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.rules.answers import Finding

PLACES = frozenset({"oversight", "gates", "changes", "incidents"})
"""Pages beside the card on which a finding about one agent is put right."""


def attended(found: Finding, agent: str, name: str, how: str = "") -> Attention:
    """A finding as a thing that needs a person; it leads to its own page where there is one, else to the card."""
    place = found.link if found.link in PLACES else "scorecard"
    return Attention(agent, name, found.severity, found.sentence.text, words.way_out(found), found.code, how, place)


def first_of_each(rows: Sequence[Attention]) -> tuple[tuple[Attention, ...], tuple[Attention, ...]]:
    """Part the heaviest finding of each agent from its others: the list names every agent before any agent twice."""
    seen: set[tuple[str, str]] = set()
    first: list[Attention] = []
    others: list[Attention] = []
    for row in rows:
        (others if (row.agent, row.name) in seen else first).append(row)
        seen.add((row.agent, row.name))
    return tuple(first), tuple(others)
