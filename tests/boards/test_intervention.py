"""How often a person stepped in, week by week: what is counted, where the line breaks, what is marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.intervention import LimitSpan, RatePoint, intervention_series
from agent_scorecard.boards.markers import SHOWN, Marker, chosen
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Band
from agent_scorecard.rules.statistics import corrected, wilson
from agent_scorecard.vocabulary import ChangeKind, Mode
from tests.build import (
    AS_OF,
    action,
    at,
    bounds,
    changed_kind,
    day_figures,
    evidence,
    grouped,
    incident,
    months,
    observation,
)

POLICY = default_policy()
MONDAY = date(2026, 10, 26)
"""Of the week that holds the as-of day, a Saturday."""
WEEK = timedelta(weeks=1)


def series(*days, **facts):
    alone = {"changes": (), "incidents": (), "observations": {}, "autonomy_since": None, **facts}
    return intervention_series(evidence(days=days, **alone), POLICY)


def runs(day: date, started: int = 10, reviewed: int = 0, interventions: int = 0):
    return day_figures(day, started=started, reviewed=reviewed, interventions=interventions)


def test_no_runs_is_no_chart():
    assert series() is None


def test_runs_whose_time_was_only_stated_are_no_chart():
    assert series(runs(MONDAY)._replace(stated=True)) is None


def around(cases, of, phi=POLICY.dispersion.default_phi):
    ends = wilson(*corrected(cases, of, phi), POLICY.proof.z)
    return ends.low, ends.high


def test_a_week_adds_its_days_and_shows_the_share_with_its_interval():
    shown = series(runs(MONDAY, 30, 20, 1), runs(AS_OF, 20, 20, 3))
    assert shown.points == (RatePoint(MONDAY, 0.1, *around(4, 40), 40, 50, 0, 4, 40),)


def test_the_interval_is_as_wide_as_the_weeks_are_uneven():
    cases = (2, 30, 1, 25, 3, 28, 2)
    shown = series(*(runs(MONDAY - n * WEEK, 200, 200, k) for n, k in enumerate(cases)))
    assert shown.noise.measured
    assert shown.noise.phi > 5
    last = shown.points[-1]
    assert (last.low, last.high) == around(2, 200, shown.noise.phi)


def test_a_week_nobody_read_has_no_share_and_a_week_without_runs_is_a_gap():
    shown = series(runs(MONDAY - 2 * WEEK, 30, 20, 2), runs(MONDAY, 7))
    assert shown.points == (
        RatePoint(MONDAY - 2 * WEEK, 0.1, *around(2, 20), 20, 30, 0, 2, 20),
        RatePoint(MONDAY - WEEK, None, None, None, 0, 0, 0),
        RatePoint(MONDAY, None, None, None, 0, 7, 0),
    )


def test_a_log_that_knows_only_overrides_is_drawn_as_a_share_of_all_runs():
    known = {"completed": 50, "overridden": 2, "reviewed": 2, "interventions": 2, "override_known": 50}
    shown = series(day_figures(MONDAY, started=50, **known))
    assert shown.of_all_runs
    assert shown.points == (RatePoint(MONDAY, 0.04, *around(2, 50), 0, 50, 0, 2, 50),)


def test_loaded_months_are_drawn_where_there_is_no_log():
    rows = grouped(months("intervention_rate", (9, 150), None, (8, 168)), months("volume", 160.0, None, 175.0))
    shown = series(observations=rows)
    assert [(point.start, point.cases, point.of, point.runs) for point in shown.points] == [
        (date(2026, 8, 1), 9, 150, 160),
        (date(2026, 9, 1), None, None, None),
        (date(2026, 10, 1), 8, 168, 175),
    ]


def test_a_loaded_share_without_counts_has_no_interval():
    (point,) = series(observations=grouped(months("intervention_rate", 0.05))).points
    assert (point.rate, point.low, point.reviewed, point.cases) == (0.05, None, None, None)


def test_a_loaded_week_stands_before_its_runs():
    rows = grouped([observation("intervention_rate", "2026-W44", of=(5, 10))])
    (point,) = series(runs(MONDAY, 20, 20, 1), observations=rows).points
    assert (point.cases, point.of, point.runs) == (5, 10, 20)


@pytest.mark.parametrize(
    ("reviewed", "starts"),
    [(10, [MONDAY - WEEK, MONDAY]), (9, [date(2026, 10, 1)])],
    ids=["enough to read a week", "too few: by months"],
)
def test_weeks_that_hold_too_few_readings_are_drawn_as_months(reviewed, starts):
    points = series(runs(MONDAY - WEEK, reviewed=reviewed), runs(MONDAY, reviewed=reviewed)).points
    assert [point.start for point in points] == starts


@pytest.mark.parametrize(("weeks_ago", "shown"), [(25, 26), (26, 26), (80, 26), (3, 4), (0, 1)])
def test_the_chart_ends_today_and_reaches_back_half_a_year(weeks_ago, shown):
    points = series(runs(MONDAY - weeks_ago * WEEK), runs(MONDAY)).points
    assert [point.start for point in points] == [MONDAY - n * WEEK for n in reversed(range(shown))]


@pytest.mark.parametrize(
    ("kind", "day", "segments"),
    [
        (ChangeKind.LEVEL, MONDAY - timedelta(days=1), [0, 1, 2]),
        (ChangeKind.LEVEL, MONDAY, [0, 0, 1]),
        (ChangeKind.SAMPLING_PLAN, MONDAY, [0, 0, 1]),
        (ChangeKind.MODEL, MONDAY, [0, 0, 0]),
        (ChangeKind.PROMPT, MONDAY, [0, 0, 0]),
    ],
    ids=["level on a Sunday, its week alone", "level on the Monday after", "sampling plan", "model", "prompt"],
)
def test_the_line_breaks_only_where_figures_may_not_be_compared(kind, day, segments):
    days = [runs(MONDAY - n * WEEK) for n in (2, 1, 0)]
    points = series(*days, changes=(changed_kind(kind, day),)).points
    assert [point.segment for point in points] == segments


@pytest.mark.parametrize(("others", "segments"), [((), [0, 0, 1]), (("b", "c", "d", "e", "f"), [0, 0, 0])])
def test_a_change_of_mode_breaks_the_line_only_where_its_action_touches_enough_runs(others, segments):
    row = changed_kind(ChangeKind.MODE, MONDAY, action="helpdesk.tag", from_value="in", to_value="on")
    rows = tuple(action(name, mode=Mode.IN) for name in ("helpdesk.tag", *others))
    shown = series(*(runs(MONDAY - n * WEEK) for n in (2, 1, 0)), changes=(row,), actions=rows, calls=())
    assert [point.segment for point in shown.points] == segments
    (mark,) = shown.markers
    assert mark.cuts is (segments[-1] == 1)
    assert ("this action begin anew" in mark.about) is not mark.cuts


def test_the_day_the_level_began_breaks_the_line_and_is_marked_though_nobody_logged_it():
    shown = series(*(runs(MONDAY - n * WEEK) for n in (2, 1, 0)), autonomy_since=MONDAY)
    assert [point.segment for point in shown.points] == [0, 0, 1]
    assert [(mark.day, mark.text, mark.cuts) for mark in shown.markers] == [(MONDAY, "level 2", True)]


def test_a_level_that_begins_tomorrow_is_not_marked_today():
    assert series(runs(MONDAY), autonomy_since=AS_OF + timedelta(days=1)).markers == ()


def test_a_logged_change_of_level_is_marked_once():
    row = changed_kind(ChangeKind.LEVEL, MONDAY, from_value="1", to_value="2")
    shown = series(runs(MONDAY), changes=(row,), autonomy_since=MONDAY)
    assert [(mark.text, mark.cuts) for mark in shown.markers] == [("level 1 → 2", True)]


@pytest.mark.parametrize(
    ("rows", "limits"),
    [
        ((), (None, None)),
        ((bounds("accuracy", passes=0.9),), (None, None)),
        ((bounds("intervention_rate", passes=0.08, fails=0.12),), (0.08, 0.12)),
        ((bounds("intervention_rate", passes=0.08),), (0.08, None)),
        ((bounds("intervention_rate", passes=Band(0.0, 0.1)),), (None, None)),
    ],
    ids=["none", "another measure's", "both", "pass only", "a band is no line"],
)
def test_pass_and_fail_are_those_in_force(rows, limits):
    (span,) = series(runs(MONDAY), bounds=rows).limits
    assert (span.passes, span.fails) == limits


def test_each_week_is_shown_with_the_bounds_in_force_at_its_start_and_never_with_those_to_come():
    rows = (
        bounds("intervention_rate", passes=0.2, effective_from=date(2026, 1, 1)),
        bounds("intervention_rate", passes=0.1, effective_from=MONDAY - timedelta(days=3)),
        bounds("intervention_rate", passes=0.05, effective_from=AS_OF + timedelta(days=1)),
    )
    shown = series(*(runs(MONDAY - n * WEEK) for n in (2, 1, 0)), bounds=rows)
    assert shown.limits == (LimitSpan(MONDAY - 2 * WEEK, 0.2, None), LimitSpan(MONDAY, 0.1, None))


def test_changes_and_incidents_are_marked_in_order_of_their_day():
    model = changed_kind(ChangeKind.MODEL, AS_OF, from_value="4.1", to_value="4.2")
    shown = series(runs(MONDAY), changes=(model,), incidents=(incident(MONDAY),))
    assert [(mark.day, mark.text, mark.is_incident) for mark in shown.markers] == [
        (MONDAY, "incident", True),
        (AS_OF, "model 4.1 → 4.2", False),
    ]
    assert shown.markers[0].about == f"incident INC-{MONDAY}: A reply went to the wrong queue."


@pytest.mark.parametrize(("zone", "day"), [("UTC", 26), ("America/Denver", 25), ("Asia/Tokyo", 26)])
def test_what_happened_is_marked_on_its_day_in_the_companys_zone(zone, day):
    early = replace(incident(MONDAY), detected_at=at(MONDAY, 3))
    changed = replace(changed_kind(ChangeKind.MODEL, MONDAY), changed_at=at(MONDAY, 3))
    shown = series(runs(MONDAY - WEEK), runs(MONDAY), changes=(changed,), incidents=(early,), zone=zone)
    assert {mark.day for mark in shown.markers} == {date(2026, 10, day)}


def test_a_picture_keeps_every_cut_and_then_the_latest_marks():
    days = [MONDAY + timedelta(days=n) for n in range(SHOWN + 3)]
    marks = tuple(Marker(day, f"change {n}", cuts=n == 0) for n, day in enumerate(days))
    assert chosen(marks) == (marks[0], *marks[4:])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ChangeKind.SAMPLING_PLAN}, "sampling plan"),
        ({"kind": ChangeKind.PROMPT, "to_value": "v7"}, "prompt v7"),
        ({"kind": ChangeKind.PROMPT, "from_value": "v6"}, "prompt"),
        ({"kind": ChangeKind.MODE, "action": "crm.write", "from_value": "in", "to_value": "on"}, "crm.write in → on"),
    ],
    ids=["kind alone", "what it became", "what it was alone", "of an action"],
)
def test_a_change_is_named_by_what_became_of_it(changes, words):
    change = replace(changed_kind(changes["kind"], MONDAY), **changes)
    (mark,) = series(runs(MONDAY), changes=(change,)).markers
    assert (mark.day, mark.text) == (MONDAY, words)


@pytest.mark.parametrize(("day", "count"), [(MONDAY - timedelta(days=1), 0), (MONDAY, 1)], ids=["before", "on"])
def test_what_happened_before_the_first_week_is_not_marked(day, count):
    late_find = replace(incident(day), occurred_at=at(date(2026, 1, 1)))
    shown = series(runs(MONDAY), changes=(changed_kind(ChangeKind.MODEL, day),), incidents=(late_find,))
    assert len(shown.markers) == 2 * count
