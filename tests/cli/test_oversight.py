"""Oversight in a terminal: the same facts as on the page, for everybody or for one agent."""

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
    return CliRunner().invoke(app, ["--db", url, "oversight", *words])


def told(url: str, agent: str) -> dict:
    (only,) = json.loads(run(url, "--agent", agent, "--json").stdout)["agents"]
    return only


def action(url: str, agent: str, name: str) -> dict:
    return next(row for row in told(url, agent)["actions"] if row["action"] == name)


def test_the_whole_company_is_told_in_order(sample):
    answer = run(sample)
    titles = ["Modes today", "People missing", "Worst case", "Kill switches", "Approvals", "Next mode"]
    places = [answer.stdout.index(title) for title in titles]
    assert (answer.exit_code, places) == (0, sorted(places))


def test_a_refund_above_a_hundred_dollars_calls_a_person(sample):
    refund = action(sample, "support-refund", "stripe.refund")
    assert refund["thresholds"] == [{"field": "amount_usd", "operator": ">", "value": "100", "mode": "in"}]
    assert (refund["mode"], refund["mode_on_file"], refund["blast_radius"]["worst_amount"]) == (
        "in",
        "in_above",
        16_000,
    )


def test_outreach_is_always_approved_while_notes_have_earned_the_next_mode(sample):
    outreach = action(sample, "cs-health", "mail.send_outreach")
    note = action(sample, "cs-health", "crm.write_health_note")
    assert (outreach["always_approve"], outreach["mode"], outreach["next_mode"]["to"]) == (True, "in", None)
    assert (note["next_mode"]["earned"], note["next_mode"]["to"], note["next_mode"]["judged"]) == (True, "on", 150)


def test_the_founder_decided_88_of_100_orders(sample):
    queue = told(sample, "inventory-exceptions")["approvals"]
    assert (queue["busiest_decided"], queue["approver_known"], queue["rubber_stamp"]) == (88, 100, False)


def test_reminders_were_approved_faster_than_they_can_be_read(sample):
    queue = told(sample, "invoice-follow-up")["approvals"]
    assert (queue["fast"], queue["decided"], queue["rubber_stamp"]) == (181, 193, True)


def test_an_agent_that_is_not_there_is_refused_in_a_sentence(sample):
    answer = run(sample, "--agent", "nobody")
    assert (answer.exit_code, answer.stderr.strip()) == (2, "There is no agent nobody.")


def test_an_empty_company_is_told_so(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    open_database(url, create_missing=True).dispose()
    answer = run(url)
    assert (answer.exit_code, answer.stdout.splitlines()[0]) == (0, "No action is on file.")
