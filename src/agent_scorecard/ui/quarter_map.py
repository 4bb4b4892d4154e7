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
SPREAD: Final = 0.72
ROW: Final = 19
EMPTY_BAND: Final = 40
LETTER: Final = 0.011
"""About what one letter of a label takes of the width of the axis."""
TONES: Final = {
    "light": {"bad": "#a11a2b", "risk": "#946500", "wash": "#f5f3f0"},
    "dark": {"bad": "#dd6b61", "risk": "#e3b15c", "wash": "#211f1e"},
}
BAD = (Verdict.MISSED,)
RISKY = (Verdict.AT_RISK, Verdict.NOT_TRUSTED)
HOLLOW: Final = "rgba(0,0,0,0)"
FRAME: Final = 70
LONGEST: Final = 32
SETTLING: Final = 4
"""A wider axis makes its letters wider too; after a few rounds they agree."""
EDGE: Final = 0.1


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
    axis = _span(every)
    ordered = sorted(rows, key=lambda row: row.value or 0.0)
    for row, height in zip(ordered, _heights(len(rows), band), strict=True):
        size = max(SMALLEST, LARGEST * sqrt((row.cost or 0) / dearest)) if dearest else SMALLEST
        _add_mark(figure, row, height, size, _colour(row, ink, tones))
        name = _short(row.name)
        right = _label_goes_right(row.value or 0.0, len(name), axis)
        figure.add_annotation(
            x=row.value, y=height, xref="x", yref="y", text=escape(name), showarrow=False,
            xanchor="left" if right else "right", xshift=(size / 2 + 4) * (1 if right else -1),
            font={"size": 11.5, "color": ink.ink},
        )  # fmt: skip


def _add_mark(figure: go.Figure, row: ValueRow, height: float, size: float, colour: str) -> None:
    filled = row.proposed is not Choice.MAINTAIN
    figure.add_scatter(
        x=[row.value], y=[height], mode="markers",
        marker={"size": size, "color": colour if filled else HOLLOW, "line": {"width": 1.5, "color": colour}},
        hovertemplate=f"{escape(row.name)}: {format.percent(row.value, 0)}, "
        f"{escape(format.money(row.cost, row.currency))}<extra></extra>",
    )  # fmt: skip


def _heights(count: int, band: int) -> list[float]:
    """Give each mark of a band a row of its own, so that no two labels meet."""
    if count == 1:
        return [float(band)]
    return [band + SPREAD * (0.5 - place / (count - 1)) for place in range(count)]


def _label_goes_right(value: float, letters: int, axis: tuple[float, float]) -> bool:
    """To the side where the label crosses fewer lines, its edge counting most; else outward, or to more room."""
    low, high = axis
    width = letters * LETTER * (high - low)
    right = sum(value < line < value + width for line in (0.0, 1.0)) + 3 * (value + width > high)
    left = sum(value - width < line < value for line in (0.0, 1.0)) + 3 * (value - width < low)
    if right != left:
        return right < left
    return value > 1 if not 0 <= value <= 1 else high - value >= value - low


def _span(rows: Sequence[ValueRow]) -> tuple[float, float]:
    """From the worst to the best with room around, wide enough for the labels beyond baseline and target."""
    known = [row.value for row in rows if row.value is not None]
    low, high = min(0.0, *known, 0.0) - ROOM, max(1.0, *known, 1.0) + ROOM
    for _ in range(SETTLING):
        labels = [(row.value, len(_short(row.name)) * LETTER * (high - low)) for row in rows if row.value is not None]
        low = min(low, *(value - width for value, width in labels if value < 0 < value + width), low)
        high = max(high, *(value + width + EDGE for value, width in labels if value > 1), high)
    return low, high


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


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
    fullest = max(sum(row.tier is tier for row in rows) for tier in tiers)
    return {
        "font": {"family": "Source Sans, sans-serif", "size": 12, "color": ink.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 0, "t": 22, "b": 40},
        "height": FRAME + len(tiers) * (EMPTY_BAND + ROW * fullest),
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
