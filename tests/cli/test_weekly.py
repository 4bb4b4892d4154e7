"""Weekly reviews in a terminal: who is in the first month, and what one agent's weeks said."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app
from agent_scorecard.recording.sample import build_sample
from agent_scorecard.store.database import open_database

OPS = "weekly-ops-summary"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'board.db'}"
    engine = open_database(url, create_missing=True)
    build_sample(engine)
    engine.dispose()
    return url


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(app, ["--db", url, "weekly", *words])


def test_the_sample_has_one_agent_in_its_first_month(sample: str) -> None:
    answer = run(sample)
    assert (answer.exit_code, OPS in answer.stdout, "to be reviewed today" in answer.stdout) == (0, True, True)


def test_one_agent_is_told_week_by_week_with_its_figures(sample: str) -> None:
    told = run(sample, OPS).stdout
    assert "Figures of week 4" in told
    assert "none: The list of delayed orders is new" in " ".join(told.split())
    assert "not measured" in told


def test_a_late_review_ends_with_1(sample: str) -> None:
    assert run(sample, "--as-of", "2026-10-31").exit_code == 1


def test_programs_read_what_was_promised_and_done(sample: str) -> None:
    (agent,) = json.loads(run(sample, "--json").stdout)["agents"]
    first, second, third, fourth = (week["review"] for week in agent["weeks"])
    assert (first["follow_up"]["done_on"], second["follow_up"], fourth) == ("2026-10-14", None, None)
    assert (third["change"], third["follow_up"]["owner"]) == ("data_source", "sam")


def test_an_agent_nobody_knows_is_one_sentence(sample: str) -> None:
    answer = run(sample, "nobody")
    assert (answer.exit_code, answer.stderr) == (2, "There is no agent nobody.\n")


def test_a_day_without_a_first_month_says_so(sample: str) -> None:
    assert "No agent is in its first month." in run(sample, "--as-of", "2026-12-15").stdout
