"""Candidate tasks on the screen: the ranked list, the teams that may take a next workflow, and what is taken."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.gates.intake import PARTS, CandidateLine, Intake, TeamLine
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.gates import shared

EXAMPLES = (
    "Good first ones: reports of key figures, drafts of first answers, reminders of invoices, "
    "clean-up of customer data, exceptions in stock, briefs for articles."
)


def tasks(board: Intake, team: str = "") -> None:
    """The tasks nobody took, best suited first; where none is listed, how to begin."""
    if team and not board.open and not board.taken:
        st.html(parts.empty(f"No candidate task of {team} is on file: choose another team, or add one in tasks.csv."))
        return
    if not board.open and not board.taken:
        st.html(parts.empty("No candidate task is on file: list the work of a week in tasks.csv.", EXAMPLES))
        return
    st.html(parts.note(board.note))
    if board.open:
        st.html(_table(board.open, "Candidate tasks"))
    else:
        st.html(parts.empty("Every task on file was taken by an agent."))


def below(board: Intake) -> None:
    """Which teams are ready for more, and which agent took which task."""
    if board.teams:
        st.html(join(parts.section("Next workflow", "by team"), el("ul", *map(_team, board.teams), class_="as two")))
    if board.taken:
        table = el("details", el("summary", f"{len(board.taken)} tasks taken", class_="as-note"), _taken(board.taken))
        rows(join(parts.section("Taken"), table), key="taken")


def _table(lines: Sequence[CandidateLine], label: str) -> Html:
    heads = [
        parts.heading("Task"),
        parts.heading("Score", "n"),
        *(el("th", word, class_="n", scope="col", title=about) for word, about in PARTS),
        parts.heading("A week", "n"),
        parts.heading("Should it be done at all?"),
    ]
    return parts.table(heads, map(_candidate, lines), class_="as fold intake", label=label)


def _candidate(line: CandidateLine) -> Html:
    return el(
        "tr",
        el("td", el("b", line.task), el("small", line.team), class_="action"),
        el("td", el("b", line.score), class_="n nw"),
        *(el("td", part, class_="n hide") for part in line.parts),
        el("td", shared.on_narrow("A week"), line.hours, class_="n start"),
        el("td", line.answer, _small(line.why), _small(line.monday), class_="wide"),
    )


def _small(text: str) -> Html | None:
    return el("small", text) if text else None


def _taken(lines: Sequence[CandidateLine]) -> Html:
    heads = [parts.heading("Task"), parts.heading("Score", "n"), parts.heading("A week", "n"), parts.heading("Agent")]
    return parts.table(heads, map(_taken_row, lines), class_="as fold", label="Tasks taken by agents")


def _taken_row(line: CandidateLine) -> Html:
    address = link("gates", agent=line.agent) if line.agent else None
    who = el("a", line.agent_name, href=address) if address else line.agent_name
    return el(
        "tr",
        el("td", line.task, el("small", line.team)),
        el("td", line.score, class_="n nw"),
        el("td", shared.on_narrow("A week"), line.hours, class_="n start"),
        el("td", who, class_="wide"),
        data_open=address,
    )


def _team(line: TeamLine) -> Html:
    look = theme.DONE if line.ready else theme.OPEN
    return el(
        "li", parts.icon(look, "ready" if line.ready else "not ready"), el("b", line.team), el("small", line.sentence)
    )
