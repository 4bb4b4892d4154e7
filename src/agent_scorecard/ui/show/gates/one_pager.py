"""The agent on one page, on the screen and on paper: contract, procedure, operating model, who decides what."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.boards.gates.one_pager import OnePager, PaperLine
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join

TO_SIGN = ("Read and agreed, accountable owner, on", "Read and agreed, builder, on")


def one_pager(name: str, board: OnePager) -> None:
    with st.container(key="one_pager"):
        st.html(
            join(
                parts.section(f"{name} on one page", " · ".join(board.shares)),
                parts.pairs(board.purpose),
                parts.pairs((line.label, _line(line)) for line in board.lines),
                parts.section("Responsibility map", "one named person at each point"),
                parts.pairs((line.label, _line(line)) for line in board.rights),
                el("div", *(el("div", said, class_="write-line") for said in TO_SIGN), class_="on-paper"),
            )
        )


def _line(line: PaperLine) -> Html:
    """The fact, or what is missing in its place; under it the papers that show it."""
    if line.missing:
        told: Html = join(parts.icon(theme.ASKED, "missing"), el("span", line.missing))
    else:
        told = el("span", line.text or "none")
    return el("div", told, el("small", line.papers) if line.papers else None, class_="fact")
