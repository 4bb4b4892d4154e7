"""From the folder of a collector to what is to be settled, on each kind of database."""

import json
from pathlib import Path

import pytest

from agent_scorecard.boards.discovered.board import discovered
from agent_scorecard.loading.watching import Watched
from agent_scorecard.policy import default_policy
from agent_scorecard.store import read
from agent_scorecard.store.database import make_engine
from agent_scorecard.store.run_versions import versions_seen
from tests.loading.small_company import COMPANY, TODAY
from tests.loading.test_agent_cards import V03
from tests.loading.test_collecting import settled


def run(agent: str, number: int, model: str) -> str:
    at = f"2026-10-{number:02}T10:00:00Z"
    calls = [{"tool": "shell.run", "status": "ok"}]
    told = {"agent_id": agent, "request_id": f"r{number}", "timestamp": at, "model_version": model, "tool_calls": calls}
    return json.dumps(told) + "\n"


@pytest.mark.both
def test_what_is_dropped_is_loaded_once_and_compared_with_the_board(created: str, tmp_path: Path) -> None:
    engine, drop = make_engine(created), tmp_path / "drop"
    drop.mkdir()
    for name, text in COMPANY.items():
        (drop / name).write_text(text, encoding="utf-8")
    (drop / "card.json").write_text(json.dumps(V03), encoding="utf-8")
    runs = (run("refunds", 1, "m1"), run("refunds", 15, "m2"), run("refunds-v4", 2, "m1"), run("refunds-v4", 3, "m1"))
    (drop / "runs.jsonl").write_text("".join(runs), encoding="utf-8")
    first = settled(engine, Watched(drop, growing=6))
    assert [one.source.name for one in first if one.report and one.report.is_clean] == [
        *("people.csv", "agents.csv", "aliases.csv", "actions.csv", "measures.csv", "runs.jsonl", "card.json"),
    ]
    assert settled(engine, Watched(drop, growing=6)) == []
    portfolio = read.portfolio(engine, TODAY)
    board = discovered(portfolio.company, portfolio.agents, versions_seen(engine, TODAY), default_policy())
    (stranger,) = board.strangers
    assert (stranger.found.agent_id, stranger.found.runs, stranger.perhaps) == ("refunds-v4", 2, "refunds")
    assert [(row.agent, row.found.tool, row.ran) for row in board.calls] == [("refunds", "shell.run", 2)]
    assert [(row.agent, row.what, row.version, row.runs) for row in board.versions] == [("refunds", "model", "m2", 1)]
    engine.dispose()
