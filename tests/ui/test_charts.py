"""The intervention chart: broken where figures may not be compared, silent where nothing was read, names as text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.boards.intervention import InterventionSeries, LimitSpan, RatePoint
from agent_scorecard.boards.markers import Marker
from agent_scorecard.rules.periods import Grain
from agent_scorecard.ui import chart_labels, charts

FIRST = date(2026, 9, 28)


def week(place: int, rate: float | None = 0.1, *, segment: int = 0, runs: int = 50) -> RatePoint:
    around = (None, None) if rate is None else (rate / 2, rate * 2)
    read = 0 if rate is None else 40
    return RatePoint(FIRST + timedelta(weeks=place), rate, *around, read, runs, segment)


def figure(*points: RatePoint, markers=(), passes=None, fails=None, limits=None, theme="light", **more):
    spans = limits or (LimitSpan(points[0].start, passes, fails),)
    return charts.intervention_figure(InterventionSeries(points, tuple(markers), spans, **more), theme)


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


def test_a_log_that_does_not_say_what_was_read_has_no_bars_of_reading():
    drawn = figure(week(0), of_all_runs=True)
    assert [trace.name for trace in drawn.data if trace.type == "bar"] == ["runs"]


def test_a_light_gap_stands_between_figures_that_may_not_be_compared():
    drawn = figure(week(0), week(1), week(2, segment=1))
    assert [(shape.x0, shape.x1) for shape in drawn.layout.shapes if shape.type == "rect"] == [(days(1)[0], days(2)[0])]


def test_a_point_that_stands_alone_carries_its_interval_as_a_bar():
    (alone,) = [trace for trace in figure(week(0, 0.1)).data if trace.name == "stepped in"]
    assert (list(alone.error_y.array), list(alone.error_y.arrayminus)) == ([0.1], [0.05])


def test_hovering_a_point_tells_its_counts_and_its_interval():
    point = RatePoint(FIRST, 0.1, 0.05, 0.2, 40, 50, 0, 4, 40)
    (told,) = [trace.text[0] for trace in figure(point).data if trace.name == "stepped in"]
    assert told.replace("\u202f", " ") == "stepped in 10 % (4 of 40)<br>interval 5 % to 20 %<br>50 runs"


def test_bounds_and_the_last_week_are_labelled_on_the_thing():
    labels = said(figure(week(0), week(1, 0.25), passes=0.08, fails=0.5))
    assert [label.replace("\u202f", " ") for label in labels] == [
        "runs a week",
        "of them read",
        "pass 8 %",
        "fail 50 %",
        "<b>25 %</b> last week",
    ]
    assert said(figure(week(0, None))) == ["runs a week", "of them read"]
    assert said(figure(week(0), grain=Grain.MONTH))[0] == "runs a month"


def test_each_bound_is_drawn_as_far_as_it_was_in_force():
    spans = (LimitSpan(days(0)[0], 0.2, None), LimitSpan(days(1)[0], 0.1, None))
    drawn = figure(week(0), week(1), limits=spans)
    drawn_from = [(shape.x0, shape.y0) for shape in drawn.layout.shapes if shape.line.dash == "dot"]
    assert drawn_from == [(days(0)[0], 0.2), (days(1)[0], 0.1)]
    assert [label for label in said(drawn) if label.startswith("pass")] == ["pass 10\u202f%"]


@pytest.mark.parametrize(
    ("heights", "shifts"),
    [([0, 50], [0, 0]), ([50, 52], [0, 11]), ([52, 50], [11, 0]), ([50, 50, 50], [0, 13, 26])],
    ids=["far apart", "close", "close, the other way round", "on one spot"],
)
def test_labels_beside_the_plot_are_kept_a_line_apart(heights, shifts):
    assert chart_labels.apart(heights) == shifts


def test_names_of_changes_are_text():
    hostile = '<a href="http://h">x</a><img src=x onerror=alert(1)>'
    drawn = figure(week(0), markers=[Marker(FIRST, hostile, about=hostile), Marker(FIRST, "incident", True)])
    shown = [label for label in drawn.layout.annotations if label.hovertext]
    assert shown[0].text == "&lt;a href=&quot;http://h&quot;&gt;x&lt;/a&gt;&lt;im…"
    assert "<img" not in "".join(label.text + label.hovertext for label in shown)
    assert shown[1].text == "◆ incident"


def marks(*days: int, text: str = "prompt v6 → v7", **more) -> list[tuple[Marker, float]]:
    return [(Marker(FIRST + timedelta(days=day), text, **more), day / 180) for day in days]


def edges(label: chart_labels.Label, share: float) -> tuple[float, float]:
    centre = share * chart_labels.PLOT_ON_A_PHONE + label.shift
    half = chart_labels.CHARACTER * len(label.text) / 2
    return centre - half, centre + half


@pytest.mark.parametrize("text", ["v7", "prompt v6 → v7", "zendesk.get_ticket 2026-05 → 2026-09 with a limit"])
@pytest.mark.parametrize("cuts", [False, True])
def test_on_a_phone_no_label_touches_another_or_the_edge(text, cuts):
    given = marks(0, 3, 40, 41, 90, 150, 178, 180, text=text, cuts=cuts)
    spans: dict[int, list[tuple[float, float]]] = {}
    for label, (_, share) in zip(chart_labels.placed(given), given, strict=True):
        low, high = edges(label, share)
        assert low >= -chart_labels.AXIS
        assert high <= chart_labels.PLOT_ON_A_PHONE
        assert all(high < a or b < low for a, b in spans.setdefault(label.row, []))
        spans[label.row].append((low, high))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("prompt v7", "prompt v7"),
        ("zendesk.get_ticket 2026-05 → 2026-09", "get_ticket 2026-05 → 2026-09"),
        ("threshold one bad week → 30 days against 90", "…d week → 30 days against 90"),
        ("a threshold nobody had agreed on", "a threshold nobody had agre…"),
    ],
)
def test_a_long_name_is_cut_where_it_says_least(text, shown):
    assert chart_labels.text_of(Marker(FIRST, text)) == shown


def test_where_figures_begin_anew_the_label_says_so():
    assert chart_labels.text_of(Marker(FIRST, "level 2 → 3", cuts=True)) == "level 2 → 3 · begins anew"


@pytest.mark.parametrize(("theme", "ink"), [("light", "light"), ("dark", "dark"), ("unknown", "light")])
def test_the_chart_follows_the_theme(theme, ink):
    assert figure(week(0), theme=theme).layout.font.color == charts.INKS[ink].ink


def test_nothing_of_a_chart_can_be_sent_away():
    assert (charts.CONFIG["displayModeBar"], charts.CONFIG["showSendToCloud"]) == (False, False)


@pytest.mark.parametrize(("rows", "grown"), [(0, 0), (3, 0), (5, 28)])
def test_a_chart_keeps_its_height_on_paper_unless_many_labels_stand_above_it(rows, grown):
    drawn = figure(week(0), markers=[Marker(FIRST, f"change {n}") for n in range(rows + 1)])
    assert drawn.layout.height == charts.HEIGHT + grown
