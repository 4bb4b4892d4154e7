"""The tools and servers that agents call: owner, schema and contract, who uses each, and what a change leaves to do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.changes import tools as board_of
from agent_scorecard.boards.changes.tools import ToolRow
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.changes import shared
from agent_scorecard.ui.show.oversight.shared import capped, on_narrow

USERS_SHOWN = 4
EMPTY = (
    "No tool is on file.",
    "Load tools.csv, or name the system of each action: who owns it, its schema, and when it was last compared.",
)


def tools(shown: Sequence[Assessment], company: Company) -> None:
    board = board_of.tools(shown, company, only_used=len(shown) == 1)
    if not board.rows:
        st.html(parts.empty(*EMPTY))
        return
    shared.said(board.said, shown)
    shared.turned(_table, board.rows, key="tools")


def _table(found: Sequence[ToolRow]) -> Html:
    heads = [parts.heading(name) for name in ("Tool", "Contract", "Who uses it", "Last change")]
    return parts.table(heads, map(_row, found), class_="as fold tools-of", label="Tools and who uses them")


def _row(row: ToolRow) -> Html:
    owner = row.owner or parts.status(theme.ASKED, "Nobody owns it" if row.catalogued else "In no catalogue")
    return el(
        "tr",
        el("td", el("b", row.tool), el("small", owner), class_="action"),
        el("td", f"Schema {row.schema}", el("small", _checked(row)), class_="wide"),
        el("td", on_narrow("Used by"), _users(row.users), class_="wide"),
        el("td", row.changed, *(el("small", parts.status(theme.AHEAD, said)) for said in row.after), class_="wide"),
    )


def _checked(row: ToolRow) -> Html | str:
    if not row.checked:
        return parts.status(theme.ASKED, "Never compared") if row.catalogued else ""
    return parts.status(theme.AHEAD, f"Compared {row.checked}") if row.unchecked else f"compared {row.checked}"


def _users(users: Sequence[tuple[str, str, str]]) -> Html | str:
    if not users:
        return "nobody"
    more = capped(f"and {len(users) - USERS_SHOWN} more", _named, users[USERS_SHOWN:])
    return join(_named(users[:USERS_SHOWN]), more)


def _named(users: Sequence[tuple[str, str, str]]) -> Html:
    told = (
        el("div", el("a", name, href=shared.address(agent), data_open=shared.address(agent)), " ", el("small", calls))
        for agent, name, calls in users
    )
    return join(*told)
