"""Candidate tasks on the board: ranked with their five parts, what was answered, and who took which."""

from __future__ import annotations

from dataclasses import replace

from agent_scorecard.boards.gates.intake import Intake, intake
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import IntakeAnswer, Task
from agent_scorecard.vocabulary import Worth
from tests.build import AGENT, AS_OF, evidence

POLICY = default_policy()
ONE = assess(evidence(), POLICY)
OPEN = Task("Answer sizes", "Support", None, 4, 3, 3, 3, 3, 9)
TAKEN = Task("Sort tickets", "Support", AGENT, 5, 3, 4, 2, 5, 60)
ANSWER = IntakeAnswer(7, OPEN.task, Worth.DO, "Asked daily", AS_OF, "ana", "A chat opens", "Ana reads it")


def board(*tasks: Task, answers: tuple[IntakeAnswer, ...] = ()) -> Intake:
    return intake(replace(evidence().company, tasks=tasks, intake=answers), [ONE], POLICY)


def test_a_task_shows_its_score_and_the_five_as_they_count() -> None:
    (line,) = board(OPEN).open
    assert (line.score, line.parts, line.hours) == ("3.2 of 5", ("4", "3", "3", "3", "3"), "9\u202fh")


def test_a_task_without_all_five_is_not_scored() -> None:
    (line,) = board(replace(OPEN, risk=None, hours_per_week=None)).open
    assert (line.score, set(line.parts), line.hours) == ("not scored", {"–"}, "–")


def test_what_was_answered_stands_with_who_and_when_and_the_monday_morning() -> None:
    (line,) = board(OPEN, answers=(ANSWER,)).open
    assert line.answer == "Yes, and an agent may take it"
    assert line.why == "Asked daily (Ana, 31 Oct 2026)"
    assert line.monday == "A chat opens; Ana reads it"


def test_a_task_nobody_was_asked_about_says_so() -> None:
    (line,) = board(OPEN).open
    assert (line.answer, line.why, line.monday) == ("Not asked yet", "", "")


def test_a_taken_task_names_its_agent_and_asks_nothing() -> None:
    shown = board(TAKEN)
    assert [(line.agent, line.agent_name) for line in shown.taken] == [(AGENT, "Support triage")]
    assert (shown.open, shown.forms) == ((), ())


def test_the_note_counts_what_is_nobodys_and_its_hours() -> None:
    assert board(OPEN, TAKEN).note == "1 of 2 tasks are nobody's yet, 9 h a week"
    assert intake(Company(), [], POLICY).note == ""


def test_of_one_team_only_its_tasks_and_whether_it_may_take_more_are_shown() -> None:
    other = replace(OPEN, task="Sort invoices", team="Finance")
    company = replace(evidence().company, tasks=(OPEN, TAKEN, other), intake=(ANSWER,))
    support, finance = (intake(company, [ONE], POLICY, team) for team in ("Support", "Finance"))
    assert [line.task for line in (*support.open, *support.taken)] == ["Answer sizes", "Sort tickets"]
    assert support.note == "1 of 2 tasks are nobody's yet, 9 h a week"
    assert [line.team for line in support.teams] == ["Support"]
    assert ([line.task for line in finance.open], finance.teams) == (["Sort invoices"], ())


def test_the_form_knows_the_last_answer_and_the_team() -> None:
    (form,) = board(OPEN, answers=(ANSWER,)).forms
    assert (form.last, form.may_be_taken) == (ANSWER, True)
    assert form.team is not None
    assert form.team.sentence.startswith("Ready for a next workflow: Support triage")
