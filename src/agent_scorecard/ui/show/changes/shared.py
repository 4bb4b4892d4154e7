"""What the views of the page about changes share: turned lists, and the cell of an agent that opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from agent_scorecard.ui import long
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el

Item = TypeVar("Item")
PAGE = "changes"
SIZE = 25


def turned(make: Callable[[Sequence[Item]], Html], items: Sequence[Item], key: str) -> None:
    """Show what is made of a list, a page at a time where it is long."""
    long.turned(lambda page: make(long.on_page(items, SIZE, page)), len(items), SIZE, key, here=PAGE)


def said(sentence: str, shown: Sequence[object]) -> None:
    """Say what a view found in several agents; of one its rows say it."""
    if len(shown) > 1:
        st.html(el("p", sentence, class_="as-sentence"))


def agent_cell(agent: str, name: str, about: str = "") -> Html:
    """An agent with a grey line under it; it opens the agent on this page."""
    return el("td", el("a", name, href=address(agent)), el("small", about) if about else None, class_="action")


def address(agent: str, **chosen: str) -> str:
    return link(PAGE, agent=agent, **chosen)
