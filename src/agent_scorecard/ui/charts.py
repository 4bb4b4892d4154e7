"""Plotly figures in the product's own template; every chart says its finding in the sentence above it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any, Final, NamedTuple

import plotly.graph_objects as go

from agent_scorecard.boards.intervention import InterventionSeries, Marker, RatePoint
from agent_scorecard.rules.periods import Grain

CONFIG: Final = {"displayModeBar": False, "displaylogo": False, "showSendToCloud": False, "responsive": True}
HEIGHT: Final = 236
MARKERS_SHOWN: Final = 8
CLOSE: Final = 0.12
NEAR_DAYS: Final = 40
ROWS: Final = 3
ROW_HEIGHT: Final = 14


class Ink(NamedTuple):
    """The few colours a figure uses, per theme (look 2)."""

    ink: str
    ink2: str
    mark: str
    line: str
    accent: str
    band: str
    runs: str


INKS: Final = {
    "light": Ink("#1d1c1a", "#5f5b54", "#8b867d", "#e8e5e0", "#24508f", "rgba(36,80,143,.14)", "#dedad4"),
    "dark": Ink("#ecebe7", "#a8a49c", "#86817a", "#2c2a28", "#8db4f2", "rgba(141,180,242,.20)", "#3a3735"),
}


def intervention_figure(series: InterventionSeries, theme: str) -> go.Figure:
    """Rate with its interval over run volume on the same weeks; broken only where figures may not be compared."""
    ink = INKS.get(theme, INKS["light"])
    markers = _in_rows(series.markers[-MARKERS_SHOWN:])
    figure = go.Figure(layout=_layout(ink, rows=max((row for _, row in markers), default=0)))
    for _, segment in groupby(series.points, key=lambda point: point.segment):
        _add_rate(figure, [point for point in segment if point.rate is not None], ink)
    _add_volume(figure, series, ink)
    _add_limits(figure, series, ink)
    _add_markers(figure, markers, ink)
    return figure


def _layout(ink: Ink, rows: int) -> dict[str, Any]:
    axis = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": ink.line,
        "tickfont": {"size": 11.5, "color": ink.ink2},
        "fixedrange": True,
        "automargin": True,
    }
    share = {**axis, "showgrid": True, "gridcolor": ink.line, "ticks": "", "tickformat": ".0%"}
    return {
        "font": {"family": "Source Sans, sans-serif", "size": 12, "color": ink.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 92, "t": 22 + ROW_HEIGHT * rows, "b": 0},
        "height": HEIGHT + ROW_HEIGHT * rows,
        "showlegend": False,
        "hovermode": "x unified",
        "barmode": "overlay",
        "bargap": 0.25,
        "xaxis": {**axis, "tickformat": "%b", "dtick": "M1", "anchor": "y2"},
        "yaxis": {**share, "domain": [0.3, 1.0], "rangemode": "tozero"},
        "yaxis2": {**axis, "ticks": "", "domain": [0.0, 0.2], "nticks": 2, "rangemode": "tozero"},
    }  # fmt: skip


def _add_rate(figure: go.Figure, points: Sequence[RatePoint], ink: Ink) -> None:
    if not points:
        return
    weeks = [point.start for point in points]
    around = [*(point.high for point in points), *(point.low for point in reversed(points))]
    figure.add_scatter(
        x=[*weeks, *reversed(weeks)],
        y=around,
        mode="lines",
        fill="toself",
        fillcolor=ink.band,
        line={"width": 0},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=weeks,
        y=[point.rate for point in points],
        mode="lines" if len(points) > 1 else "markers",
        line={"width": 2, "color": ink.accent},
        name="stepped in",
        hovertemplate="%{y:.1%}",
    )


def _add_volume(figure: go.Figure, series: InterventionSeries, ink: Ink) -> None:
    starts = [point.start for point in series.points]
    hover = {"yaxis": "y2", "hovertemplate": "%{y:,}", "marker_line_width": 0}
    figure.add_bar(x=starts, y=[point.runs for point in series.points], marker_color=ink.runs, name="runs", **hover)
    read = [point.reviewed for point in series.points]
    figure.add_bar(x=starts, y=read, marker_color=ink.mark, name="read", **hover)
    _beside(figure, 0.16, f"runs a {_noun(series)}", ink.ink2)
    _beside(figure, 0.04, "of them read", ink.ink2)


def _noun(series: InterventionSeries) -> str:
    return "week" if series.grain is Grain.WEEK else "month"


def _add_limits(figure: go.Figure, series: InterventionSeries, ink: Ink) -> None:
    for limit, word in ((series.passes, "pass"), (series.fails, "fail")):
        if limit is not None:
            figure.add_hline(y=limit, line={"width": 1, "dash": "dot", "color": ink.mark})
            text = f"{word} {limit:.1%}"
            figure.add_annotation(
                x=1.0, xref="paper", y=limit, yref="y", text=text, showarrow=False, xanchor="left", xshift=6,
                font={"size": 11.5, "color": ink.ink2},
            )  # fmt: skip
    read = [point for point in series.points if point.rate is not None]
    limits = [limit for limit in (series.passes, series.fails) if limit is not None]
    top = max([*limits, *(point.high or 0 for point in read)], default=0.0)
    if read:
        last = read[-1]
        figure.add_scatter(
            x=[last.start], y=[last.rate], mode="markers", marker={"size": 8, "color": ink.accent}, hoverinfo="skip"
        )
        _label_last(figure, f"last {_noun(series)}", last.rate or 0.0, limits, top, ink)


def _label_last(figure: go.Figure, when: str, rate: float, limits: Sequence[float], top: float, ink: Ink) -> None:
    """The last figure, moved off a bound's own label where the two would collide."""
    near = [limit for limit in limits if abs(limit - rate) < top * CLOSE]
    shift = 0 if not near else 13 if rate >= near[0] else -13
    figure.add_annotation(
        x=1.0, xref="paper", y=rate, yref="y", text=f"<b>{rate:.1%}</b> {when}", showarrow=False,
        xanchor="left", xshift=6, yshift=shift, font={"size": 11.5, "color": ink.accent},
    )  # fmt: skip


def _add_markers(figure: go.Figure, markers: Sequence[tuple[Marker, int]], ink: Ink) -> None:
    for mark, row in markers:
        day = mark.day.isoformat()
        figure.add_shape(
            type="line", x0=day, x1=day, xref="x", y0=0.3, y1=1.0, yref="paper", line={"width": 1, "color": ink.mark}
        )
        figure.add_annotation(
            x=day, xref="x", y=1.0, yref="paper", yshift=10 + ROW_HEIGHT * row, showarrow=False,
            text=("◆ " if mark.is_incident else "") + escape(mark.text), font={"size": 11.5, "color": ink.ink},
        )  # fmt: skip


def _in_rows(markers: Sequence[Marker]) -> list[tuple[Marker, int]]:
    """Give each label a row of its own while the one before it is near, so that no two collide."""
    placed: list[tuple[Marker, int]] = []
    for mark in markers:
        near = {row for other, row in placed if (mark.day - other.day).days < NEAR_DAYS}
        placed.append((mark, next(row for row in range(ROWS + 1) if row not in near or row == ROWS)))
    return placed


def _beside(figure: go.Figure, height: float, text: str, colour: str) -> None:
    figure.add_annotation(
        x=1.0, xref="paper", y=height, yref="paper", text=text, showarrow=False, xanchor="left", xshift=6,
        font={"size": 11.5, "color": colour},
    )  # fmt: skip
