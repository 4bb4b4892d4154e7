"""A list of token prices is given beside any load in a terminal, also one through a mapping, and kept."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app

LIST = {"chat": {"gpt-x": {"promptPrice": 0.001, "completionPrice": 0.01}}}
RUN = {"agent_id": "refunds", "timestamp": "2026-10-05T10:00:00Z", "model_version": "gpt-x", "input_tokens": 500}
MAPPING = """
[[records]]
file = "runs"
from = "log.json"
each = "runs[]"
columns = { agent_id = "who", request_id = "id", timestamp = "at", model_version = "model", input_tokens = "tokens" }
"""


@pytest.fixture
def terminal(tmp_path: Path):
    (tmp_path / "agents.csv").write_text("agent,name\nrefunds,Refunds\n", "utf-8")
    (tmp_path / "runs.jsonl").write_text(json.dumps({**RUN, "request_id": "r1"}) + "\n", "utf-8")
    (tmp_path / "tariff").write_text(json.dumps(LIST), "utf-8")

    def ask(*words: object) -> Result:
        runner = CliRunner(env={"COLUMNS": "120"})
        return runner.invoke(app, ["--db", f"sqlite:///{tmp_path / 'board.db'}", *map(str, words)])

    return ask


def remarks(answer: Result) -> list[str]:
    return [warning["code"] for file in json.loads(answer.stdout)["files"] for warning in file["warnings"]]


def test_the_list_is_kept_for_the_loads_after_it(terminal, tmp_path: Path) -> None:
    inventory = tmp_path / "agents.csv"
    without = terminal("load", inventory, tmp_path / "runs.jsonl", "--json")
    assert (without.exit_code, remarks(without)) == (0, ["no_price"])
    priced = terminal("load", tmp_path / "runs.jsonl", "--prices", tmp_path / "tariff", "--json")
    assert (priced.exit_code, remarks(priced), json.loads(priced.stdout)["changed"]) == (0, [], 1)
    later = terminal("load", tmp_path / "runs.jsonl", "--json")
    assert (remarks(later), json.loads(later.stdout)["changed"]) == ([], 0)


def test_it_goes_with_a_mapping_too(terminal, tmp_path: Path) -> None:
    terminal("load", tmp_path / "agents.csv")
    (tmp_path / "in").mkdir()
    one = {"who": "refunds", "id": "r2", "at": "2026-10-05T10:00:00Z", "model": "gpt-x", "tokens": 500}
    (tmp_path / "in" / "log.json").write_text(json.dumps({"runs": [one]}), "utf-8")
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    words = ("load", tmp_path / "in", "--map", tmp_path / "map.toml", "--prices", tmp_path / "tariff", "--json")
    answer = terminal(*words)
    assert answer.exit_code == 0, answer.output
    assert (remarks(answer), json.loads(answer.stdout)["new"]) == ([], 2)


def test_what_is_no_list_is_refused_and_the_rest_goes_in(terminal, tmp_path: Path) -> None:
    (tmp_path / "tariff").write_text("gpt-x costs much", "utf-8")
    answer = terminal("load", tmp_path / "agents.csv", "--prices", tmp_path / "tariff", "--json")
    report = json.loads(answer.stdout)
    assert (answer.exit_code, report["new"]) == (1, 1)
    assert [each["reason"] for each in report["refusals"]] == ["is not readable as a list of token prices"]
