"""Signals in a terminal and as JSON, on the sample company: the alert first, then each agent."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app
from agent_scorecard.cli.signals import WIDTH
from tests.sample import sample_copy

KINDS = (
    *("intervention", "escalation", "cost", "latency", "budget", "reviewed_share"),
    *("approvals", "speed", "silence"),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_copy(tmp_path_factory.mktemp("signals"))


def run(url: str, *words: object) -> Result:
    return CliRunner().invoke(app, ["--db", url, "signals", *map(str, words)])


def test_the_alert_stands_first_and_every_agent_follows(database):
    told = run(database)
    lines = told.stdout.splitlines()
    titles = [above for above, below in pairwise(lines) if below and set(below) == {"-"}]
    assert (told.exit_code, lines[0]) == (1, "Signals on Friday 30 October 2026")
    assert titles[:2] == ["Alerts", "Lead routing (lead-routing)"]
    assert len(titles) == 13
    assert max(map(len, lines)) <= WIDTH


def test_an_agent_whose_figures_hold_ends_with_0(database):
    told = run(database, "--agent", "weekly-kpi")
    assert told.exit_code == 0
    assert "No alert asks for somebody." in told.stdout


def test_an_agent_nobody_knows_ends_with_2(database):
    told = run(database, "--agent", "nobody")
    assert (told.exit_code, told.stderr.strip()) == (2, "There is no agent nobody.")


def test_the_same_for_programs_is_json_of_every_signal(database):
    shape = json.loads(run(database, "--agent", "support-triage", "--json").stdout)
    first = shape["signals"][0]
    assert (shape["as_of"], first["signal"], first["severity"]) == ("2026-10-30", "intervention", "block")
    assert sorted(row["signal"] for row in shape["signals"]) == sorted(KINDS)
    (compared,) = first["compared"]
    assert (compared["before"]["n"], compared["after"]["n"]) == (5_519, 1_968)


def test_an_earlier_day_knows_nothing_of_the_change(database):
    told = run(database, "--agent", "support-triage", "--as-of", "2026-09-30", "--json")
    assert [row["codes"] for row in json.loads(told.stdout)["signals"] if row["signal"] == "intervention"] == [[]]
