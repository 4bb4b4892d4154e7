"""The order in which things that need a person are named."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.boards.shapes import Attention


def first_of_each(rows: Sequence[Attention]) -> tuple[tuple[Attention, ...], tuple[Attention, ...]]:
    """Part the heaviest finding of each agent from its others: the list names every agent before any agent twice."""
    seen: set[tuple[str, str]] = set()
    first: list[Attention] = []
    others: list[Attention] = []
    for row in rows:
        (others if (row.agent, row.name) in seen else first).append(row)
        seen.add((row.agent, row.name))
    return tuple(first), tuple(others)
