"""Long lists: a page at a time whose number stands in the address, or all of it as a sheet to sort and search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard import format
from agent_scorecard.ui import parts
from agent_scorecard.ui.markup import Html
from agent_scorecard.ui.rows import rows

Item = TypeVar("Item")
FOLDED = 40
"""What may stand on one page, or wait behind "n more"; a longer list is turned, or offered as a sheet."""
WHOLE = 0
"""The page of a list that is short enough to be one."""
SHEET_HEIGHT, LONGEST_NUMBER = 420, 9


def turned(make: Callable[[int], Html], count: int, size: int, key: str, *, here: str = "") -> None:
    """Show rows, made for one page, with a pager under them where they are too many to be one."""
    place, page = _page(count, size, f"{key}_page")
    with place:
        rows(make(page), key=key, here=here)


def on_page(items: Sequence[Item], size: int, page: int) -> Sequence[Item]:
    return items if page == WHOLE else items[size * (page - 1) : size * page]


def sheet(label: str, items: Sequence[Item], record: Callable[[Item], Mapping[str, object]], key: str) -> None:
    """Offer the whole of a list of which only the beginning is shown; it is built while it is open."""
    folded = st.expander(f"{label}: all {format.count(len(items))}", type="compact", key=key, on_change="rerun")
    if folded.open:
        lines = [dict(record(item)) for item in items]
        folded.dataframe(lines, hide_index=True, height=SHEET_HEIGHT, key=f"{key}_rows")


def _page(count: int, size: int, key: str) -> tuple[DeltaGenerator, int]:
    """Where to draw, and which page the address asks for."""
    place = st.container()
    if count <= max(size, FOLDED):
        return place, WHOLE
    pages = -(-count // size)
    asked = st.query_params.get(key, "")
    st.session_state[key] = min(max(int(asked[:LONGEST_NUMBER]), 1), pages) if asked.isdecimal() else 1
    with st.container(horizontal=True, vertical_alignment="center"):
        page = st.pagination(pages, max_visible_pages=5, key=key, on_change=_to_address, args=(key,))
        first, last = size * (page - 1) + 1, min(size * page, count)
        st.html(parts.note(f"{format.count(first)} to {format.count(last)} of {format.count(count)}"))
    return place, page


def _to_address(key: str) -> None:
    st.query_params[key] = str(st.session_state[key])
