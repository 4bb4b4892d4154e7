"""One agent: its alerts, people stepping in with before and after, the other signals, and what was done."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.signals.agent import AgentSignals, AlertForm, OtherSignal
from agent_scorecard.boards.signals.moves import Move
from agent_scorecard.boards.signals.shapes import Kind, Known, Signal
from agent_scorecard.rules.statistics import Climb
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.intervention import drawn
from agent_scorecard.ui.show.oversight.shared import on_narrow
from agent_scorecard.ui.show.signals import shared

WAYS = (("Scorecard and decision", "scorecard"), ("Changes", "changes"), ("Oversight", "oversight"))
MOVED = ("Before", "After", "Difference")
HOW = "How this was computed"


def head(board: AgentSignals) -> None:
    page = board.page
    st.html(parts.head(f"Signals · {page.over}", board.name, page.deck, page.more))
    ways = [
        el("a", word, href=link(place, agent=board.agent), data_open=link(place, agent=board.agent))
        for word, place in WAYS
    ]
    rows(el("p", *ways, class_="as-turn"), key="signals_ways", here=shared.PAGE)


def alert(form: AlertForm, place: int) -> None:
    """One alert above the form that answers it."""
    rows(el("ul", shared.alert(form.alert), class_="as"), key=f"alert_told_{place}", here=shared.PAGE)


def body(board: AgentSignals) -> None:
    """Everything under the alerts."""
    _intervention(board)
    _moves(board)
    st.html(join(parts.section("The other signals"), _others(board.others)))
    if board.done:
        st.html(join(parts.section("What was done about alerts"), _done(board)))


def _intervention(board: AgentSignals) -> None:
    signal = board.intervention
    st.html(
        join(
            parts.section("People stepping in", board.over),
            el("p", _state(signal), board.said, class_="as-sentence"),
            parts.how(HOW, (("", signal.how),)),
        )
    )
    drawn(board.series, board.chart)


def _moves(board: AgentSignals) -> None:
    for title, about, found in (
        ("Before and after each change", "up to 84 days before, up to 56 after; 95 % interval", board.changes),
        ("Version by version", "each against the one before it", board.versions),
    ):
        if found:
            st.html(join(parts.section(title, about), _moved(title, found)))


def _moved(title: str, found: Sequence[Move]) -> Html:
    heads = [parts.heading("What"), *(parts.heading(name, "n") for name in MOVED), parts.heading("Answer")]
    return parts.table(heads, map(_move, found), class_="as fold signals-of", label=title)


def _move(row: Move) -> Html:
    cells = zip(MOVED, ((row.before, row.before_of), (row.after, row.after_of), (row.between, "")), strict=True)
    answer = parts.status(theme.AHEAD, row.answer) if row.rises is Climb.ALERT else row.answer
    return el(
        "tr",
        el("td", el("b", row.what), el("small", row.about), class_="wide"),
        *(
            el("td", on_narrow(name) if said else None, said, el("small", of) if of else None, class_="n start")
            for name, (said, of) in cells
        ),
        el("td", answer, class_="wide" if row.rises is not None else "wide mute"),
    )


def _others(found: Sequence[OtherSignal]) -> Html:
    heads = [parts.heading(name) for name in ("Signal", "What it says")]
    table = parts.table(heads, map(_other, found), class_="as fold signals-of", label="The other signals")
    return join(table, parts.how(HOW, ((row.title, row.signal.how) for row in found)))


def _other(row: OtherSignal) -> Html:
    signal = row.signal
    said = el("span", signal.sentence, class_="mute" if signal.state in ("no_data", "not_measured") else None)
    notes = [el("small", note) for note in (row.figures, signal.way_out) if note]
    return el("tr", el("td", el("b", row.title), class_="name"), el("td", _state(signal), said, *notes, class_="wide"))


def _state(signal: Signal) -> Html | None:
    if signal.severity is not None:
        return join(parts.icon(theme.SEVERITIES[signal.severity], signal.severity.value), " ")
    if signal.known is Known.TOO_FEW and signal.kind is not Kind.SILENCE:
        return el("span", parts.status(theme.FEW, Known.TOO_FEW.word), " ", class_="mute")
    return None


def _done(board: AgentSignals) -> Html:
    return el(
        "ul",
        *(
            el("li", el("span", f"{row.when}: {row.what}"), el("small", row.about) if row.about else None)
            for row in board.done
        ),
        class_="as plain",
    )
