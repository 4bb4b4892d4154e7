"""Plotly figures in the product's own template; every chart says its finding in the sentence above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

import plotly.graph_objects as go

from agent_scorecard import format
from agent_scorecard.boards.intervention import InterventionSeries, RatePoint
from agent_scorecard.rules.periods import Grain
from agent_scorecard.ui.chart_labels import Label, apart, placed

CONFIG: Final = {"displayModeBar": False, "displaylogo": False, "showSendToCloud": False, "responsive": True}
HEIGHT: Final = 244
"""What the printed card has room for; only more labels than fit above a plot of that height make it grow."""
ROW_HEIGHT: Final = 14
ROWS_INSIDE: Final = 3
SHARE_OF_PLOT: Final = 0.7
LABEL_SIZE: Final = 11.5
ALL_READ: Final = 0.95


class Ink(NamedTuple):
    """The few colours a figure uses, per theme (look 2)."""

    ink: str
    ink2: str
    mark: str
    line: str
    accent: str
    band: str
    runs: str
    paper: str


INKS: Final = {
    "light": Ink("#1d1c1a", "#5f5b54", "#8b867d", "#e8e5e0", "#24508f", "rgba(36,80,143,.14)", "#dedad4", "#ffffff"),
    "dark": Ink("#ecebe7", "#a8a49c", "#86817a", "#2c2a28", "#8db4f2", "rgba(141,180,242,.20)", "#3a3735", "#141413"),
}


def intervention_figure(series: InterventionSeries, theme: str) -> go.Figure:
    """Rate with its interval over run volume on the same weeks; broken only where figures may not be compared."""
    ink = INKS.get(theme, INKS["light"])
    first, last = _days_shown(series)
    labels = placed([(mark, (mark.day - first) / (last - first)) for mark in series.shown])
    top = _top(series)
    rows = max((label.row for label in labels), default=0)
    figure = go.Figure(layout=_layout(ink, rows))
    figure.update_layout(xaxis_range=[first, last], yaxis_range=[0, top])
    segments = [list(points) for _, points in groupby(series.points, key=lambda point: point.segment)]
    for before, after in pairwise(segments):
        _add_gap(figure, before[-1].start, after[0].start, ink)
    for points in segments:
        _add_rate(figure, [point for point in points if point.rate is not None], ink)
    _add_of_runs(figure, series, ink)
    _add_volume(figure, series, ink)
    _add_limits(figure, series, last, ink)
    _add_figures(figure, series, _pixels(rows) / top, ink)
    _add_markers(figure, labels, ink)
    return figure


def _days_shown(series: InterventionSeries) -> tuple[date, date]:
    """Half a period more than the points at either end, and every marker."""
    half = timedelta(days=4 if series.grain is Grain.WEEK else 16)
    ends = [series.points[-1].start + half, *(mark.day for mark in series.shown)]
    return series.points[0].start - half, max(ends)


def _top(series: InterventionSeries) -> float:
    shares = [share for point in series.points for share in (point.rate, point.high) if share is not None]
    limits = [limit for row in series.limits for limit in (row.passes, row.fails) if limit is not None]
    return 1.05 * max([*shares, *limits], default=1.0) or 1.0


def _height(rows: int) -> int:
    return HEIGHT + ROW_HEIGHT * max(0, rows - ROWS_INSIDE)


def _above(rows: int) -> int:
    return 22 + ROW_HEIGHT * rows


def _pixels(rows: int) -> float:
    """How high the shares are drawn, less the line of months under the plot."""
    return SHARE_OF_PLOT * (_height(rows) - _above(rows) - 20)


def _layout(ink: Ink, rows: int) -> dict[str, Any]:
    axis = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": ink.line,
        "tickfont": {"size": LABEL_SIZE, "color": ink.ink2},
        "fixedrange": True,
        "automargin": True,
    }
    spike = {"spikecolor": ink.mark, "spikethickness": 1, "spikedash": "dot"}
    share = {**axis, "showgrid": True, "gridcolor": ink.line, "ticks": "", "tickformat": ".0%"}
    return {
        "font": {"family": "Source Sans, sans-serif", "size": 12, "color": ink.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 92, "t": _above(rows), "b": 0},
        "height": _height(rows),
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": ink.paper, "bordercolor": ink.mark, "font": {"color": ink.ink, "size": LABEL_SIZE}},
        "barmode": "overlay",
        "bargap": 0.25,
        "xaxis": {**axis, "tickformat": "%b", "hoverformat": "%-d %b %Y", "dtick": "M1", "anchor": "y2", **spike},
        "yaxis": {**share, "domain": [1.0 - SHARE_OF_PLOT, 1.0]},
        "yaxis2": {**axis, "ticks": "", "domain": [0.0, 0.2], "nticks": 2, "rangemode": "tozero"},
    }  # fmt: skip


def _add_gap(figure: go.Figure, before: date, after: date, ink: Ink) -> None:
    """A light gap: what lies before it may not be compared with what comes after."""
    figure.add_shape(
        type="rect", x0=before, x1=after, xref="x", y0=1.0 - SHARE_OF_PLOT, y1=1.0, yref="paper",
        layer="below", line={"width": 0}, fillcolor=ink.line, opacity=0.6,
    )  # fmt: skip


def _add_rate(figure: go.Figure, points: Sequence[RatePoint], ink: Ink) -> None:
    if not points:
        return
    around = [point for point in points if point.low is not None]
    days = [point.start for point in around]
    figure.add_scatter(
        x=[*days, *reversed(days)],
        y=[*(point.high for point in around), *(point.low for point in reversed(around))],
        mode="lines",
        fill="toself",
        fillcolor=ink.band,
        line={"width": 0},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[point.start for point in points],
        y=[point.rate for point in points],
        mode="lines" if len(points) > 1 else "markers",
        line={"width": 2, "color": ink.accent},
        error_y=_bar(points, ink),
        name="stepped in",
        text=[_told(point) for point in points],
        hovertemplate="%{text}<extra></extra>",
    )


def _add_of_runs(figure: go.Figure, series: InterventionSeries, ink: Ink) -> None:
    """The same of all runs, as a thin line where it is another: fewer runs read would look like improvement there."""
    if not _is_sampled(series):
        return
    for _, points in groupby(series.points, key=lambda point: point.segment):
        known = [point for point in points if point.of_runs is not None]
        if not known:
            continue
        figure.add_scatter(
            x=[point.start for point in known],
            y=[point.of_runs for point in known],
            mode="lines",
            line={"width": 1, "dash": "dot", "color": ink.ink2},
            hoverinfo="skip",
        )


def _is_sampled(series: InterventionSeries) -> bool:
    """Whether some runs were not read, so that the two shares part."""
    known = [share for point in series.points if (share := point.read_share) is not None]
    return any(share < ALL_READ for share in known)


def _bar(points: Sequence[RatePoint], ink: Ink) -> dict[str, Any] | None:
    """The interval of a point that stands alone, where a band would have no width."""
    point = points[0]
    if len(points) > 1 or point.rate is None or point.low is None or point.high is None:
        return None
    ends = {"array": [point.high - point.rate], "arrayminus": [point.rate - point.low]}
    return {"type": "data", "symmetric": False, **ends, "width": 3, "thickness": 1.5, "color": ink.accent}


def _told(point: RatePoint) -> str:
    """What hovering a week or month tells: the share with its counts and interval, and the volume."""
    if point.cases is None or point.of is None:
        return f"stepped in {format.percent(point.rate)}"
    ends = f"{format.percent(point.low)} to {format.percent(point.high)}"
    runs = "" if point.runs is None else f"<br>{format.plural(point.runs, 'run')}{_read(point)}"
    counted = format.n_of(point.cases, point.of)
    return f"stepped in {format.percent(point.rate)} ({counted})<br>interval {ends}{runs}"


def _read(point: RatePoint) -> str:
    return "" if point.of_runs is None else f", {format.percent(point.read_share)} of them read"


def _add_volume(figure: go.Figure, series: InterventionSeries, ink: Ink) -> None:
    starts = [point.start for point in series.points]
    quiet = {"yaxis": "y2", "hoverinfo": "skip", "marker_line_width": 0}
    if any(point.runs is not None for point in series.points):
        figure.add_bar(x=starts, y=[point.runs for point in series.points], marker_color=ink.runs, name="runs", **quiet)
        _beside(figure, f"runs a {_noun(series)}", ink.ink2, y=0.16, yref="paper")
    if not series.of_all_runs:
        read = [point.reviewed for point in series.points]
        figure.add_bar(x=starts, y=read, marker_color=ink.mark, name="read", **quiet)
        _beside(figure, "of them read", ink.ink2, y=0.04, yref="paper")


def _noun(series: InterventionSeries) -> str:
    return series.grain.name.lower()


def _add_limits(figure: go.Figure, series: InterventionSeries, last: date, ink: Ink) -> None:
    """Each bound as far as it was in force."""
    ends = [*(row.first for row in series.limits[1:]), last]
    for row, end in zip(series.limits, ends, strict=True):
        for limit in (row.passes, row.fails):
            if limit is not None:
                figure.add_shape(
                    type="line", x0=row.first, x1=end, xref="x", y0=limit, y1=limit, yref="y",
                    line={"width": 1, "dash": "dot", "color": ink.mark},
                )  # fmt: skip


def _add_figures(figure: go.Figure, series: InterventionSeries, scale: float, ink: Ink) -> None:
    """The bounds in force and the last figure, named beside the plot; `scale` is how high a share of 1 is drawn."""
    now = series.limits[-1] if series.limits else None
    bounds = (("pass", now.passes), ("fail", now.fails)) if now is not None else ()
    said = [(limit, f"{word} {format.percent(limit)}", ink.ink2) for word, limit in bounds if limit is not None]
    last = next((point for point in reversed(series.points) if point.rate is not None), None)
    if last is not None and last.rate is not None:
        said.append((last.rate, f"<b>{format.percent(last.rate)}</b> last {_noun(series)}", ink.accent))
        figure.add_scatter(
            x=[last.start], y=[last.rate], mode="markers", marker={"size": 8, "color": ink.accent}, hoverinfo="skip"
        )
    if last is not None and last.of_runs is not None and _is_sampled(series):
        said.append((last.of_runs, f"{format.percent(last.of_runs)} of all", ink.ink2))
    shifts = apart([share * scale for share, _, _ in said])
    for (share, text, colour), shift in zip(said, shifts, strict=True):
        _beside(figure, text, colour, y=share, yref="y", yshift=shift)


def _add_markers(figure: go.Figure, labels: Sequence[Label], ink: Ink) -> None:
    for label in labels:
        mark, day = label.mark, label.mark.day.isoformat()
        line = {"width": 2, "dash": "dash", "color": ink.ink} if mark.cuts else {"width": 1, "color": ink.mark}
        figure.add_shape(type="line", x0=day, x1=day, xref="x", y0=1.0 - SHARE_OF_PLOT, y1=1.0, yref="paper", line=line)
        figure.add_annotation(
            x=day, xref="x", xshift=label.shift, y=1.0, yref="paper", yanchor="bottom", yshift=ROW_HEIGHT * label.row,
            showarrow=False, text=escape(label.text), hovertext=escape(f"{format.full_day(mark.day)}: {mark.about}"),
            font={"size": LABEL_SIZE, "color": ink.ink},
        )  # fmt: skip


def _beside(figure: go.Figure, text: str, colour: str, **at: Any) -> None:
    figure.add_annotation(
        x=1.0, xref="paper", text=text, showarrow=False, xanchor="left", xshift=6,
        font={"size": LABEL_SIZE, "color": colour}, **at,
    )  # fmt: skip
