"""Every agent: the alerts that ask for somebody, one line of figures for each agent, and what was left alone."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.signals.alerts import AlertRow
from agent_scorecard.boards.signals.page import AgentRow, Cell, SignalsPage, agent_rows
from agent_scorecard.boards.signals.shapes import Kind
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.oversight.shared import on_narrow, turned
from agent_scorecard.ui.show.signals import shared

TITLE = "Signals"
HEADS = {
    Kind.INTERVENTION: "Stepped in",
    Kind.REVIEWED_SHARE: "Read",
    Kind.ESCALATION: "Escalated",
    Kind.COST: "Cost per run",
    Kind.LATENCY: "Slowest",
    Kind.BUDGET: "Budget",
    Kind.APPROVALS: "Approvals",
    Kind.SILENCE: "Quiet for",
}
KEY = (
    "Stepped in: of reviewed runs of the last 28 days. Read: of completed runs. Escalated: of all runs. "
    "Slowest: one run in twenty takes that long or longer. Budget: spent of the month. Approvals: quicker than reading."
)


def head(board: SignalsPage) -> None:
    st.html(parts.head(board.over, TITLE, board.deck, board.more))


def portfolio(board: SignalsPage, policy: Policy) -> None:
    if not board.shown:
        st.html(join(parts.section("Agents"), parts.empty("No agent fits this choice.")))
        return
    _alerts("Asks for somebody", board.asking, "signals_asking")
    st.html(parts.section("Every agent", "the one with the heaviest alert first"))
    turned(lambda part: _table(agent_rows(part, policy)), board.shown, key="signals_agents", here=shared.PAGE)
    st.html(parts.note(KEY))
    _alerts("Left alone", board.left_alone, "signals_left_alone")


def _alerts(title: str, found: Sequence[AlertRow], key: str) -> None:
    if found:
        st.html(parts.section(title, format.count(len(found))))
        turned(_listed, found, key=key, here=shared.PAGE)


def _listed(found: Sequence[AlertRow]) -> Html:
    return el("ul", *(shared.alert(row.alert, row.name) for row in found), class_="as two")


def _table(found: Sequence[AgentRow]) -> Html:
    heads = [parts.heading("Agent"), *(parts.heading(HEADS[kind], "n") for kind in HEADS)]
    return parts.table(heads, map(_row, found), class_="as fold signals-of", label="Figures of every agent")


def _row(row: AgentRow) -> Html:
    address = link(shared.PAGE, agent=row.agent)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", row.about), class_="action wide"),
        *(_cell(cell) for cell in row.cells),
        data_open=address,
    )


def _cell(cell: Cell) -> Html:
    """A figure with its counts; red or amber only where it raised an alert, grey where there is none."""
    look = theme.SEVERITIES[cell.severity] if cell.severity is not None else None
    mark = join(parts.icon(look, cell.severity.value), " ") if look is not None and cell.severity is not None else None
    value = el("b", cell.value) if look is not None else cell.value
    return el(
        "td",
        on_narrow(HEADS[cell.kind]),
        mark,
        value if cell.known else el("span", cell.value, class_="mute"),
        el("small", cell.about) if cell.about else None,
        class_="n start",
        title=cell.said,
    )
