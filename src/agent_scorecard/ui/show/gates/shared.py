"""What the views of the gates page share."""

from __future__ import annotations

from agent_scorecard.ui.markup import Html, el

PAGE = "gates"
SIZE = 25


def on_narrow(name: str) -> Html:
    """The name of a column, read only where rows fold and its heading is gone."""
    return el("span", f"{name} ", class_="on-narrow mute")
