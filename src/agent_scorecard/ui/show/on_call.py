"""The 3 a.m. card: whom to call in large letters, then how it is stopped, and everything else below."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from agent_scorecard.boards.incidents import IncidentLine
from agent_scorecard.boards.on_call.board import OnCall
from agent_scorecard.boards.on_call.shapes import ActionLine, Call, ChangeLine, Line
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.vocabulary import Severity

RECORDED = "as recorded; nothing here stops an agent"


def card(board: OnCall) -> None:
    st.html(parts.head(board.over, board.name, board.deck, board.more))
    with st.container(key="on_call"):
        left, right = st.columns(2, gap="large")
        with left:
            st.html(join(parts.section("Call, in this order"), _calls(board.calls), _lines(board.open_calls)))
            _incidents(board.incidents)
        with right:
            st.html(join(parts.section("Stop it", RECORDED), _lines(board.stop)))
            st.html(join(parts.section("Go back to"), _lines(board.back)))
        st.html(join(parts.section("What it may do today", "and how a call that ran is undone"), _actions(board)))
        left, right = st.columns(2, gap="large")
        with left:
            st.html(join(parts.section("Takes over"), _lines(board.takes_over)))
            st.html(join(parts.section("Credentials"), _lines(board.credentials)))
        with right:
            st.html(join(parts.section("Changed lately"), _changes(board)))
        st.html(_paper())


def _paper() -> Html:
    """What only the printed card shows: lines to write on while it happens."""
    steps = ("Noticed at, by whom", "Stopped at, by whom", "Work held back at", "Rolled back at", "Undone at", "Told")
    return el(
        "div",
        parts.section("Write down as it happens", "and record it as an incident by day"),
        *(el("div", step, class_="write-line") for step in steps),
        class_="on-paper",
    )


def _calls(calls: tuple[Call, ...]) -> Html | None:
    return el("ul", *(_call(call) for call in calls), class_="calls") if calls else None


def _call(call: Call) -> Html:
    about = ", ".join(call.roles)
    return el(
        "li",
        el("b", str(call.place) if call.place else "–", class_="turn"),
        el("span", el("b", call.name), _reach(call)),
        el("small", about, _apart(about, call.note), el("span", call.note, class_=None if call.place else "bad")),
        el("small", el("a", call.email, href=f"mailto:{quote(call.email, safe='@')}"))
        if call.email and call.place
        else None,
        class_=None if call.place else "gone",
    )


def _reach(call: Call) -> Html | None:
    if not (call.reach and call.place):
        return None
    return el("a", call.reach, href=f"tel:{call.phone}") if call.phone else el("em", call.reach)


def _apart(one: str, other: str) -> str | None:
    return " · " if one and other else None


def _lines(lines: tuple[Line, ...]) -> Html | None:
    return parts.pairs((line.label, _line(line)) for line in lines) if lines else None


def _line(line: Line) -> Html:
    """A fact, or the question that stands in its place with the way out under it."""
    look = theme.ASKED if line.asks else theme.SEVERITIES[Severity.WARN] if line.bad else None
    mark = parts.icon(look, "not on record" if line.asks else None) if look else None
    text = el("a", line.text, href=line.href) if line.href else line.text
    return el("div", mark, el("span", text), el("small", line.detail) if line.detail else None, class_="fact")


def _actions(board: OnCall) -> Html:
    if not board.actions:
        return join(_lines(board.open_actions), _never(board.never))
    heads = [parts.heading(name) for name in ("Action", "Today", "Limits", "How it is undone")]
    body = [_action(line) for line in board.actions]
    return join(
        parts.table(heads, body, class_="as fold able", label="Actions, those that do most alone first"),
        _never(board.never),
    )


def _action(line: ActionLine) -> Html:
    return el(
        "tr",
        el("td", el("b", line.action), el("small", line.system)),
        el("td", el("span", line.mode), el("small", f"{line.sense} · {line.why}")),
        el("td", line.limits, el("small", "a retry acts twice", class_="risk") if line.twice else None),
        el("td", _line(line.undo), class_="wide"),
    )


def _never(names: str) -> Html | None:
    return parts.note(f"Never, by the modes on file: {names}.") if names else None


def _incidents(lines: tuple[IncidentLine, ...]) -> None:
    opening = parts.section("Open incidents")
    if not lines:
        st.html(join(opening, parts.note("None is open.")))
        return
    rows(join(opening, el("ul", *(_incident(line) for line in lines), class_="as")), key="open_incidents")


def _incident(line: IncidentLine) -> Html:
    address = link("incidents", incident=line.incident)
    look = theme.SERIOUS if line.urgent else theme.OPEN
    age = line.age if line.age.startswith("since") else f"for {line.age}"
    contained = "contained, " if line.state == "contained" else "not contained, "
    state = f"{line.severity_word}, {contained}open {age}, noticed {line.noticed}"
    return el(
        "li",
        parts.icon(look, line.severity_word),
        el("span", el("a", line.incident, href=address), " ", line.summary),
        el("small", state),
        data_open=address,
    )


def _changes(board: OnCall) -> Html:
    if board.quiet:
        return join(parts.note(board.quiet), _unexplained(board))
    recent = [line for line in board.changes if line.recent]
    earlier = [line for line in board.changes if not line.recent]
    return join(
        _changed("In the last 7 days", recent), _changed("In the three weeks before", earlier), _unexplained(board)
    )


def _changed(title: str, lines: list[ChangeLine]) -> Html:
    if not lines:
        return parts.note(f"{title}: nothing recorded.")
    entries = (el("li", el("span", el("b", line.what)), el("small", f"{line.when}, {line.by}")) for line in lines)
    return join(parts.note(f"{title}:"), el("ul", *entries, class_="as plain"))


def _unexplained(board: OnCall) -> Html | None:
    return parts.note(board.unexplained) if board.unexplained else None
