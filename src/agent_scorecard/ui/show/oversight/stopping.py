"""The kill switch register with its drills, and the way back of every action that has an effect."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.oversight.stopping import DrillState, Stopping, SwitchRow, UndoRow
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.oversight import shared

STATES = {
    DrillState.OVERDUE: theme.OVERDUE,
    DrillState.SOON: theme.AHEAD,
    DrillState.HELD: theme.DONE,
    DrillState.NOT_ASKED: theme.ENTERED,
}


def stopping(board: Stopping) -> None:
    st.html(el("p", board.said, class_="as-sentence"))
    shared.turned(_switches, board.switches, key="switches")
    if board.undos:
        shared.turned(_undos, board.undos, key="undos")


def _switches(switches: Sequence[SwitchRow]) -> Html:
    heads = [parts.heading(name) for name in ("Agent", "How it is stopped", "Work already begun", "Last drill", "Next")]
    return parts.table(heads, map(_switch, switches), class_="as fold stop-of", label="Kill switches and their drills")


def _switch(row: SwitchRow) -> Html:
    address = link(shared.PAGE, agent=row.agent)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", row.about), class_="action"),
        el("td", shared.on_narrow("Stops"), _said(row.stops), class_="wide"),
        el("td", shared.on_narrow("Work begun"), _said(row.in_flight), class_="wide"),
        el(
            "td",
            shared.on_narrow("Last drill"),
            row.last,
            el("small", row.last_note) if row.last_note else None,
            class_="wide",
        ),
        el("td", _due(row), class_="nw"),
        data_open=address,
    )


def _said(text: str) -> Html | str:
    return text or parts.status(theme.ASKED, "Nobody said")


def _due(row: SwitchRow) -> Html:
    if row.state is DrillState.NOT_ASKED:
        return el("span", "not asked", class_="mute")
    word = {DrillState.OVERDUE: f"Was due {row.due}", DrillState.SOON: f"Due {row.due}"}.get(row.state, row.due)
    return parts.status(STATES[row.state], word)


def _undos(undos: Sequence[UndoRow]) -> Html:
    heads = [parts.heading(name) for name in ("Action", "How a call that ran is undone", "Tested")]
    table = parts.table(heads, map(_undo, undos), class_="as fold undo-of", label="How each action is undone")
    return join(el("p", "Undoing a call", class_="as-sub"), table)


def _undo(row: UndoRow) -> Html:
    return el(
        "tr",
        shared.action_cell(row.action, f"{row.name} · {row.about}"),
        el("td", row.undo or parts.status(theme.ASKED, "Nobody said"), class_="wide"),
        el("td", parts.status(theme.AHEAD, row.gap) if row.gap else row.tested, class_="nw"),
    )
