"""One incident: how it stands, its timeline, why it happened, what is fixed, and what became of each record."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.boards.incident import CauseLine, OneIncident
from agent_scorecard.boards.incident_timeline import TimelineStep
from agent_scorecard.boards.incident_undo import RecordLine, UndoBoard
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.this_month import promise
from agent_scorecard.vocabulary import UndoState

RECORDS_SHOWN = 60
STATES = {
    UndoState.OPEN: theme.OPEN,
    UndoState.ROLLED_BACK: theme.DONE,
    UndoState.COMPENSATED: theme.DONE,
    UndoState.CANNOT: theme.BLOCKED,
    UndoState.NOTHING: theme.ASIDE,
}


def page(board: OneIncident, over: str) -> None:
    st.html(parts.head(f"{over} · {board.name}, {board.incident}", board.summary, board.deck, board.speed))
    st.html(parts.facts(board.standing))
    if board.pause is not None:
        _pause(board)
    with st.container(key="incident"):
        left, right = st.columns([1.35, 1], gap="large")
        with left:
            st.html(join(parts.section("Timeline"), _timeline(board.timeline)))
        with right:
            st.html(join(parts.section("What is known"), parts.pairs(board.facts)))
        left, right = st.columns([1.35, 1], gap="large")
        with left:
            causes = el("ul", *(_cause(line) for line in board.root_cause), class_="as")
            note = parts.note(board.to_close) if board.to_close else None
            st.html(join(parts.section("Root cause", board.written), causes, note))
        with right:
            st.html(join(parts.section("Fixes promised", _counted(board)), _fixes(board)))
        st.html(_undo(board.undo))


def _pause(board: OneIncident) -> None:
    line = board.pause
    if line is None:
        return
    said = el("span", line.sentence, el("small", line.missing) if line.missing else None)
    way = el("a", line.lead, href=link("scorecard", agent=board.agent), data_open=link("scorecard", agent=board.agent))
    rows(el("ul", el("li", parts.icon(theme.CONTAINED), said, way), class_="as led"), key="pause_way")


def _timeline(steps: tuple[TimelineStep, ...]) -> Html:
    heads = [parts.heading("Step"), parts.heading("When"), parts.heading("", "n")]
    return parts.table(heads, [_step(step) for step in steps], class_="as timeline", label="Steps of the incident")


def _step(step: TimelineStep) -> Html:
    if not step.when:
        return el("tr", el("td", step.word), el("td", "not recorded", colspan="2"), class_="mute")
    told = el("small", step.told) if step.told else None
    word = el("span", step.word) if step.turn else el("b", step.word)
    return el("tr", el("td", word, told), el("td", step.when, class_="nw"), el("td", step.after, class_="n mute"))


def _cause(line: CauseLine) -> Html:
    return el(
        "li", parts.icon(theme.EVIDENCE[line.state], line.state.value), el("span", line.word), el("small", line.text)
    )


def _counted(board: OneIncident) -> str | None:
    done = sum(row.state == "done" for row in board.fixes)
    return f"{done} of {len(board.fixes)} done" if board.fixes else None


def _fixes(board: OneIncident) -> Html:
    if not board.fixes:
        return parts.empty("None yet: each fix has somebody who makes it and a day.")
    return el("ul", *(promise(row) for row in board.fixes), class_="as")


def _undo(board: UndoBoard) -> Html:
    opening = parts.section("What was undone", board.standing or None, board.traced or None)
    if not board.lines:
        return join(opening, parts.empty("No run is named. Name the runs it touched, and each gets a line here."))
    ways = any(line.way for line in board.lines)
    names = ("Run or record", "State", "Why", *(("How it is undone",) if ways else ()))
    heads = [parts.heading(name) for name in names]
    body = [_record(line, ways=ways) for line in board.lines[:RECORDS_SHOWN]]
    more = len(board.lines) - RECORDS_SHOWN
    note = parts.note(f"{more} more are in the same states.") if more > 0 else None
    return join(opening, parts.table(heads, body, class_="as fold undo", label="Records the incident touched"), note)


def _record(line: RecordLine, *, ways: bool) -> Html:
    trace = join(" ", el("a", "trace", href=line.trace)) if line.trace else None
    return el(
        "tr",
        el("td", el("b", line.name), trace, el("small", line.about)),
        el("td", parts.status(STATES[line.state], line.word), class_="nw"),
        el("td", line.why, class_="wide"),
        el("td", line.way, class_="wide" if line.way else "hide") if ways else None,
    )
