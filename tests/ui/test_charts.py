"""The intervention chart: broken where figures may not be compared, silent where nothing was read, names as text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.boards.intervention import InterventionSeries, Marker, RatePoint
from agent_scorecard.ui import charts

FIRST = date(2026, 9, 28)


def week(place: int, rate: float | None = 0.1, *, segment: int = 0, runs: int = 50) -> RatePoint:
    around = (None, None) if rate is None else (rate / 2, rate * 2)
    read = 0 if rate is None else 40
    return RatePoint(FIRST + timedelta(weeks=place), rate, *around, read, runs, segment)


def figure(*points: RatePoint, markers=(), passes=None, fails=None, theme="light"):
    known = any(point.reviewed for point in points)
    return charts.intervention_figure(InterventionSeries(points, tuple(markers), passes, fails, known), theme)


def lines(drawn) -> list[tuple[list[date], list[float]]]:
    return [(list(trace.x), list(trace.y)) for trace in drawn.data if trace.name == "stepped in"]


def days(*places: int) -> list[date]:
    return [FIRST + timedelta(weeks=place) for place in places]


def said(drawn) -> list[str]:
    return [annotation.text for annotation in drawn.layout.annotations]


def test_the_line_is_whole_where_nothing_cuts_it():
    assert lines(figure(week(0, 0.1), week(1, 0.2))) == [(days(0, 1), [0.1, 0.2])]


def test_the_line_breaks_between_segments():
    drawn = figure(week(0, 0.1), week(1, 0.2), week(2, 0.3, segment=1), week(3, 0.4, segment=1))
    assert lines(drawn) == [(days(0, 1), [0.1, 0.2]), (days(2, 3), [0.3, 0.4])]


def test_a_week_nobody_read_is_no_point():
    assert lines(figure(week(0, 0.1), week(1, None), week(2, 0.3))) == [(days(0, 2), [0.1, 0.3])]


def test_a_segment_nobody_read_is_no_trace_and_no_run_read_is_bars_alone():
    assert lines(figure(week(0, None), week(1, 0.2, segment=1))) == [(days(1), [0.2])]
    assert [trace.name for trace in figure(week(0, None)).data] == ["runs", "read"]


def test_a_segment_of_one_week_is_a_dot():
    alone, pair = figure(week(0)), figure(week(0), week(1))
    assert [trace.mode for drawn in (alone, pair) for trace in drawn.data if trace.name == "stepped in"] == [
        "markers",
        "lines",
    ]


def test_the_band_goes_out_along_the_upper_end_and_back_along_the_lower():
    band = figure(week(0, 0.1), week(1, 0.2)).data[0]
    assert (list(band.x), list(band.y)) == (days(0, 1, 1, 0), [0.2, 0.4, 0.1, 0.05])


def test_runs_and_reads_are_bars_on_the_same_weeks():
    drawn = figure(week(0), week(1, None, runs=7))
    bars = {trace.name: (list(trace.x), list(trace.y)) for trace in drawn.data if trace.type == "bar"}
    assert bars == {"runs": (days(0, 1), [50, 7]), "read": (days(0, 1), [40, 0])}


def test_bounds_and_the_last_week_are_labelled_on_the_thing():
    assert said(figure(week(0), week(1, 0.25), passes=0.08, fails=0.5)) == [
        "runs a week",
        "of them read",
        "pass 8.0%",
        "fail 50.0%",
        "<b>25.0%</b> last week",
    ]
    assert said(figure(week(0, None))) == ["runs a week", "of them read"]


@pytest.mark.parametrize(
    ("rate", "shift"),
    [(0.5, 0), (0.11, 13), (0.1, 13), (0.09, -13)],
    ids=["far from the bound", "just above", "on it", "just below"],
)
def test_the_last_label_moves_off_the_label_of_a_bound(rate, shift):
    label = figure(week(0, 1.0), week(1, rate), passes=0.1).layout.annotations[-1]
    assert (label.y, label.yshift) == (rate, shift)


def test_names_of_changes_are_text():
    hostile = '<a href="http://h">x</a><img src=x onerror=alert(1)>'
    drawn = figure(week(0), markers=[Marker(FIRST, hostile, False), Marker(FIRST, "incident", True)])
    assert said(drawn)[-2:] == [
        "&lt;a href=&quot;http://h&quot;&gt;x&lt;/a&gt;&lt;img src=x onerror=alert(1)&gt;",
        "◆ incident",
    ]


def test_many_changes_show_the_last_ones():
    markers = [Marker(FIRST + timedelta(days=n), f"change {n}", False) for n in range(charts.MARKERS_SHOWN + 3)]
    shown = [text for text in said(figure(week(0), markers=markers)) if text.startswith("change")]
    assert shown == [mark.text for mark in markers[3:]]


@pytest.mark.parametrize(("theme", "ink"), [("light", "light"), ("dark", "dark"), ("unknown", "light")])
def test_the_chart_follows_the_theme(theme, ink):
    assert figure(week(0), theme=theme).layout.font.color == charts.INKS[ink].ink


def test_nothing_of_a_chart_can_be_sent_away():
    assert (charts.CONFIG["displayModeBar"], charts.CONFIG["showSendToCloud"]) == (False, False)
