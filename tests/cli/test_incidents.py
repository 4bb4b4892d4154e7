"""Incidents in a terminal: reported, shown, handled, closed and opened again, with the words a file may use."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard import where
from agent_scorecard.cli import app
from agent_scorecard.cli.incident_words import RECORDED
from agent_scorecard.recording import StepFields
from tests.boards.test_json_shapes import documented, paths
from tests.recording.conftest import FILES
from tests.recording.handled import ROWS

DAY = ("--as-of", "2026-10-30")
DUE = "2126-11-09"


@pytest.fixture
def database(tmp_path: Path) -> str:
    for name, text in {**FILES, "incidents.csv": ROWS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'board.db'}"
    assert run(url, "load", *sorted(tmp_path.glob("*.csv"))).exit_code == 0
    return url


def run(url: str, *words: object) -> Result:
    return CliRunner().invoke(app, ["--db", url, *map(str, words)])


def shown(url: str, incident: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(run(url, "incident", "show", incident, *DAY, "--json").stdout)
    return told


def test_an_incident_goes_from_its_report_to_its_closing(database):
    noticed = ("--noticed", "2026-10-28T10:00Z", "--noticed-by", "regulator")
    told = run(database, "report", "triage", "Sent twice", "--by", "ana", "--severity", "sev2", *noticed, "--json")
    name = json.loads(told.stdout)["incident"]
    paused = ("--paused", "2026-10-28T10:20+00:00", "--harm", "customer harm", "--tag", "asi08", "--run", "r-1")
    assert run(database, "incident", "handle", name, "--by", "ana", *paused).exit_code == 0
    closing = run(database, "incident", "close", name, "--by", "ben")
    assert (closing.exit_code, "write down the trace" in closing.stderr) == (1, True)
    cause = (
        "--trace",
        "T-7",
        "--gaps",
        "No limit; No key",
        "--cause",
        "tool schema",
        "--fix",
        f"ben, {DUE}, A limit, low",
    )
    assert run(database, "incident", "handle", name, "--by", "ana", *cause).exit_code == 0
    owner = run(database, "incident", "close", name, "--by", "ana")
    assert (owner.exit_code, "Ben Cole (ben) may" in owner.stderr) == (1, True)
    assert run(database, "incident", "undo", name, "compensated", "r-1", "--by", "ana", "--note", "Paid").exit_code == 0
    at = ("--resolved", "2026-10-29T10:00Z")
    closed = run(database, "incident", "close", name, "--by", "ben", *at)
    assert f"Recorded for {name}: when it was over and how it stands." in closed.stdout
    found = shown(database, name)
    assert (found["state"], found["severity"], found["harm"], found["tags"]) == (
        "resolved",
        "high",
        "customer_harm",
        ["ASI08"],
    )
    assert (found["to_pause"], found["to_restore"], found["rca_guardrail_gaps"]) == (
        1200.0,
        86400.0,
        ["No limit", "No key"],
    )
    assert [(fix["what"], fix["due"]) for fix in found["fixes"]] == [("A limit, low", DUE)]
    assert [(row["record"], row["state"]) for row in found["undo"]] == [("r-1", "compensated")]
    again = run(database, "incident", "reopen", name, "--by", "ana", "--reason", "It came back", "--json")
    assert json.loads(again.stdout) == {"incident": name, "recorded": ["resolved_at", "turns"]}
    assert shown(database, name)["state"] == "contained"
    assert documented("incident") == set(paths(found)) | {"missing_to_close"}


def test_one_is_printed_for_people(database):
    told = run(database, "incident", "show", "INC-1", *DAY).stdout
    assert told.startswith("INC-1 · Support triage (triage)\nSent twice\n")
    assert "To close it, write down the trace, the guardrail gaps and a fix" in told


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("show", "INC-9"), 2, "There is no incident INC-9 of an agent."),
        (("handle", "INC-1", "--by", "ana", "--severity", "awful"), 2, "awful is no severity; allowed: critical"),
        (("handle", "INC-1", "--by", "ana", "--paused", "noon"), 2, "noon is not a time: write one such as"),
        (("handle", "INC-1", "--by", "ana", "--paused", "2026-10-20T10:20"), 1, "paused_at says no zone"),
        (("handle", "INC-1", "--by", "ana", "--fix", "A limit"), 2, "A limit is no fix: write PERSON"),
        (("handle", "INC-1", "--by", "ana", "--tag", "ASI11"), 2, "An agentic risk is one of ASI01 to ASI10."),
        (("reopen", "INC-1", "--by", "ana", "--reason", "x"), 1, "INC-1 is open: there is nothing to open again."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(database, words, status, sentence):
    told = run(database, "incident", *words)
    said = " ".join(re.sub(r"[│╭╮╰╯─]", " ", told.stderr).split())
    assert (told.exit_code, sentence in said) == (status, True), said


def test_the_guide_names_every_command():
    text = (where.ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert all(f"`agent-scorecard incident {word}" in text for word in ("show", "handle", "close", "reopen", "undo"))


def test_everything_that_can_be_recorded_of_an_incident_has_a_word():
    names = {field.name for field in fields(StepFields)} - {"incident", "reason", "agreed_by"}
    assert names | {"turns"} == set(RECORDED)
