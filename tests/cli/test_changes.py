"""Changes in a terminal: the same facts as on the page, for everybody or for one agent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app
from agent_scorecard.recording.sample import build_sample
from agent_scorecard.store.database import open_database


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'board.db'}"
    engine = open_database(url, create_missing=True)
    build_sample(engine)
    engine.dispose()
    return url


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(app, ["--db", url, "changes", *words])


def test_the_whole_company_is_told_in_order(sample):
    answer = run(sample)
    titles = ["Changes", "Evals", "Tiers", "Guardrails open", "Credentials", "Tools"]
    places = [answer.stdout.index(title) for title in titles]
    assert (answer.exit_code, places) == (0, sorted(places))


def test_the_model_change_is_told_with_what_came_after(sample):
    (only,) = json.loads(run(sample, "--agent", "support-triage", "--json").stdout)["agents"]
    first = only["changes"][0]
    assert (first["change"], first["gate"], first["effect"]["answer"]) == ("CH-152", "passed", "alert")


def test_an_agent_nobody_knows_is_refused(sample):
    answer = run(sample, "--agent", "nobody")
    assert answer.exit_code == 2
    assert "There is no agent nobody." in answer.output


def test_a_company_without_anything_says_so(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    open_database(url, create_missing=True).dispose()
    said = run(url).stdout
    assert "No change is on record." in said
