"""Rollout plans and intake in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store.database import open_database
from tests.sample import sample_copy
from tests.test_cli import Board

TASK = "Translate product pages"
SAID = ("--reason", "Three languages a week", "--trigger", "A page changes", "--first-step", "Nadia reads the draft")


@pytest.fixture
def board(tmp_path: Path) -> Board:
    sample_copy(tmp_path)
    return Board(tmp_path / "sample.db")


def test_the_plans_of_every_agent_and_the_steps_of_one(board: Board) -> None:
    listed = board("plans")
    assert "weekly-ops-summary" in listed.stdout
    one = board("plans", "--agent", "weekly-ops-summary")
    assert "3 weekly reviews, the last on 23 Oct." in " ".join(one.stdout.split())
    late = [
        step
        for plan in board.json("plans", "--agent", "weekly-ops-summary")["agents"][0]["plans"]
        for step in plan["steps"]
    ]
    assert one.exit_code == int(any(step["late"] for step in late))


def test_an_agent_nobody_knows_is_said(board: Board) -> None:
    told = board("plans", "--agent", "nobody")
    assert (told.exit_code, "There is no agent nobody." in told.stderr) == (2, True)


def test_a_task_is_answered_for_and_listed_with_it(board: Board) -> None:
    assert [row["worth"] for row in board.json("intake")["tasks"] if row["task"] == TASK] == [None]
    told = board("answer-task", TASK, "do", *SAID, "--by", "nadia")
    assert (told.exit_code, told.stdout.endswith(f"{TASK}. Yes, and an agent may take it.\n")) == (0, True)
    assert [row["worth"] for row in board.json("intake")["tasks"] if row["task"] == TASK] == ["do"]
    engine = open_database(board.url)
    assert disagreements(engine) == ()
    engine.dispose()


def test_an_answer_that_says_too_little_is_refused(board: Board) -> None:
    told = board("answer-task", TASK, "do", "--reason", "Often", "--by", "nadia")
    assert told.exit_code == 1
    assert "Say what starts it on a Monday morning" in told.stderr


def test_the_intake_of_one_team(board: Board) -> None:
    assert {row["team"] for row in board.json("intake", "--team", "Sales")["tasks"]} == {"Sales"}
