"""One week as the meeting reads it: the weeks as steps, what was said, what was promised, and when nothing is open."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.boards.weekly.board import no_month, picked, weekly
from agent_scorecard.boards.weekly.shapes import Weekly
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import RunSample
from agent_scorecard.rules.weekly import WeekState
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, Status
from tests.boards.weekly.build import POLICY, changed, new, promise, review
from tests.build import at

RUN = RunSample("run-7", at(date(2026, 10, 20)), ReviewOutcome.EDITED, RunResult.SUCCESS, "", "", None, "USD")


def board(one: Assessment, week: int | None = None, *sample: RunSample) -> Weekly:
    chosen = picked(one, POLICY, week)
    assert chosen is not None
    return weekly(one, POLICY, chosen, sample)


def test_the_head_says_which_week_and_what_comes_next() -> None:
    shown = board(new(21, review(1), review(2)))
    assert shown.over == "Weekly review · week 3 of 4 · 16 to 22 Oct"
    assert shown.deck == "Week 3 of 4 is to be reviewed today."
    assert shown.more == "due"


def test_the_weeks_are_steps_with_what_became_of_each() -> None:
    shown = board(new(15, review(1)))
    assert [(mark.state, mark.when, mark.is_shown) for mark in shown.weeks] == [
        (WeekState.REVIEWED, "reviewed 9 Oct", False),
        (WeekState.OVERDUE, "1 day late", True),
        (WeekState.RUNNING, "on 23 Oct", False),
        (WeekState.AHEAD, "on 30 Oct", False),
    ]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [(None, 2), (1, 1), (3, 3), (4, 2), (9, 2), (0, 2)],
    ids=["nothing", "a reviewed one", "the running one", "one ahead", "none such", "nought"],
)
def test_the_week_asked_for_is_shown_where_it_has_begun(asked: int | None, shown: int) -> None:
    assert board(new(15, review(1)), asked).week == shown


def test_what_was_said_is_shown_instead_of_a_form() -> None:
    shown = board(new(15, review(1, stepped_in="Twice\nOnce more")), 1)
    assert shown.form is None
    assert shown.said is not None
    assert (shown.said.held, shown.said.who, shown.said.no_change) == (
        "9 Oct 2026",
        "Ana and Olga",
        "Too few to change anything",
    )
    lists = {title: [line.text for line in lines] for title, lines in shown.said.lists}
    assert lists == {
        "Handled well": ["Every figure named its source"],
        "A person had to step in": ["Twice", "Once more"],
        "Rule to change": [],
    }


@pytest.mark.parametrize(
    ("day", "kept", "state", "when"),
    [
        (14, {}, "open", "Ben, due 16 Oct"),
        (20, {}, "overdue", "Ben, due 16 Oct"),
        (15, {"done_on": date(2026, 10, 15), "note": "In the template"}, "done", "Ben, done 15 Oct · In the template"),
    ],
)
def test_last_weeks_change_comes_with_what_became_of_it(day: int, kept: dict, state: str, when: str) -> None:
    shown = board(new(day, changed(1), follow_ups=(promise(1, **kept),)), 2)
    assert shown.last is not None
    assert shown.last.promise is not None
    promised = shown.last.promise
    assert (shown.last.week, promised.what, promised.state, promised.when) == (1, "Name each source", state, when)


def test_a_week_without_a_change_keeps_its_reason() -> None:
    shown = board(new(15, review(1)), 2)
    assert shown.last is not None
    assert (shown.last.promise, shown.last.no_change) == (None, "Too few to change anything")


def test_earlier_weeks_are_read_the_last_one_first() -> None:
    shown = board(new(22, review(1), review(2)), 3)
    assert [said.week for said in shown.earlier] == [2, 1]
    assert board(new(22, review(1), review(2)), 1).earlier == ()


def test_a_line_that_names_a_run_of_the_sample_leads_to_its_trace() -> None:
    shown = board(new(22, review(1), review(3, stepped_in="See run-7, edited\nrun-8 too")), 3, RUN)
    assert shown.said is not None
    (_, lines) = shown.said.lists[1]
    assert [line.trace for line in lines] == ["https://traces.example.com/run-7", ""]


@pytest.mark.parametrize(("week", "due"), [(1, date(2026, 10, 16)), (3, date(2026, 10, 30)), (4, date(2026, 11, 1))])
def test_a_change_is_due_when_it_can_be_looked_at_next(week: int, due: date) -> None:
    form = board(new(29), week).form
    assert form is not None
    assert (form.week, form.next_due) == (week, due)


def test_past_the_first_month_nothing_is_asked_and_everything_stays_readable() -> None:
    shown = board(new(60, review(1)), 1)
    assert (shown.form, shown.said is not None) == (None, True)
    assert shown.deck == "Its first month was over on 1 Nov 2026: 1 of 4 weeks were reviewed."
    assert shown.closed.startswith("Past its first month since 1 Nov 2026")


def test_an_agent_that_does_not_work_has_no_week() -> None:
    paused = new(5, status=Status.PAUSED)
    assert picked(paused, POLICY, 1) is None
    assert no_month(paused).endswith("it is recorded as paused, neither in a pilot nor live.")
