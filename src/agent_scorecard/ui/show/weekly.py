"""The weekly review on the screen: who is in the first month, and the three parts of one meeting."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.sample import SampleLine
from agent_scorecard.boards.weekly.first_months import FirstMonths, MonthLine
from agent_scorecard.boards.weekly.shapes import FigureRow, ListLine, Said, Weekly, WeekMark
from agent_scorecard.rules.weekly import WeekState
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.scorecard import run
from agent_scorecard.ui.show.this_month import promise

TEN = "10 minutes"
STATES = {
    WeekState.REVIEWED: theme.DONE,
    WeekState.OVERDUE: theme.OVERDUE,
    WeekState.DUE: theme.AHEAD,
    WeekState.RUNNING: theme.OPEN,
    WeekState.AHEAD: theme.OPEN,
    WeekState.NOT_ASKED: theme.RULE,
}


def first_months(board: FirstMonths, asked: str = "") -> None:
    """The agents in their first month, and where nobody is in it what will appear; `asked` is an id nobody has."""
    wrong = f"There is no agent {asked} on this day." if asked else ""
    st.html(parts.head(board.over, "Weekly review", " ".join(said for said in (wrong, board.deck) if said), board.more))
    if not board.lines:
        st.html(
            join(
                parts.section("First month"),
                parts.empty(
                    "Thirty minutes a week for the first month: ten for figures, ten for runs, ten for one change.",
                    "Pick an agent above to read the reviews of a month that is over.",
                ),
            )
        )
        return
    heads = [parts.heading(word) for word in ("Agent", "To be reviewed", "", "Reviewed", "Next card")]
    table = parts.table(heads, map(_month, board.lines), class_="as fold", label="Agents in their first month")
    others = parts.note("The reviews of a month that is over: find the agent above.")
    rows(join(parts.section("First month", "the longest waiting first"), table, others), key="first_months")


def _month(line: MonthLine) -> Html:
    address = link("weekly", agent=line.agent)
    tone = "bad" if line.late else "risk" if line.owed else "mute"
    return el(
        "tr",
        el(
            "td",
            el("a", line.name, href=address),
            el("small", line.owner, class_=None if line.owner_active else "risk"),
        ),
        el("td", line.week),
        el("td", el("span", line.when, class_=tone), class_="nw"),
        el("td", line.reviewed, class_="hide"),
        el("td", line.card, class_="nw hide"),
        data_open=address,
    )


def no_month(over: str, name: str, sentence: str) -> None:
    st.html(parts.head(over, name, sentence))


def head(board: Weekly) -> None:
    st.html(parts.head(board.over, board.name, board.deck, board.more))
    rows(el("ol", *(_mark(board, mark) for mark in board.weeks), class_="as-weeks"), key="weeks", here="weekly")


def _mark(board: Weekly, mark: WeekMark) -> Html:
    address = link("weekly", agent=board.agent, week=str(mark.number))
    can_open = mark.state is not WeekState.AHEAD
    word = el("a", f"Week {mark.number}", href=address) if can_open else el("span", f"Week {mark.number}")
    look = STATES[mark.state]
    tone = look.tone if look.tone in ("bad", "risk") else None
    return el(
        "li",
        parts.icon(look, mark.state.value),
        word,
        el("small", mark.when, class_=tone),
        aria_current="step" if mark.is_shown else None,
        data_open=address if can_open else None,
    )


def figures(board: Weekly) -> None:
    heads = [
        parts.heading("Asked"),
        parts.heading(board.dates, "n"),
        parts.heading("Week before", "n"),
        parts.heading("Baseline", "n hide"),
        parts.heading("n", "n"),
    ]
    table = parts.table(heads, map(_figure, board.figures), class_="as week", label="Figures of the week")
    st.html(join(parts.section("1  Figures", "the week, the week before, the baseline", TEN), table))


def _figure(row: FigureRow) -> Html:
    this = el("b", row.this) if row.is_measured else el("span", row.this, class_="mute")
    return el(
        "tr",
        el("td", row.asked, _small(row.measure), title=row.about or None),
        el("td", this, _small(row.note), class_="n"),
        el("td", row.before, class_="n"),
        el("td", row.baseline, _small(row.baseline_of), class_="n mute hide"),
        el("td", row.n, class_="n mute"),
    )


def _small(text: str) -> Html | None:
    return el("small", text) if text else None


def sample(lines: Sequence[SampleLine], note: str) -> None:
    opening = join(el("h3", "Sample of runs", class_="as-sub"), parts.note(note) if note else None)
    if not lines:
        st.html(
            join(opening, parts.empty("No run was logged in this week.", "Bring three of its outputs to the meeting."))
        )
        return
    st.html(join(opening, el("ul", *map(run, lines), class_="as sample")))


def lists(said: Said) -> None:
    """The three lists as they were written."""
    st.html(join(*(_list(title, lines) for title, lines in said.lists)))


def _list(title: str, lines: Sequence[ListLine]) -> Html:
    body = el("ul", *map(_said, lines), class_="as plain") if lines else parts.note("Nothing was written down.")
    return join(el("h3", title, class_="as-sub"), body)


def _said(line: ListLine) -> Html:
    return el("li", el("span", line.text, " " if line.trace else None, _trace(line.trace)))


def _trace(address: str) -> Html | None:
    return el("a", "trace", href=address) if address else None


def last_week(board: Weekly) -> None:
    """What the last review promised, and what became of it."""
    if board.last is not None:
        title = f"Promised in week {board.last.week}"
        st.html(join(el("h3", title, class_="as-sub"), _change(board.last)))


def change(said: Said) -> None:
    who = f"Held on {said.held} with {said.who}. Entry {said.seq} of the ledger."
    st.html(join(el("h3", said.change or "None", class_="as-sub"), _change(said), parts.note(who)))


def _change(said: Said) -> Html:
    if said.promise is None:
        return el("p", f"No change: {said.no_change}" if said.no_change else "No change.", class_="as-sentence")
    return el("ul", promise(said.promise), class_="as")


def earlier(board: Weekly) -> None:
    """Every review before this one, folded away."""
    if not board.earlier:
        return
    st.html(parts.section("Earlier weeks"))
    for said in board.earlier:
        with st.expander(parts.md(f"Week {said.week}, held on {said.held}"), type="compact", key=f"week_{said.week}"):
            lists(said)
            change(said)
