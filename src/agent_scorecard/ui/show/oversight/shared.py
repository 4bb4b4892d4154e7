"""What the views of the oversight page share: group rows that lead to one agent, folds, and the cell of an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from agent_scorecard import format
from agent_scorecard.ui import long, parts
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Child, Html, el, join

Item = TypeVar("Item")
PAGE = "oversight"
SIZE = 25


def turned(make: Callable[[Sequence[Item]], Html], items: Sequence[Item], key: str, here: str = PAGE) -> None:
    """Show what is made of a list, a page at a time where it is long."""
    long.turned(lambda page: make(long.on_page(items, SIZE, page)), len(items), SIZE, key, here=here)


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


def capped(title: str, make: Callable[[Sequence[Item]], Html], items: Sequence[Item]) -> Html | None:
    """A fold with the first of many; nothing where there are none."""
    if not items:
        return None
    rest = len(items) - long.FOLDED
    said = parts.note(f"And {format.count(rest)} more: pick a team or an agent.") if rest > 0 else None
    return folded(title, join(make(items[: long.FOLDED]), said))


def empty_row(text: str, columns: int) -> Html:
    return el("tr", el("td", text, colspan=str(columns), class_="mute"))


def or_said(rows: Sequence[Html], said: str, columns: int) -> list[Html]:
    """The rows, or one grey line that says why there is none."""
    return list(rows) or [empty_row(said, columns)]
