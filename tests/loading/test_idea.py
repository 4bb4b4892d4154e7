"""An idea from a candidate task: two files that load into the inventory as they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent_scorecard.loading.idea import Idea, agents_csv, id_for, tasks_csv
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.rules.facts import Task
from agent_scorecard.store import read
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import Status

NOW = datetime(2026, 10, 30, 12, tzinfo=UTC)
TASK = Task("Answer sizes, by chat", "Support", None, 4, 3, 3, 3, 3, 9.5)
IDEA = Idea(
    agent="answer-sizes",
    name="Answer sizes",
    team="Support",
    workflow="answer_sizes",
    owner="ana",
    trigger="A chat opens; Ana reads the draft",
)
FILES = {
    "people.csv": "person,name\nana,Ana Ruiz\n",
    "agents.csv": agents_csv(IDEA),
    "tasks.csv": tasks_csv(TASK, IDEA.agent),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Answer sizes, by chat", "answer-sizes-by-chat"), ("  Über 5 % ", "ber-5"), ("!?", ""), ("x" * 90, "x" * 60)],
)
def test_an_id_is_made_of_what_can_be_kept(text: str, expected: str) -> None:
    assert id_for(text) == expected


def test_the_files_load_as_an_idea_with_its_owner_and_its_task(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'board.db'}", create_missing=True)
    sources = [upload(name, content.encode()) for name, content in FILES.items()]
    assert load(engine, sources, today=NOW.date(), now=NOW, actor="ana").refusals == ()
    found = read.portfolio(engine, date(2026, 10, 30))
    (agent,) = found.agents
    assert (agent.agent.status, agent.agent.trigger) == (Status.IDEA, IDEA.trigger)
    assert agent.active_owner is not None
    assert [(task.task, task.agent, task.hours_per_week) for task in found.company.tasks] == [
        ("Answer sizes, by chat", "answer-sizes", 9.5)
    ]
    engine.dispose()
