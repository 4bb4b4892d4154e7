"""How often a person stepped in, week by week: what is counted, where the line breaks, what is marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.intervention import Marker, RatePoint, intervention_series
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Band
from agent_scorecard.rules.statistics import wilson
from agent_scorecard.vocabulary import ChangeKind
from tests.build import AS_OF, at, bounds, changed_kind, day_figures, evidence, incident

POLICY = default_policy()
MONDAY = date(2026, 10, 26)
"""Of the week that holds the as-of day, a Saturday."""
WEEK = timedelta(weeks=1)


def series(*days, **facts):
    return intervention_series(evidence(days=days, **{"changes": (), "incidents": (), **facts}), POLICY)


def runs(day: date, started: int = 10, reviewed: int = 0, interventions: int = 0):
    return day_figures(day, started=started, reviewed=reviewed, interventions=interventions)


def test_no_runs_is_no_chart():
    assert series() is None


def test_runs_whose_time_was_only_stated_are_no_chart():
    assert series(runs(MONDAY)._replace(stated=True)) is None


def test_a_week_adds_its_days_and_shows_the_share_with_its_interval():
    shown = series(runs(MONDAY, 30, 20, 1), runs(AS_OF, 20, 20, 3))
    around = wilson(4, 40, POLICY.proof.z)
    assert shown.points == (RatePoint(MONDAY, 0.1, around.low, around.high, 40, 50, 0),)
    assert shown.reads_known


def test_a_week_nobody_read_has_no_share_and_a_week_without_runs_is_a_gap():
    shown = series(runs(MONDAY - 2 * WEEK, 30, 20, 0), runs(MONDAY, 7))
    around = wilson(0, 20, POLICY.proof.z)
    assert shown.points == (
        RatePoint(MONDAY - 2 * WEEK, 0.0, around.low, around.high, 20, 30, 0),
        RatePoint(MONDAY - WEEK, None, None, None, 0, 0, 0),
        RatePoint(MONDAY, None, None, None, 0, 7, 0),
    )


@pytest.mark.parametrize(
    ("reviewed", "starts"),
    [(10, [MONDAY - WEEK, MONDAY]), (9, [date(2026, 10, 1)])],
    ids=["enough to read a week", "too few: by months"],
)
def test_weeks_that_hold_too_few_readings_are_drawn_as_months(reviewed, starts):
    points = series(runs(MONDAY - WEEK, reviewed=reviewed), runs(MONDAY, reviewed=reviewed)).points
    assert [point.start for point in points] == starts


def test_runs_that_nobody_ever_read_leave_the_reading_unknown():
    assert not series(runs(MONDAY)).reads_known


@pytest.mark.parametrize(("weeks_ago", "shown"), [(25, 26), (26, 26), (80, 26), (3, 4), (0, 1)])
def test_the_chart_ends_today_and_reaches_back_half_a_year(weeks_ago, shown):
    points = series(runs(MONDAY - weeks_ago * WEEK), runs(MONDAY)).points
    assert [point.start for point in points] == [MONDAY - n * WEEK for n in reversed(range(shown))]


@pytest.mark.parametrize(
    ("kind", "day", "segments"),
    [
        (ChangeKind.LEVEL, MONDAY - timedelta(days=1), [0, 1, 1]),
        (ChangeKind.LEVEL, MONDAY, [0, 0, 1]),
        (ChangeKind.SAMPLING_PLAN, MONDAY, [0, 0, 1]),
        (ChangeKind.MODEL, MONDAY, [0, 0, 0]),
        (ChangeKind.PROMPT, MONDAY, [0, 0, 0]),
    ],
    ids=["level on a Sunday", "level on the Monday after", "sampling plan", "model", "prompt"],
)
def test_the_line_breaks_only_where_figures_may_not_be_compared(kind, day, segments):
    days = [runs(MONDAY - n * WEEK) for n in (2, 1, 0)]
    points = series(*days, changes=(changed_kind(kind, day),)).points
    assert [point.segment for point in points] == segments


@pytest.mark.parametrize(
    ("rows", "limits"),
    [
        ((), (None, None)),
        ((bounds("accuracy", passes=0.9),), (None, None)),
        ((bounds("intervention_rate", passes=0.08, fails=0.12),), (0.08, 0.12)),
        ((bounds("intervention_rate", passes=0.08),), (0.08, None)),
        ((bounds("intervention_rate", passes=Band(0.0, 0.1)),), (None, None)),
        (
            (
                bounds("intervention_rate", passes=0.08, effective_from=date(2026, 6, 1)),
                bounds("intervention_rate", passes=0.2),
            ),
            (0.08, None),
        ),
    ],
    ids=["none", "another measure's", "both", "pass only", "a band is no line", "the latest"],
)
def test_pass_and_fail_are_those_in_force_now(rows, limits):
    shown = series(runs(MONDAY), bounds=rows)
    assert (shown.passes, shown.fails) == limits


def test_changes_and_incidents_are_marked_in_order_of_their_day():
    model = changed_kind(ChangeKind.MODEL, AS_OF, from_value="4.1", to_value="4.2")
    shown = series(runs(MONDAY), changes=(model,), incidents=(incident(MONDAY),))
    assert shown.markers == (Marker(MONDAY, "incident", True), Marker(AS_OF, "model 4.1 → 4.2", False))


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
    assert series(runs(MONDAY), changes=(change,)).markers == (Marker(MONDAY, words, False),)


@pytest.mark.parametrize(("day", "count"), [(MONDAY - timedelta(days=1), 0), (MONDAY, 1)], ids=["before", "on"])
def test_what_happened_before_the_first_week_is_not_marked(day, count):
    late_find = replace(incident(day), occurred_at=at(date(2026, 1, 1)))
    shown = series(runs(MONDAY), changes=(changed_kind(ChangeKind.MODEL, day),), incidents=(late_find,))
    assert len(shown.markers) == 2 * count
