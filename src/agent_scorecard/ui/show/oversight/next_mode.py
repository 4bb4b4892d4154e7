"""Actions that have earned the next mode with their evidence, and what keeps the others where they are."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.oversight.next_mode import NextModes, NextRow
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.oversight import shared


def next_modes(board: NextModes) -> None:
    st.html(el("p", board.said, class_="as-sentence"))
    if board.earned:
        shared.turned(lambda part: join(_table(part), _how(part)), board.earned, key="earned")
    always = f"A person always approves {format.plural(board.always, 'action')}: no evidence changes that."
    waiting = shared.capped(f"{format.count(len(board.waiting))} not yet, and what they lack", _table, board.waiting)
    if rest := join(parts.note(always) if board.always else None, waiting):
        st.html(rest)


def _table(found: Sequence[NextRow]) -> Html:
    heads = [
        parts.heading("Action"),
        parts.heading("Step"),
        parts.heading("Decisions", "n"),
        parts.heading("Without a substantive edit"),
        parts.heading("What comes next"),
    ]
    return parts.table(heads, map(_row, found), class_="as fold next-of", label="Steps to the next mode")


def _row(row: NextRow) -> Html:
    step = parts.status(theme.STEP_UP, f"{row.mode.word} → {row.to.word.lower()}")
    return el(
        "tr",
        shared.action_cell(row.action, f"{row.name} · {row.about}"),
        el("td", step if not row.gaps else f"{row.mode.word} → {row.to.word.lower()}"),
        el("td", shared.on_narrow("Decisions"), row.n, class_="n start"),
        el("td", row.share),
        el("td", _next(row), class_="wide"),
    )


def _next(row: NextRow) -> Html:
    if row.gaps:
        return join(*(el("div", gap) for gap in row.gaps))
    address = link("scorecard", agent=row.agent)
    way = el("a", el("span", "Decide on its scorecard", class_="accent"), href=address, data_open=address)
    return join(way, el("small", row.signs) if row.signs else None)


def _how(earned: Sequence[NextRow]) -> Html | None:
    told = [el("div", el("b", row.action), f" {row.how}") for row in earned if row.how]
    return shared.folded("How this was computed", el("div", *told, class_="as-note")) if told else None
