"""A real sample is loaded from a terminal by the name of the mapping that ships for it, or by a file of one's own."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app
from agent_scorecard.loading.mapping import SHIPPED
from tests.loading.mapping.samples import folder


@pytest.fixture
def terminal(tmp_path: Path):
    def ask(*words: object) -> Result:
        runner = CliRunner(env={"COLUMNS": "120"})
        return runner.invoke(app, ["--db", f"sqlite:///{tmp_path / 'board.db'}", *map(str, words)])

    return ask


@pytest.mark.parametrize("named", ["tau_bench_airline_gpt4o", SHIPPED["tau_bench_airline_gpt4o"]], ids=["name", "file"])
def test_a_mapping_is_named_or_given_as_a_file(terminal, named: object) -> None:
    answer = terminal("load", folder("tau_bench_airline_gpt4o"), "--map", named, "--json")
    assert answer.exit_code == 0, answer.output
    report = json.loads(answer.stdout)
    assert [report[name] for name in ("status", "read", "new", "refused")] == ["loaded", 201, 201, 0]
    again = json.loads(terminal("load", folder("tau_bench_airline_gpt4o"), "--map", named, "--json").stdout)
    assert [again[name] for name in ("status", "read", "same")] == ["already", 201, 201]


def test_an_unknown_mapping_is_answered_with_those_there_are(terminal, tmp_path: Path) -> None:
    answer = terminal("load", tmp_path, "--map", "openhands")
    assert answer.exit_code == 2
    said = " ".join(answer.output.replace("│", " ").split())
    assert "openhands is neither a file nor one of the mappings that ship" in said
    assert "tau2_results_whissle" in said


def test_a_file_that_is_no_mapping_is_told_so(terminal, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("colour = 1\n", "utf-8")
    answer = terminal("load", tmp_path, "--map", tmp_path / "mine.toml")
    assert answer.exit_code == 2
    assert "colour: not a key of a mapping" in answer.output
