"""Who answers for each action: the gaps first, in red with their way out, then every action with its people."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.oversight.people import People, PeopleGroup, PeopleRow, Slot
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.oversight import shared

COLUMNS, GAPS_SHOWN = 5, 6
HEADS = ("Action", "Accountable", "System owner", "Risk owner", "Consulted, informed")


def people(board: People) -> None:
    shown, hidden = board.gaps[:GAPS_SHOWN], board.gaps[GAPS_SHOWN:]
    st.html(join(el("p", board.said, class_="as-sentence"), _gaps(shown) if shown else None, _more(hidden)))
    shared.turned(_table, board.groups, key="people")


def _gaps(gaps: Sequence[tuple[str, Attention]]) -> Html:
    return el("ul", *(_gap(action, gap) for action, gap in gaps), class_="as two")


def _more(hidden: Sequence[tuple[str, Attention]]) -> Html | None:
    return shared.capped(f"{format.plural(len(hidden), 'gap')} more", _gaps, hidden)


def _gap(action: str, gap: Attention) -> Html:
    subject = f"{action} " if action else ""
    return el(
        "li",
        parts.icon(theme.SEVERITIES[gap.severity], gap.severity.value),
        el("span", el("b", gap.name), f" {subject}", gap.text),
        el("small", gap.way_out),
    )


def _table(groups: Sequence[PeopleGroup]) -> Html:
    heads = [parts.heading(name) for name in HEADS]
    body = [row for group in groups for row in _group(group)]
    return parts.table(heads, body, class_="as fold people-of", label="Who answers for each action")


def _group(group: PeopleGroup) -> list[Html]:
    title = shared.agent_row(group.agent, group.name, group.about, COLUMNS)
    return [title, *shared.or_said([_row(row) for row in group.rows], "No action may run.", COLUMNS)]


def _row(row: PeopleRow) -> Html:
    upon = f"upon: {row.trigger}" if row.trigger else ""
    return el(
        "tr",
        shared.action_cell(row.action, row.about),
        *(_slot(name, slot) for name, slot in zip(HEADS[1:], row.slots, strict=False)),
        el("td", row.others, el("small", upon) if upon else None, class_="wide"),
    )


def _slot(name: str, slot: Slot) -> Html:
    held = parts.status(theme.SEVERITIES[slot.gap], slot.name) if slot.gap else slot.name
    return el("td", shared.on_narrow(name), held, class_="wide")
