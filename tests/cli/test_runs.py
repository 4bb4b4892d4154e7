"""Runs in a terminal: the record of every agent, the runs of one, one run, and a purge that says what it does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from agent_scorecard.cli import app
from agent_scorecard.recording.sample import build_sample
from agent_scorecard.store.database import open_database, writer

TRIAGE = ("--agent", "support-triage", "--period", "2026-10")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'board.db'}"
    engine = open_database(url, create_missing=True)
    build_sample(engine)
    engine.dispose()
    return url


@pytest.fixture
def copy(sample: str, tmp_path: Path) -> str:
    """The sample company, in which triage keeps its runs a month."""
    url = f"sqlite:///{shutil.copy(sample.removeprefix('sqlite:///'), tmp_path / 'board.db')}"
    engine = open_database(url)
    with writer(engine).begin() as connection:
        connection.execute(text("UPDATE agents SET retention_days = 30 WHERE agent = 'support-triage'"))
    engine.dispose()
    return url


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(app, ["--db", url, *words])


def told(url: str, *words: str):
    return json.loads(run(url, *words, "--json").stdout)


def test_without_an_agent_every_record_is_told(sample):
    agents = {row["agent"]: row for row in told(sample, "runs")["agents"]}
    assert agents["support-triage"]["audit"]["month"] == "2026-09"
    assert agents["support-triage"]["retention"]["days"] == 365
    assert "5 of 5 agents with runs" in run(sample, "runs").stdout


def test_the_runs_of_one_agent_go_on_where_the_page_before_ended(sample):
    first = told(sample, "runs", *TRIAGE, "--limit", "2")
    second = told(sample, "runs", *TRIAGE, "--limit", "2", "--before", first["next"])
    ids = [row["request_id"] for page in (first, second) for row in page["runs"]]
    assert (first["counted"], ids) == (2388, ["tk-261030-090", "tk-261030-089", "tk-261030-088", "tk-261030-087"])


def test_what_recurs_is_told_with_the_runs(sample):
    answer = run(sample, "runs", *TRIAGE, "--status", "failed")
    titles = ["Runs", "What recurs", "Slow approvals", "Audit fields missing"]
    places = [answer.stdout.index(title) for title in titles]
    assert (answer.exit_code, places) == (0, sorted(places))
    assert "25 runs of support-triage" in answer.stdout


def test_one_run_is_told_with_what_its_record_holds(sample):
    run_told = told(sample, "runs", "--agent", "support-refund", "--run", "rf-261030-00")
    assert run_told["run"]["calls"][0] == {
        "tool": "stripe.refund",
        "status": "blocked",
        "reason": "needs_human_approval_over_100",
        "times": 1,
    }
    assert (run_told["run"]["inputs"], run_told["audit"]["missing"]) == (None, [])
    assert (
        "needs_human_approval_over_100"
        in run(sample, "runs", *TRIAGE[:1], "support-refund", "--run", "rf-261030-00").stdout
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--agent", "nobody"), "There is no agent nobody."),
        (("--agent", "support-triage", "--run", "none"), "There is no run none of support-triage here"),
        (("--agent", "support-triage", "--period", "soon"), "soon is no period that has begun"),
        (("--agent", "support-triage", "--before", "here"), "here is no place in a list of runs"),
    ],
)
def test_what_is_not_there_is_refused(sample, words, why):
    answer = run(sample, "runs", *words)
    assert answer.exit_code == 2
    assert why in answer.output


def test_a_dry_run_changes_nothing_and_a_purge_is_told_once(copy):
    planned = told(copy, "purge", "--agent", "support-triage", "--dry-run")["agents"]
    done = told(copy, "purge", "--agent", "support-triage", "--by", "Ana")["agents"]
    assert planned == done
    assert (done[0]["kept_from"], done[0]["removed"] > 0) == ("2026-09-01", True)
    again = run(copy, "purge", "--agent", "support-triage", "--by", "Ana")
    assert (again.exit_code, "there is nothing to purge yet" in again.stdout) == (1, True)


def test_a_purge_of_everybody_passes_over_agents_with_nothing_to_purge(copy):
    answer = run(copy, "purge", "--by", "Ana")
    assert answer.exit_code == 0
    assert "How long runs of Account research are kept is not stated" in answer.stdout


def test_important_runs_are_refused_before_their_time(copy):
    answer = run(copy, "purge", "--agent", "support-triage", "--important", "--by", "Ana")
    assert (answer.exit_code, "The policy keeps" in answer.stdout) == (1, True)


def test_scorecards_are_the_same_to_the_digit_before_and_after(copy):
    def cards():
        periods = ("2026-07", "2026-08", "2026-10")
        return [told(copy, "scorecard", "support-triage", "--period", period) for period in periods]

    before = cards()
    run(copy, "purge", "--agent", "support-triage", "--by", "Ana")
    assert cards() == before
