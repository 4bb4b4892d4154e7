"""What a week came to: counted over its own seven days, loaded weeks first, and nothing made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.week_figures import WeekFigure, week_figures
from agent_scorecard.rules.weekly import first_month
from tests.build import approval, bounds, days, evidence, grouped, incident, months, observation, rebound

POLICY = default_policy()
LIVE = date(2026, 10, 2)
"""A Friday, so that a week of the agent is none of the calendar."""


def new(**changes: object) -> Evidence:
    given = {"live_on": LIVE, "pilot_started": LIVE, "status_since": LIVE, "decisions": (), "first_loaded": LIVE}
    quiet = {"days": (), "observations": {}, "approvals": (), "incidents": (), "as_of": LIVE + timedelta(days=21)}
    return evidence(**{**given, **quiet, **changes})


def asked(word: str, week: int = 3, **changes: object) -> WeekFigure:
    one = new(**changes)
    month = first_month(one, POLICY)
    assert month is not None
    return next(row for row in week_figures(one, POLICY, month.weeks[week - 1]) if row.asked == word)


def test_runs_are_counted_over_the_seven_days_of_the_week_and_of_the_week_before() -> None:
    first = days(date(2026, 10, 9), date(2026, 10, 15), completed=3)
    second = days(date(2026, 10, 16), date(2026, 10, 22), completed=5)
    row = asked("Outputs completed", days=(*first, *second))
    assert row.this is not None
    assert row.before is not None
    assert (row.this.value, row.before.value) == (35, 21)


def test_people_stepping_in_carries_its_n() -> None:
    row = asked("People stepped in", days=days(date(2026, 10, 16), date(2026, 10, 22), interventions=1, reviewed=4))
    assert row.this is not None
    assert (row.this.value, row.this.n) == (0.25, 28)


def test_a_loaded_week_wins_over_what_was_counted() -> None:
    loaded = grouped([observation("outputs_completed", "2026-W42", 99)])
    row = asked("Outputs completed", observations=loaded, days=days(date(2026, 10, 16), date(2026, 10, 22)))
    assert row.this is not None
    assert row.this.value == 99


def test_a_loaded_week_that_is_not_over_yet_is_not_this_week() -> None:
    loaded = grouped([observation("time_saved", "2026-W40", 2)])
    assert asked("Time saved", 1, observations=loaded, as_of=date(2026, 10, 3)).this is None
    assert asked("Time saved", 1, observations=loaded, as_of=date(2026, 10, 4)).this is not None


def test_where_only_months_are_measured_the_last_month_is_told() -> None:
    row = asked("Time saved", observations=grouped(months("time_saved", 4.1, 4.5)))
    assert (row.this, row.before) == (None, None)
    assert row.month is not None
    assert (str(row.month[0]), row.month[1].value) == ("2026-10", 4.5)


def test_the_baseline_comes_with_the_period_it_was_measured_in() -> None:
    told = bounds("time_saved", baseline_value=0.0, baseline_period="2026-07")
    row = asked("Time saved", bounds=rebound(told), observations=grouped([observation("time_saved", "2026-W42", 2)]))
    assert (row.baseline, row.baseline_period) == (0.0, "2026-07")


@pytest.mark.parametrize(
    ("word", "changes", "expected"),
    [
        ("Approvals asked for", {"approvals": (approval(1, date(2026, 10, 16)), approval(2, date(2026, 10, 9)))}, 1),
        ("Incidents", {"incidents": (incident(date(2026, 10, 22)), incident(date(2026, 10, 23)))}, 1),
        ("Incidents", {}, 0),
    ],
)
def test_what_was_asked_or_found_is_counted_by_its_day(word: str, changes: dict, expected: int) -> None:
    row = asked(word, **changes)
    assert row.this is not None
    assert row.this.value == expected


@pytest.mark.parametrize("word", ["Time saved", "Outputs completed", "Approvals asked for", "Exceptions", "Mistakes"])
def test_what_nobody_measures_has_no_figure_and_no_measure(word: str) -> None:
    assert asked(word) == WeekFigure(word)


def test_the_first_answer_that_is_measured_is_taken() -> None:
    loaded = grouped([observation("exception_rate", "2026-W42", of=(1, 10))])
    row = asked("Exceptions", observations=loaded)
    assert row.measure is not None
    assert row.measure.key == "exception_rate"
