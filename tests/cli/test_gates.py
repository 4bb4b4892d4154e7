"""Gates in a terminal: the same facts as on the page, for everybody or for one agent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app
from tests.sample import sample_copy


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_copy(Path(tmp_path_factory.mktemp("sample")))


def run(url: str, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["--db", url, "gates", *words])


def test_what_each_agent_misses_is_told_in_order(sample):
    answer = run(sample)
    places = [answer.stdout.index(word) for word in ("Gates", "account-research", "peak-planning", "Control plane")]
    assert (answer.exit_code, places) == (0, sorted(places))


def test_one_agent_is_told_item_by_item(sample):
    answer = run(sample, "--agent", "peak-planning")
    assert "G3.4" in answer.stdout
    assert "account-research" not in answer.stdout


def test_a_program_reads_the_same(sample):
    told = json.loads(run(sample, "--agent", "peak-planning", "--json").stdout)
    states = [row["state"] for row in told["agents"][0]["gates"]]
    assert states == ["passed", "passed", "not_held", "not_held"]


def test_an_agent_that_is_not_there_is_said_in_a_sentence(sample):
    answer = run(sample, "--agent", "nobody")
    assert (answer.exit_code, answer.stderr.strip()) == (2, "There is no agent nobody.")
