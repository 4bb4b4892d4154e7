"""Credentials by their last day, those that ran out first; those without one are folded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.changes import credentials as board_of
from agent_scorecard.boards.changes.credentials import CredentialRow, Expiry
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.changes import shared
from agent_scorecard.ui.show.oversight.shared import capped, on_narrow

STATES = {Expiry.EXPIRED: (theme.OVERDUE, "Expired"), Expiry.SOON: (theme.AHEAD, "Ends")}
EMPTY = ("No action that may run is on file.", "Load actions.csv: what each agent may do, and until when.")


def credentials(shown: Sequence[Assessment], policy: Policy) -> None:
    board = board_of.credentials(shown, policy)
    if not (board.dated or board.unknown):
        st.html(parts.empty(*EMPTY))
        return
    st.html(el("p", board.said, class_="as-sentence"))
    if board.dated:
        shared.turned(partial(_table, board.days), board.dated, key="credentials")
    title = f"{format.count(len(board.unknown))} whose end nobody said"
    folded = capped(title, partial(_table, board.days), board.unknown)
    if folded is not None:
        rows(folded, key="credentials_unknown", here=shared.PAGE)


def _table(days: int, found: Sequence[CredentialRow]) -> Html:
    heads = [parts.heading(name) for name in ("Ends", "Action", "Agent", f"What ran on it in {days} days")]
    return parts.table(heads, map(_row, found), class_="as fold ends-of", label="Credentials by their last day")


def _row(row: CredentialRow) -> Html:
    return el(
        "tr",
        el("td", row.until or "not stated", el("small", _left(row)) if row.left else None, class_="action"),
        el("td", el("b", row.action), el("small", row.system) if row.system else None, class_="wide"),
        el("td", el("a", row.name, href=shared.address(row.agent)), class_="nw"),
        el("td", on_narrow("Runs"), row.runs, class_="wide"),
        data_open=shared.address(row.agent),
    )


def _left(row: CredentialRow) -> Html | str:
    if row.expiry not in STATES:
        return row.left
    look, word = STATES[row.expiry]
    return parts.status(look, f"{word} {row.left}")
