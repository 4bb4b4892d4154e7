"""Steps 7 and 8 on the screen: overlap and span side by side, the control plane as five lines."""

from __future__ import annotations

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.shared import Pair, PlaneRow, SpanRow
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.quarter.control import squares

PAIRS_SHOWN = 30
SPANS_SHOWN = 12


def overlap(board: Quarter) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        rows(_pairs(board), key="quarter_overlap")
    with right:
        st.html(_spans(board))


def plane(board: Quarter) -> None:
    st.html(_plane(board))


@once
def _plane(board: Quarter) -> Html:
    found = board.plane
    note = f"{found.there} of {found.of} done; {found.there_before} a quarter ago"
    heads = [
        parts.heading("Capability"),
        parts.heading("Done"),
        parts.heading("Owner"),
        parts.heading("Evidence"),
        parts.heading("Verified"),
        parts.heading("Next look"),
    ]
    table = parts.table(heads, [_capability(row, board) for row in found.rows], class_="as fold", label="Control plane")
    return join(parts.section("Control plane", note, squares(found.there, found.of)), table)


@once
def _pairs(board: Quarter) -> Html:
    opening = parts.section("Overlap", "workflow, systems and tools in common")
    if not board.overlaps:
        return join(opening, parts.empty("No two agents do the same work with the same tools."))
    hidden = len(board.overlaps) - PAIRS_SHOWN
    more = parts.note(f"And {format.count(hidden)} more, with as much or less in common.") if hidden > 0 else None
    return join(opening, el("ul", *map(_pair, board.overlaps[:PAIRS_SHOWN]), class_="as"), more)


def _pair(row: Pair) -> Html:
    address = link("scorecard", agent=row.weaker)
    said = el("span", el("a", row.weaker_name, href=address), f" and {row.stronger_name}")
    about = f"{format.percent(row.share, 0)} in common; {row.stronger_name} stands higher and would stay."
    return el("li", parts.icon(theme.MERGING), said, el("small", about), data_open=address)


@once
def _spans(board: Quarter) -> Html:
    opening = parts.section("Span", "agents per person")
    if not board.spans:
        return join(opening, parts.empty("Nobody is named for an agent yet."))
    heads = [
        parts.heading("Person"),
        parts.heading("Role"),
        parts.heading(words.period_words(board.before)[:2], "n"),
        parts.heading("Now", "n"),
    ]
    body = map(_span, sorted(board.spans, key=lambda row: (-row.now, row.name))[:SPANS_SHOWN])
    return join(opening, parts.table(heads, body, label="Agents per person"))


def _span(row: SpanRow) -> Html:
    cells = (el("td", row.name), el("td", row.role.lower(), class_="mute"), el("td", str(row.before), class_="n mute"))
    return el("tr", *cells, el("td", el("b", str(row.now)), class_="n"))


def _capability(row: PlaneRow, board: Quarter) -> Html:
    look = theme.CAPABILITIES[row.done]
    return el(
        "tr",
        el("td", el("b", row.name), el("small", row.done_when)),
        el("td", parts.status(look, "Done" if row.done else "Not done")),
        el("td", row.owner or "nobody named", class_=None if row.owner else "risk"),
        el("td", row.evidence or "–", class_="wide"),
        el("td", format.day(row.verified_on, board.as_of) if row.verified_on else "never", class_="nw hide"),
        el(
            "td",
            format.day(row.next_review_on, board.as_of) if row.next_review_on else "–",
            class_="nw risk" if row.is_late else "nw hide",
        ),
    )
