"""The figures as the meeting reads them: with baseline and n, by the month, or said not to be measured."""

from __future__ import annotations

from datetime import date

from agent_scorecard.boards.weekly.board import picked
from agent_scorecard.boards.weekly.figures import figure_rows
from agent_scorecard.boards.weekly.shapes import FigureRow
from tests.boards.weekly.build import POLICY, new
from tests.build import bounds, days, grouped, months, observation, rebound

MONDAY = date(2026, 10, 19)
QUIET = {"days": (), "observations": {}, "approvals": (), "incidents": ()}


def row(asked: str, **changes: object) -> FigureRow:
    one = new(21, **{**QUIET, **changes})
    week = picked(one, POLICY, 3)
    assert week is not None
    return next(row for row in figure_rows(one.evidence, POLICY, week) if row.asked == asked)


def test_a_rate_stands_with_the_week_before_and_its_n() -> None:
    loaded = (
        observation("intervention_rate", week, of=of) for week, of in (("2026-W41", (2, 40)), ("2026-W42", (3, 50)))
    )
    shown = row("People stepped in", observations=grouped(loaded))
    assert (shown.this, shown.before, shown.n, shown.measure) == ("6\u202f%", "5\u202f%", "50", "Intervention rate")


def test_a_count_has_no_n() -> None:
    shown = row("Outputs completed", days=days(MONDAY, MONDAY, completed=7))
    assert (shown.this, shown.before, shown.n, shown.measure) == ("7", "–", "–", "")


def test_a_baseline_says_when_it_was_measured() -> None:
    told = bounds("time_saved", baseline_value=0.0, baseline_period="2026-07")
    shown = row("Time saved", bounds=rebound(told), observations=grouped([observation("time_saved", "2026-W42", 2)]))
    assert (shown.this, shown.baseline, shown.baseline_of) == ("2\u202fh", "0\u202fh", "July 2026")


def test_a_measure_of_months_says_so() -> None:
    shown = row("Time saved", observations=grouped(months("time_saved", 4.5)))
    assert (shown.this, shown.note, shown.before) == ("4.5\u202fh", "October 2026, by the month", "–")


def test_what_nobody_measures_is_said_plainly() -> None:
    shown = row("Mistakes")
    assert (shown, shown.is_measured) == (FigureRow("Mistakes", "not measured"), False)
