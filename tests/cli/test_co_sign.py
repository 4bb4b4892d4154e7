"""A raise on the command line asks for the same second person as the form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sample import sample_file
from tests.test_cli import Board

RAISED = (
    *("decide", "cs-health", "expand", "--kind", "mode", "--action", "crm.write_health_note", "--to", "on"),
    *("--reason", "156 notes read, four changed", "--next-step", "Read the notes of November"),
    *("--owner", "maya", "--due", "2026-11-30", "--by", "chen", "--as-of", "2026-10-30"),
)


@pytest.fixture
def board(tmp_path: Path) -> Board:
    path = tmp_path / "sample.db"
    path.write_bytes(sample_file().read_bytes())
    return Board(path)


def test_a_raise_without_a_second_person_ends_with_1_and_names_who_may_sign(board: Board) -> None:
    refused = board(*RAISED)
    assert refused.exit_code == 1
    assert "a second person signs. Name Ruth Svensson (ruth)" in " ".join(refused.stderr.split())


def test_who_signed_is_said_to_people_and_to_programs(board: Board) -> None:
    told = board(*RAISED, "--co-sign", "ruth")
    assert told.exit_code == 0
    assert "Signed beside chen: ruth." in told.stdout
    assert "The names were typed, not verified." in told.stdout


def test_a_program_reads_who_signed(board: Board) -> None:
    assert board.json(*RAISED, "--co-sign", "ruth")["co_signed_by"] == "ruth"
