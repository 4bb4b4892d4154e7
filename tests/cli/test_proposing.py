"""A proposal in a terminal: made, listed, declined, approved, in words and for programs (docs/json.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.boards.test_json_shapes import documented, paths
from tests.sample import sample_file
from tests.test_cli import Board

AS_OF = ("--as-of", "2026-10-30")
PROPOSED = (
    *("propose", "cs-health", "--kind", "mode", "--action", "crm.write_health_note", "--to", "on"),
    *("--reason", "156 notes read, four changed", "--next-step", "Read the notes of November"),
    *("--owner", "maya", "--due", "2026-12-30", "--by", "chen", *AS_OF),
)


@pytest.fixture
def board(tmp_path: Path) -> Board:
    path = tmp_path / "sample.db"
    path.write_bytes(sample_file().read_bytes())
    return Board(path)


def test_a_proposal_is_listed_until_it_is_approved_and_becomes_a_decision(board: Board) -> None:
    (made,) = board.json(*PROPOSED)["proposals"]
    number = made["proposal"]
    assert (made["state"], made["may_approve"][0]) == ("waiting", "ruth")
    listed = board("proposals", *AS_OF)
    assert (listed.exit_code, "cs-health" in listed.stdout) == (1, True)
    told = board.json("approve", number, "--by", "ruth", *AS_OF)
    assert (told["by"], told["co_signed_by"], told["choice"]) == ("chen", "ruth", "expand")
    after = board("proposals", "--agent", "cs-health", *AS_OF)
    assert (after.exit_code, "approved" in after.stdout) == (0, True)


def test_whoever_proposed_it_cannot_approve_it(board: Board) -> None:
    (made,) = board.json(*PROPOSED)["proposals"]
    refused = board("approve", made["proposal"], "--by", "chen", *AS_OF)
    assert (refused.exit_code, "Nobody approves what they proposed" in refused.stderr) == (1, True)


def test_it_is_declined_with_a_reason_or_taken_back(board: Board) -> None:
    (made,) = board.json(*PROPOSED)["proposals"]
    (answered,) = board.json("decline", made["proposal"], "--reason", "Too early", "--by", "ruth", *AS_OF)["proposals"]
    assert (answered["state"], answered["answer"]) == ("declined", "Too early")
    (again,) = board.json(*PROPOSED)["proposals"]
    (back,) = board.json("withdraw", again["proposal"], "--by", "chen", *AS_OF)["proposals"]
    assert back["state"] == "withdrawn"


def test_what_a_program_reads_is_what_is_documented(board: Board) -> None:
    assert set(paths(board.json(*PROPOSED))) == documented("proposals")


def test_a_wrong_decision_is_corrected_by_its_entry(board: Board) -> None:
    signed = ("decide", "cs-health", "expand", *PROPOSED[2:], "--co-sign", "ruth")
    wrong = board.json(*signed)["seq"]
    maintain = (
        "decide",
        "cs-health",
        "maintain",
        "--reason",
        "The wrong action",
        "--next-step",
        "Propose the right one",
    )
    right = board.json(
        *maintain, "--owner", "maya", "--due", "2026-12-30", "--by", "chen", *AS_OF, "--corrects", str(wrong),
        "--against-proposal", "data_wrong",
    )  # fmt: skip
    assert right["supersedes"] == wrong
