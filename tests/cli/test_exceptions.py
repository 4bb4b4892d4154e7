"""Accepted gaps in a terminal: accept one as its risk owner, list them, and be told why one is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent_scorecard.cli.app import app
from tests.boards.test_json_shapes import documented, paths
from tests.sample import sample_copy

GAP = ("accept-gap", "content-research", "evidence:1", "--reason", "temporary_gap", "--note", "Thirty more are read")
UNTIL = ("--until", "2026-12-31")


@pytest.fixture
def run(tmp_path: Path):
    address = sample_copy(tmp_path)
    return lambda *words: CliRunner().invoke(app, ["--db", address, *words])


def test_a_risk_owner_accepts_a_gap_and_it_is_listed_first(run) -> None:
    made = run(*GAP, *UNTIL, "--by", "ruth")
    assert (made.exit_code, made.stdout.startswith("Accepted until 2026-12-31: EX-")) == (0, True)
    told = json.loads(run("exceptions", "--json").stdout)
    assert set(paths(told)) == documented("exceptions")
    assert [(row["agent"], row["what"], row["state"]) for row in told["exceptions"]] == [
        ("content-research", "proof of quality", "holds"),
        ("cs-health", "audit completeness", "holds"),
    ]
    only = run("exceptions", "--agent", "cs-health").stdout
    assert "2026-12-18" in only
    assert "content-research" not in only


def test_what_was_accepted_is_renewed_once(run) -> None:
    run(*GAP, "--until", "2026-11-30", "--by", "ruth")
    again = run(*GAP, *UNTIL, "--by", "ruth")
    assert again.exit_code == 1
    assert "renew EX-" in again.stderr
    renewed = json.loads(run(*GAP, *UNTIL, "--by", "ruth", "--renew", "--json").stdout)
    assert (renewed["expires_on"], renewed["renews"] is not None) == ("2026-12-31", True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            (*GAP, *UNTIL, "--by", "felix"),
            "Only a risk owner who is not the owner accepts a gap: ask Ruth",
        ),
        ((*GAP, "--until", "2027-05-01", "--by", "ruth"), "A gap is accepted for at most 90 days"),
    ],
)
def test_whoever_may_not_is_told_who_may(run, words, said) -> None:
    refused = run(*words)
    assert refused.exit_code == 1
    assert said in refused.stderr
