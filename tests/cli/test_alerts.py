"""Alerts handled in a terminal: each act says what holds now, and a refusal says what to put right."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app
from tests.sample import sample_copy

ALERT = ("support-refund", "cost_tail")


@pytest.fixture
def database(tmp_path) -> str:
    return sample_copy(tmp_path)


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(app, ["--db", url, *words])


def test_an_alert_somebody_has_still_asks_and_a_closed_one_does_not(database):
    has = run(database, "alert", "acknowledge", *ALERT, "--by", "ana")
    assert (has.exit_code, has.stdout.startswith("Acknowledged by ")) == (0, True)
    assert run(database, "signals", "--agent", ALERT[0]).exit_code == 1
    closed = run(database, "alert", "close", *ALERT, "--by", "ana", "--reason", "One customer, refunded", "--json")
    shape = json.loads(closed.stdout)
    assert (shape["state"], shape["act"], shape["reason"]) == ("closed", "closed", "One customer, refunded")
    told = run(database, "signals", "--agent", ALERT[0])
    assert told.exit_code == 0
    assert "Left alone" in told.stdout


def test_a_mute_ends_on_a_day_the_policy_allows(database):
    words = ("alert", "mute", *ALERT, "--by", "ana", "--reason", "Seasonal", "--until")
    late = run(database, *words, "2027-10-01")
    assert (late.exit_code, "at most 56 days" in late.stderr) == (1, True)
    assert run(database, *words, "2026-11-20").stdout.startswith("Muted until 20 Nov 2026 by ")


def test_an_alert_that_does_not_hold_is_refused_with_those_that_do(database):
    told = run(database, "alert", "acknowledge", ALERT[0], "silence", "--by", "ana")
    assert (told.exit_code, "it has cost_tail" in told.stderr) == (2, True)
