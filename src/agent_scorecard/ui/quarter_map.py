"""Value against risk as a picture: three tier bands, the way from baseline to target, area for cost (look 6)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import sqrt
from typing import Any, Final

import plotly.graph_objects as go

from agent_scorecard import format
from agent_scorecard.boards.quarter.comparison import ValueRow
from agent_scorecard.ui.charts import INKS, Ink
from agent_scorecard.vocabulary import Choice, Tier, Verdict

BAND: Final = 1.0
ROOM: Final = 0.42
SMALLEST, LARGEST = 9.0, 30.0
SLOTS: Final = (0.0, 0.24, -0.24, 0.12, -0.12, 0.34, -0.34)
TONES: Final = {
    "light": {"bad": "#a11a2b", "risk": "#946500", "wash": "#f5f3f0"},
    "dark": {"bad": "#dd6b61", "risk": "#e3b15c", "wash": "#211f1e"},
}
BAD = (Verdict.MISSED,)
RISKY = (Verdict.AT_RISK, Verdict.NOT_TRUSTED)
HOLLOW: Final = "rgba(0,0,0,0)"
HEIGHT: Final = 300


def value_figure(rows: Sequence[ValueRow], theme: str) -> go.Figure:
    """One mark an agent; within a band height means nothing, it only keeps marks apart."""
    kind = theme if theme in INKS else "light"
    ink, tones = INKS[kind], TONES[kind]
    tiers = [tier for tier in Tier if any(row.tier is tier for row in rows)]
    figure = go.Figure(layout=_layout(ink, tiers, rows))
    for place, tier in enumerate(tiers):
        figure.add_shape(
            type="rect", x0=0, x1=1, xref="x domain", y0=place - 0.46, y1=place + 0.46, yref="y", layer="below",
            fillcolor=tones["wash"], line={"width": 0},
        )  # fmt: skip
        _label_band(figure, tier, place, ink)
    for at, word in ((0.0, "baseline"), (1.0, "target")):
        figure.add_vline(x=at, line={"width": 1 if at == 0 else 1.5, "color": ink.mark if at == 0 else ink.ink})
        figure.add_annotation(
            x=at, xref="x", y=1.0, yref="paper", yanchor="bottom", yshift=1, text=word, showarrow=False,
            font={"size": 11.5, "color": ink.ink2},
        )  # fmt: skip
    for place, tier in enumerate(tiers):
        _add_marks(figure, [row for row in rows if row.tier is tier], place, ink, tones, rows)
    return figure


def _label_band(figure: go.Figure, tier: Tier, place: int, ink: Ink) -> None:
    figure.add_annotation(
        x=0, xref="x domain", y=place + 0.46, yref="y", yanchor="top", xanchor="left", xshift=4, showarrow=False,
        text=f"{tier.value} tier", font={"size": 11.5, "color": ink.ink2},
    )  # fmt: skip


def _add_marks(
    figure: go.Figure, rows: Sequence[ValueRow], band: int, ink: Ink, tones: dict[str, str], every: Sequence[ValueRow]
) -> None:
    dearest = max((row.cost or 0 for row in every), default=0)
    low, high = _span(every)
    for number, row in enumerate(sorted(rows, key=lambda row: row.value or 0.0)):
        value, height = row.value or 0.0, band + SLOTS[number % len(SLOTS)]
        size = max(SMALLEST, LARGEST * sqrt((row.cost or 0) / dearest)) if dearest else SMALLEST
        colour = _colour(row, ink, tones)
        filled = row.proposed is not Choice.MAINTAIN
        figure.add_scatter(
            x=[value], y=[height], mode="markers",
            marker={"size": size, "color": colour if filled else HOLLOW, "line": {"width": 1.5, "color": colour}},
            hovertemplate=f"{escape(row.name)}: {format.percent(value, 0)}, "
            f"{escape(format.money(row.cost, row.currency))}<extra></extra>",
        )  # fmt: skip
        right = _label_goes_right(value, low, high)
        figure.add_annotation(
            x=value, y=height, xref="x", yref="y", text=escape(row.name), showarrow=False,
            xanchor="left" if right else "right", xshift=(size / 2 + 4) * (1 if right else -1),
            font={"size": 11.5, "color": ink.ink},
        )  # fmt: skip


def _label_goes_right(value: float, low: float, high: float) -> bool:
    """To the side with more room before the next of edge, baseline and target, so that no label crosses a line."""
    lines = sorted({low, high, 0.0, 1.0})
    right = min((line - value for line in lines if line > value), default=0.0)
    left = min((value - line for line in lines if line < value), default=0.0)
    return right >= left


def _span(rows: Sequence[ValueRow]) -> tuple[float, float]:
    known = [row.value for row in rows if row.value is not None]
    return min(0.0, *known, 0.0) - ROOM, max(1.0, *known, 1.0) + ROOM


def _colour(row: ValueRow, ink: Ink, tones: dict[str, str]) -> str:
    verdicts = (row.value_verdict, row.quality, row.control)
    if row.proposed is Choice.MAINTAIN:
        return ink.ink2
    if any(verdict in BAD for verdict in verdicts):
        return tones["bad"]
    return tones["risk"] if row.blocks or any(verdict in RISKY for verdict in verdicts) else ink.accent


def _layout(ink: Ink, tiers: Sequence[Tier], rows: Sequence[ValueRow]) -> dict[str, Any]:
    axis = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": ink.line,
        "tickfont": {"size": 11.5, "color": ink.ink2},
        "fixedrange": True,
    }
    low, high = _span(rows)
    return {
        "font": {"family": "Source Sans, sans-serif", "size": 12, "color": ink.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 0, "t": 22, "b": 40},
        "height": max(180, HEIGHT * len(tiers) // 3 + 60),
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": {
            **axis,
            "range": [low, high],
            "tickformat": ".0%",
            "dtick": 0.5,
            "title": {
                "text": "outcome: share of the way from baseline to target",
                "font": {"size": 11.5, "color": ink.ink2},
            },
        },
        "yaxis": {**axis, "visible": False, "range": [-0.5, len(tiers) - 0.5]},
    }
