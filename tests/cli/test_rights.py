"""The first admin is made on the machine of the database, never by being the first to sign in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli import app
from tests.recording.conftest import FILES

ISSUER = "https://login.example.com"
SIGN_IN = ("--issuer", ISSUER, "--subject", "sub-ana")


@pytest.fixture
def database(tmp_path: Path) -> str:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'board.db'}"
    assert run(url, "load", *(tmp_path / name for name in FILES)).exit_code == 0
    return url


def run(url: str, *words: object) -> Result:
    return CliRunner().invoke(app, ["--db", url, *map(str, words)])


def listed(url: str) -> dict[str, dict[str, object]]:
    shape = json.loads(run(url, "people", "--json", "--as-of", "2026-10-30").stdout)
    return {row["person"]: row for row in shape["people"]}


def test_an_admin_is_made_with_the_sign_in_that_stands_for_them(database):
    told = run(database, "grant-admin", "ana", *SIGN_IN, "--by", "operator")
    assert (told.exit_code, told.stdout) == (0, f"sub-ana of {ISSUER} now stands for ana.\nana is admin now.\n")
    ana = listed(database)["ana"]
    assert [(row["role"], row["by"]) for row in ana["roles"]] == [("admin", "operator")]
    assert ana["sign_ins"] == [{"issuer": ISSUER, "subject": "sub-ana"}]
    assert ana["of_agents"] == {"triage": ["accountable_owner"], "resting": ["accountable_owner"]}
    assert run(database, "verify").exit_code == 0


def test_made_twice_nothing_is_recorded_twice(database):
    run(database, "grant-admin", "ana", *SIGN_IN)
    assert run(database, "grant-admin", "ana", *SIGN_IN).stdout == "ana is admin already.\n"
    assert len(listed(database)["ana"]["roles"]) == 1


def test_the_role_is_taken_back(database):
    run(database, "grant-admin", "ana", *SIGN_IN)
    assert run(database, "grant-admin", "ana", "--end").stdout == "ana is no longer admin.\n"
    assert listed(database)["ana"]["roles"] == []


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("ana", "--issuer", ISSUER), 2, "Name --issuer and --subject together, and neither with --end."),
        (("ana", *SIGN_IN, "--end"), 2, "Name --issuer and --subject together, and neither with --end."),
        (("ann",), 2, "ann is not a person of the company: add them to people.csv first."),
        (("gone",), 1, "Gil One is no longer active: name somebody who is."),
        (("ana", "--end"), 1, "ana is not admin: there is nothing to end."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(database, words, status, sentence):
    told = run(database, "grant-admin", *words)
    assert (told.exit_code, told.stderr) == (status, f"{sentence}\n")


def test_the_list_in_a_terminal_names_everybody(database):
    run(database, "grant-admin", "ana", *SIGN_IN)
    told = " ".join(run(database, "people", "--as-of", "2026-10-30").stdout.split())
    assert all(part in told for part in ("Ana Ruiz", "admin", "Gil One", "no"))
