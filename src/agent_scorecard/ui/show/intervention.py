"""The first signal of a card: how often people step in, as sentences, a chart, and the numbers behind it."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.boards.intervention import InterventionSeries
from agent_scorecard.boards.intervention_words import ChartWords, PointRow
from agent_scorecard.boards.scorecard import Scorecard
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.ui import charts, parts, theme
from agent_scorecard.ui.markup import Html, el, join


def intervention(board: Scorecard) -> None:
    st.html(
        join(
            parts.section("Intervention rate", board.intervention_over),
            _signal(board.signal) if board.signal else None,
            el("p", board.intervention, class_="as-sentence"),
            parts.how("How this was computed", ((what, (said,)) for what, said in board.intervention_how)),
        )
    )
    drawn(board.series, board.chart)


def drawn(series: InterventionSeries | None, words: ChartWords | None) -> None:
    """The chart with the numbers behind it; nothing where there is none."""
    if series is None or words is None:
        return
    shown = st.context.theme.type or "light"
    figure = charts.intervention_figure(series, shown)
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key=f"intervention_{shown}", alt=words.told)
    if words.unshown:
        st.html(parts.note(words.unshown))
    with st.expander("The numbers behind the chart", type="compact"):
        st.html(_points(words))


def _points(chart: ChartWords) -> Html:
    heads = [
        parts.heading(""),
        *(parts.heading(head, "n") for head in ("Share", "Stepped in", "Interval", "Runs", "Read", "Of all runs")),
        parts.heading("Bounds"),
        parts.heading("What happened"),
    ]
    label = "The numbers behind the chart"
    return parts.table(heads, (_point(row) for row in chart.rows), class_="as fold points", label=label)


def _point(row: PointRow) -> Html:
    beside = f"{row.cases}, {row.interval}, {row.runs} runs, {row.read} read, {row.of_runs} of all, {row.bounds}"
    return el(
        "tr",
        el("td", row.when, el("small", "figures begin anew") if row.begins_anew else None),
        el("td", el("b", row.share), class_="n"),
        el("td", row.cases, class_="n hide"),
        el("td", row.interval, class_="n hide"),
        el("td", row.runs, class_="n hide"),
        el("td", row.read, class_="n hide"),
        el("td", row.of_runs, class_="n hide"),
        el("td", row.bounds, class_="nw mute hide"),
        el("td", el("span", beside, class_="on-narrow mute"), *(el("div", mark) for mark in row.marks), class_="wide"),
    )


def _signal(signal: Attention) -> Html:
    look = theme.SEVERITIES[signal.severity]
    return el("p", parts.icon(look, signal.severity.value), " ", el("b", signal.text), class_="as-sentence")
