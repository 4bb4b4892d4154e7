"""Value against risk: one mark an agent in the band of its tier, labels clear of the lines, names as text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.quarter.comparison import ValueRow, values
from agent_scorecard.ui.quarter_map import HOLLOW, value_figure
from agent_scorecard.vocabulary import Choice, Tier, Verdict
from tests.boards.quarter.build import agent, review
from tests.boards.quarter.test_comparison import headline
from tests.build import UNIT
from tests.ui.hostile import TEXT

(ROW,) = values(review(agent("Triage", **headline(30.0))))


def row(name: str, **changes) -> ValueRow:
    return replace(ROW, name=name, proposed=Choice.MAINTAIN, cost=100 * UNIT, **changes)


def marks(*rows: ValueRow, theme: str = "light"):
    return list(value_figure(rows, theme).data)


def test_a_mark_stands_at_its_value_in_the_band_of_its_tier():
    low, high = marks(row("Low", tier=Tier.LOW, value=0.4), row("High", tier=Tier.HIGH, value=1.2))
    assert (list(low.x), round(low.y[0]), list(high.x), round(high.y[0])) == ([0.4], 0, [1.2], 1)


def test_area_is_cost():
    big, small = marks(row("A", value=0.1), replace(row("B", value=0.2), cost=25 * UNIT))
    assert big.marker.size == 2 * small.marker.size


@pytest.mark.parametrize(
    ("proposed", "hollow"), [(Choice.MAINTAIN, True), (Choice.REVISE, False), (Choice.EXPAND, False)]
)
def test_a_mark_is_filled_where_a_change_is_proposed(proposed, hollow):
    (mark,) = marks(replace(row("A"), proposed=proposed))
    assert (mark.marker.color == HOLLOW) is hollow


@pytest.mark.parametrize(
    ("verdict", "blocks", "colour"),
    [
        (Verdict.MISSED, 0, "#a11a2b"),
        (Verdict.AT_RISK, 0, "#946500"),
        (Verdict.MET, 1, "#946500"),
        (Verdict.MET, 0, "#24508f"),
    ],
)
def test_its_colour_is_the_worst_of_its_verdicts(verdict, blocks, colour):
    shown = replace(row("A"), proposed=Choice.REVISE, quality=verdict, control=Verdict.MET, value_verdict=Verdict.MET)
    assert marks(replace(shown, blocks=blocks))[0].marker.color == colour


@pytest.mark.parametrize(("value", "side"), [(0.9, "right"), (0.1, "left"), (1.1, "left"), (-0.1, "right")], ids=str)
def test_a_label_goes_to_the_side_where_it_crosses_no_line(value, side):
    figure = value_figure([row("Name", value=value)], "light")
    (label,) = [note for note in figure.layout.annotations if note.text == "Name"]
    assert label.xanchor == side


def test_a_name_is_text_and_both_themes_draw():
    for theme in ("light", "dark", "other"):
        figure = value_figure([row(TEXT)], theme)
        assert not any("<img" in str(note.text) for note in figure.layout.annotations)
        assert "<img" not in figure.data[0].hovertemplate
