"""The ladder as one table: lanes 4 to 1 as group rows, so that the eye compares all agents on one axis."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import streamlit as st

from agent_scorecard.boards.ladder import Ladder, LadderRow, Lane
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join

COLUMNS = 5
AGENTS = 40
MOVES = {"up": theme.STEP_UP, "down": theme.STEP_DOWN, "ahead": theme.AHEAD}


def ladder(board: Ladder) -> None:
    st.html(_key())
    long.turned(partial(_table, board), board.shown, AGENTS, key="ladder")
    if board.automations:
        count = f"{board.automations} {'automation follows' if board.automations == 1 else 'automations follow'}"
        st.html(parts.note(f"{count} fixed rules and {'stands' if board.automations == 1 else 'stand'} on no lane."))


def _key() -> Html:
    def mark(class_: str, word: str) -> Html:
        return el("span", el("span", el("i", class_=class_), class_="rung"), word)

    def bar(class_: str | None, word: str) -> Html:
        return el("span", el("span", el("i", class_=class_), class_="ev"), word)

    return el(
        "div",
        mark("allowed", "allowed today"),
        mark("filed", "on file"),
        mark("supported", "supported, where it differs"),
        bar("there", "there"),
        bar("missing", "missing"),
        bar("not_known", "not known"),
        bar("does_not_apply", "does not apply"),
        class_="as-key",
        aria_hidden="true",
    )


def _table(board: Ladder, page: int) -> Html:
    heads = [
        parts.heading("Agent"),
        el("th", parts.rung_heads(), scope="col", aria_label="Level 1 to 4"),
        parts.heading("Evidence for next level"),
        parts.heading("What is missing"),
        parts.heading("Proposal"),
    ]
    standing = [row for lane in board.lanes for row in lane.rows]
    shown = {row.agent for row in long.on_page(standing, AGENTS, page)}
    body = [row for lane in board.lanes for row in _lane(lane, shown, with_empty=page in (long.WHOLE, 1))]
    return parts.table(heads, body, class_="as fold ladder", label="Agents by autonomy level")


def _lane(lane: Lane, shown: Collection[str], *, with_empty: bool) -> list[Html]:
    title = parts.group_row(f"{lane.level.value}  {lane.level.word}", lane.meaning, COLUMNS)
    standing = [_row(row) for row in lane.rows if row.agent in shown]
    if not lane.rows and with_empty:
        standing = [el("tr", el("td", lane.empty, colspan=str(COLUMNS), class_="mute"))]
    return [title, *standing] if standing else []


def _row(row: LadderRow) -> Html:
    address = link("scorecard", agent=row.agent)
    about = " · ".join(part for part in (row.owner, row.tier, row.status) if part)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", about)),
        el("td", parts.rung(row.rung)),
        el("td", parts.strip(row.evidence, row.there), el("small", row.there), class_="nw"),
        el("td", _missing(row), class_="wide"),
        el("td", _move(row), class_="nw"),
        data_open=address,
    )


def _missing(row: LadderRow) -> Html:
    shown = join(*(el("div", sentence) for sentence in row.missing))
    more = len(row.missing_more)
    if not more:
        return shown
    noun = "item" if more == 1 else "items"
    return join(shown, el("small", f"and {more} {noun} more", title=" ".join(row.missing_more)))


def _move(row: LadderRow) -> Html | None:
    return parts.status(MOVES[row.move], row.move_words) if row.move else None


def head(board: Ladder) -> None:
    st.html(join(parts.head(board.over, "Autonomy ladder", board.deck, board.more)))
