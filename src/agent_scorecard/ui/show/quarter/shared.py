"""Steps 7 and 8 on the screen: overlap and span side by side, the control plane as five lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.shared import Pair, PlaneRow, SpanRow
from agent_scorecard.ui import long, parts, theme
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.quarter.control import squares

PAIRS_TURNED = 12
SPANS_SHOWN = 12


def overlap(board: Quarter) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        long.turned(partial(_pairs, board), len(board.overlaps), PAIRS_TURNED, key="quarter_overlap")
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
def _pairs(board: Quarter, page: int) -> Html:
    opening = parts.section("Overlap", "workflow, systems and tools in common")
    if not board.overlaps:
        return join(opening, parts.empty("No two agents do the same work with the same tools."))
    pairs = map(_pair, long.on_page(board.overlaps, PAIRS_TURNED, page))
    return join(opening, el("ul", *pairs, class_="as"))


def _pair(row: Pair) -> Html:
    address = link("scorecard", agent=row.weaker)
    said = el("span", el("a", row.weaker_name, href=address), f" and {row.stronger_name}")
    about = f"{format.percent(row.share, 0)} in common; {row.stronger_name} stands higher and would stay."
    return el("li", parts.icon(theme.MERGING), said, el("small", about), data_open=address)


@once
def _spans(board: Quarter) -> Html:
    opening = parts.section("Span", "agents per person, against a quarter ago")
    if not board.spans:
        return join(opening, parts.empty("Nobody is named for an agent yet."))
    carried = _by_person(board.spans)
    most = [one for one in carried if sum(row.now for row in one) > 1]
    if not most:
        return join(opening, parts.empty("Nobody carries more than one agent."))
    roles = sorted({row.role for row in board.spans})
    heads = [parts.heading("Person"), *(parts.heading(role, "n") for role in roles)]
    table = parts.table(heads, [_carrier(one, roles) for one in most[:SPANS_SHOWN]], label="Agents per person")
    others = len(carried) - len(most[:SPANS_SHOWN])
    return join(opening, table, parts.note(f"{format.plural(others, 'other')} with fewer.") if others else None)


def _by_person(spans: Iterable[SpanRow]) -> list[list[SpanRow]]:
    """The roles of each person together, whoever carries most first."""
    found: dict[str, list[SpanRow]] = {}
    for row in spans:
        found.setdefault(row.person, []).append(row)
    return sorted(found.values(), key=lambda one: (-sum(row.now for row in one), one[0].name.casefold()))


def _carrier(one: Sequence[SpanRow], roles: Sequence[str]) -> Html:
    by_role = {row.role: row for row in one}
    cells = (el("td", *_count(by_role.get(role)), class_="n") for role in roles)
    return el("tr", el("td", one[0].name), *cells)


def _count(row: SpanRow | None) -> list[Html]:
    if row is None:
        return [el("span", "·", class_="mute")]
    before = [el("span", f"{row.before} → ", class_="mute")] if row.before != row.now else []
    return [*before, el("b", str(row.now))]


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
