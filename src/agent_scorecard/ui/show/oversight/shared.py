"""What the views of the oversight page share: group rows that lead to one agent, folds, and the cell of an action."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Child, Html, el, join

PAGE = "oversight"


def agent_row(agent: str, name: str, about: str, columns: int) -> Html:
    """The line above an agent's actions; it opens the agent."""
    address = link(PAGE, agent=agent)
    title = el("td", el("a", name, href=address), el("span", about) if about else None, colspan=str(columns))
    return el("tr", title, class_="g", data_open=address)


def action_cell(name: str, about: str) -> Html:
    return el("td", el("b", name), el("small", about) if about else None, class_="action")


def lines(first: Child, *rest: str) -> Html:
    """A cell whose first line is in ink and the others grey under it."""
    return join(first, *(el("small", text) for text in rest if text))


def on_narrow(name: str) -> Html:
    """The name of a column, read only where rows fold and its heading is gone."""
    return el("span", f"{name} ", class_="on-narrow mute")


def folded(title: str, inner: Html) -> Html:
    return el("details", el("summary", title, class_="as-note"), inner)


def empty_row(text: str, columns: int) -> Html:
    return el("tr", el("td", text, colspan=str(columns), class_="mute"))


def or_said(rows: Sequence[Html], said: str, columns: int) -> list[Html]:
    """The rows, or one grey line that says why there is none."""
    return list(rows) or [empty_row(said, columns)]
