"""What the logs show and the board does not know, one sentence each with the way out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.discovered.lines import Line
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.markup import Html, el

SIZE = 25
HERE = "load_data"


def discovered(found: Sequence[Line]) -> None:
    st.html(parts.section("Seen in the logs, not on the board", f"{len(found)} in all"))
    long.turned(lambda page: _list(long.on_page(found, SIZE, page)), len(found), SIZE, "discovered", here=HERE)


def _list(found: Sequence[Line]) -> Html:
    return el("ul", *map(_line, found), class_="as two")


def _line(line: Line) -> Html:
    about = el("a", line.about, href=line.address) if line.address else el("b", line.about)
    return el(
        "li",
        parts.icon(theme.AHEAD, "to settle"),
        el("span", about, f" {line.said}"),
        el("small", line.way_out),
        data_open=line.address or None,
    )
