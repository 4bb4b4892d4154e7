"""Permissions granted beside their use, with what to take away or renew marked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from agent_scorecard.boards.oversight.access import AccessGroup, AccessRow, AccessView
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el
from agent_scorecard.ui.show.oversight import shared

COLUMNS = 4


def access(board: AccessView) -> None:
    st.html(el("p", board.said, class_="as-sentence"))
    shared.turned(partial(_table, board.days), board.groups, key="access")


def _table(days: int, groups: Sequence[AccessGroup]) -> Html:
    heads = [parts.heading(name) for name in ("Action", "Granted", f"Used in {days} days", "Credential until")]
    body = [row for group in groups for row in _group(group)]
    return parts.table(heads, body, class_="as fold access-of", label="Permissions granted and used")


def _group(group: AccessGroup) -> list[Html]:
    title = shared.agent_row(group.agent, group.name, "", COLUMNS)
    shown = [*(_row(row) for row in group.rows), *(_stranger(text) for text in group.strangers)]
    return [title, *shared.or_said(shown, "No action may run.", COLUMNS)]


def _row(row: AccessRow) -> Html:
    warned = parts.status(theme.AHEAD, row.excess) if row.excess else None
    past = parts.status(theme.OVERDUE, row.expired) if row.expired else None
    return el(
        "tr",
        shared.action_cell(row.action, row.about),
        el("td", shared.lines(row.scope, row.purpose), class_="wide"),
        el("td", warned or row.used, el("small", row.last) if row.last else None, class_="nw"),
        el("td", shared.on_narrow("Credential until"), row.expires, el("small", past) if past else None, class_="wide"),
    )


def _stranger(text: str) -> Html:
    return el("tr", el("td", parts.status(theme.BLOCKED, text), colspan=str(COLUMNS), class_="answers"))
