"""What agents and tool servers say of themselves: A2A agent cards and MCP tool lists, texts of strangers throughout."""

from __future__ import annotations

from agent_scorecard.loading.cards.agent_card import of_card
from agent_scorecard.loading.cards.document import document
from agent_scorecard.loading.cards.tool_list import of_tools
from agent_scorecard.loading.doors import Clock
from agent_scorecard.loading.reading import Reading
from agent_scorecard.loading.shapes import Shape
from agent_scorecard.loading.sources import Source

__all__ = ["of_strangers"]


def of_strangers(shape: Shape, source: Source, clock: Clock) -> tuple[Reading, ...]:
    """Return the rows a card or a tool list brings. Raises Refused for a file that is none, OSError."""
    found, fingerprint = document(source), source.fingerprint()
    if shape is Shape.AGENT_CARD:
        return of_card(found, source.label, fingerprint, clock)
    return of_tools(found, source, fingerprint, clock)
