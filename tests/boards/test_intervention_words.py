"""The intervention chart in words: nothing in the picture that is not said, nothing left out in silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.boards.intervention import InterventionSeries, LimitSpan, RatePoint
from agent_scorecard.boards.intervention_words import chart_words, over, sentence
from agent_scorecard.boards.markers import SHOWN, Marker
from tests.boards.build import judged
from tests.build import AS_OF

FIRST = date(2026, 10, 5)
LEVEL = Marker(date(2026, 10, 12), "level 1 → 2", cuts=True, about="level 1 → 2: the agent's figures begin anew.")
POINTS = (
    RatePoint(FIRST, 0.1, 0.05, 0.2, 40, 50, 0, 4, 40),
    RatePoint(FIRST + timedelta(weeks=1), 0.025, 0.0, 0.1, 40, 50, 1, 1, 40),
    RatePoint(FIRST + timedelta(weeks=2), None, None, None, 0, 7, 1),
)


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def words(*marks: Marker, points=POINTS):
    return chart_words(InterventionSeries(points, marks, (LimitSpan(FIRST, 0.08, None),)), "The finding.", AS_OF)


def test_no_chart_has_no_words():
    assert chart_words(None, "The finding.", AS_OF) is None


def test_the_chart_is_told_to_those_who_cannot_see_it():
    assert plain(words(LEVEL).told) == (
        "Chart: The finding. By the week from 5 Oct: lowest 2.5 % (week of 12 Oct), highest 10 % (week of 5 Oct), "
        "last 2.5 % (week of 12 Oct); pass 8 %. 12 Oct: level 1 → 2: the agent's figures begin anew."
    )


def test_a_chart_of_runs_nobody_read_is_told_as_its_finding():
    assert words(points=POINTS[2:]).told == "Chart: The finding."


def test_the_numbers_behind_the_chart_are_a_row_for_each_point_the_latest_first():
    last, second, first = words(LEVEL).rows
    assert (first.when, plain(first.share), first.cases, plain(first.interval)) == (
        "Week of 5 Oct",
        "10 %",
        "4 of 40",
        "5 % to 20 %",
    )
    assert (second.marks, second.begins_anew) == (("12 Oct level 1 → 2, figures begin anew",), True)
    assert (last.share, last.cases, last.interval, last.runs, last.begins_anew) == ("–", "–", "–", "7", False)
    assert {plain(row.bounds) for row in (last, second, first)} == {"pass 8 %"}


def test_marks_the_picture_has_no_room_for_are_said():
    marks = [Marker(FIRST + timedelta(days=n), f"prompt {n}") for n in range(SHOWN + 2)]
    assert words(*marks[:SHOWN]).unshown == ""
    assert words(*marks).unshown == "And 2 earlier marks: 5 Oct prompt 0 and 6 Oct prompt 1."


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (None, None, ""),
        (0.067, 0.091, " Chance allowed for, the share of reviewed runs lies between 6.7 % and 9.1 %."),
    ],
    ids=["n not given", "with its n"],
)
def test_the_finding_names_its_period_and_how_far_chance_may_go(low, high, ends):
    found = judged("intervention_rate", 0.078, low=low, high=high)
    assert plain(sentence(found)) == f"October 2026: Sentence of intervention_rate.{ends}"


def test_a_log_that_does_not_say_what_was_read_is_counted_over_all_runs():
    assert over(InterventionSeries(POINTS, (), of_all_runs=True)).startswith("share of completed runs")
    assert over(None).startswith("share of reviewed runs")
