"""Candidate tasks in their order, and when a team may take a next workflow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import IntakeAnswer, Task
from agent_scorecard.rules.intake import candidates, readiness
from agent_scorecard.vocabulary import Status, Worth
from tests.build import AS_OF, LEVEL_BEGAN, evidence

POLICY = default_policy()
TASK = Task("Answer sizes", "Support", None, 4, 3, 3, 3, 3, 9)


def answer(seq: int, worth: Worth = Worth.DO) -> IntakeAnswer:
    return IntakeAnswer(seq, TASK.task, worth, "Asked daily", AS_OF, "ana", "A chat opens", "Read the draft")


def order(*tasks: Task) -> list[str]:
    return [one.task.task for one in candidates(Company(tasks=tasks))]


@pytest.mark.parametrize(
    ("scores", "score"),
    [((5, 1, 5, 1, 5), 5.0), ((1, 5, 1, 5, 1), 1.0), ((3, 3, 3, 3, 3), 3.0), ((4, 3, 3, 3, 3), 3.2)],
    ids=["best", "worst", "middle", "one better"],
)
def test_the_score_is_the_mean_of_five_with_risk_and_judgement_turned(scores: tuple[int, ...], score: float) -> None:
    (one,) = candidates(Company(tasks=(Task("t", None, None, *scores),)))
    assert one.score == pytest.approx(score)


@pytest.mark.parametrize("empty", ["repeatability", "risk", "data_readiness", "judgement", "time_saved"])
def test_with_any_of_the_five_empty_a_task_is_not_scored(empty: str) -> None:
    (one,) = candidates(Company(tasks=(replace(TASK, **{empty: None}),)))
    assert (one.score, one.parts) == (None, None)


def test_tasks_stand_by_score_then_by_hours_and_unscored_ones_last() -> None:
    better, longer = replace(TASK, task="better", risk=1), replace(TASK, task="longer", hours_per_week=20.0)
    unscored = replace(TASK, task="a", risk=None, hours_per_week=90.0)
    assert order(unscored, TASK, longer, better) == ["better", "longer", TASK.task, "a"]


def test_the_last_answer_about_a_task_counts() -> None:
    (one,) = candidates(Company(tasks=(TASK,), intake=(answer(9, Worth.STOP), answer(3))))
    assert one.answer is not None
    assert (one.answer.seq, one.may_be_taken) == (9, False)


@pytest.mark.parametrize(
    ("task", "answers", "expected"),
    [
        (TASK, (answer(1),), True),
        (TASK, (), False),
        (TASK, (answer(1, Worth.SIMPLIFY),), False),
        (replace(TASK, agent="x"), (answer(1),), False),
    ],
    ids=["worth it", "not asked", "simplify first", "taken"],
)
def test_a_task_may_be_taken_once_somebody_said_it_is_worth_doing(
    task: Task, answers: tuple[IntakeAnswer, ...], expected: bool
) -> None:
    (one,) = candidates(Company(tasks=(task,), intake=answers))
    assert one.may_be_taken is expected


def judged(name: str = "one", **changes: object) -> Assessment:
    agent = replace(evidence().agent, agent=name, name=name.title(), **changes)
    return assess(evidence(agent=agent), POLICY)


@pytest.mark.parametrize(
    ("members", "ready", "first"),
    [
        ([judged()], True, ""),
        ([judged(live_on=AS_OF, pilot_started=None)], False, ""),
        ([judged(), judged("new", status=Status.PILOT, trigger=None)], True, "the SOP of New: 6 of 7 parts"),
        ([judged("new", status=Status.PILOT, pilot_started=LEVEL_BEGAN)], True, ""),
    ],
    ids=["four weeks passed", "just live", "a pilot nobody can read", "a pilot written down"],
)
def test_a_team_takes_a_next_workflow_once_one_passes_and_writes_its_pilot_down_first(
    members: list[Assessment], ready: bool, first: str
) -> None:
    (team,) = readiness(members, POLICY)
    assert (team.team, team.ready) == ("Support", ready)
    assert team.sentence.text.startswith("Ready for a next workflow: " if ready else "Not ready for a next workflow: ")
    assert first in (team.first.text if team.first is not None else "")
    assert (team.first is None) is (not first)


def test_teams_without_an_agent_at_work_are_not_asked() -> None:
    assert readiness([judged(status=Status.PAUSED, status_since=date(2026, 10, 1))], POLICY) == ()
