"""The 3 a.m. card in a terminal: plain text that a pager can hold, the same as on the page."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app
from agent_scorecard.cli.on_call import WIDTH
from tests.recording.conftest import FILES

DAY = ("--as-of", "2026-10-30")


@pytest.fixture
def database(tmp_path: Path) -> str:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'board.db'}"
    assert run(url, "load", *(tmp_path / name for name in FILES)).exit_code == 0
    return url


def run(url: str, *words: object) -> Result:
    return CliRunner().invoke(app, ["--db", url, *map(str, words)])


def test_the_card_is_plain_text_in_the_order_of_the_page(database):
    told = run(database, "on-call", "triage", *DAY)
    lines = told.stdout.splitlines()
    titles = [above for above, below in pairwise(lines) if below and set(below) == {"-"}]
    assert (told.exit_code, lines[0]) == (0, "3 a.m. card · Friday 30 October 2026")
    assert titles == [
        "Call, in this order",
        "Stop it, as recorded; nothing here stops an agent",
        "Go back to",
        "What it may do today",
        "Open incidents",
        "Changed lately",
        "Takes over",
        "Credentials",
    ]
    assert max(map(len, lines)) <= WIDTH
    assert all(line.isprintable() for line in lines)


def test_what_nobody_recorded_is_a_question_with_the_way_out(database):
    told = " ".join(run(database, "on-call", "triage", *DAY).stdout.split())
    assert "New work ? How is it stopped? Ask" in told
    assert "then write it into agents.csv, kill_switch." in told


def test_the_same_card_for_programs_is_json_and_nothing_else(database):
    told = json.loads(run(database, "on-call", "triage", *DAY, "--json").stdout)
    assert (told["agent"], told["as_of"], told["kill_switch"]) == ("triage", "2026-10-30", None)
    assert "kill_switch" in [row["code"] for row in told["questions"]]


def test_an_agent_nobody_knows_is_a_sentence_and_status_2(database):
    told = run(database, "on-call", "nobody")
    assert (told.exit_code, told.stdout, told.stderr) == (2, "", "There is no agent nobody.\n")


def test_a_database_that_is_not_there_is_a_sentence_and_status_2(tmp_path):
    told = run(f"sqlite:///{tmp_path / 'none.db'}", "on-call", "triage")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "Traceback" not in told.stderr
