"""Run logs are rolled up from the command line, and what stands in the way is one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent_scorecard.cli.app import app
from agent_scorecard.runs.elsewhere import session
from tests.loading.rolling.month import company

RUN = {"agent_id": "refunds", "request_id": "r1", "timestamp": "2026-10-04T10:00:00Z"}


@pytest.fixture
def board(tmp_path: Path) -> str:
    company(tmp_path).dispose()
    return f"sqlite:///{tmp_path / 'board.db'}"


@pytest.fixture
def log(tmp_path: Path) -> str:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "runs.jsonl").write_text(f"{json.dumps(RUN)}\n")
    return str(folder)


def asked(board: str, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["--db", board, "roll-up", *words])
    return result.exit_code, result.output


def test_a_roll_up_reports_like_a_load_and_the_second_one_changes_nothing(board: str, log: str) -> None:
    status, said = asked(board, "--runs", log, "--json", "--by", "ana")
    assert (status, json.loads(said)["status"], json.loads(said)["files"][0]["new"]) == (0, "loaded", 1)
    status, said = asked(board, "--runs", log)
    assert status == 0
    assert "nothing was changed" in said


@pytest.mark.parametrize(
    ("days", "new"), [(["2026-10-04"], 1), (["2026-10-01..2026-10-07"], 1), (["2026-10-05", "2026-10-06"], 0)]
)
def test_only_the_days_asked_for_are_told(board: str, log: str, days: list[str], new: int) -> None:
    words = [word for day in days for word in ("--day", day)]
    status, said = asked(board, "--runs", log, "--json", *words)
    assert (status, json.loads(said)["files"][-1]["new"]) == (0, new)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--day", "today"], "today is no day: write 2026-10-04"),
        (["--day", "2026-10-04..2026-10-01"], "does not begin before it ends"),
        (["--engine", "duckdb"], "duckdb is no engine: write embedded or spark."),
        (["--engine", "embedded", "--runs", "s3a://bucket/runs"], "use --engine spark for s3a://bucket/runs"),
        (["--runs", "/nowhere"], "There is no run log in /nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_way_out(board: str, log: str, words: list[str], sentence: str) -> None:
    status, said = asked(board, "--runs", log, *words)
    assert status == 2
    assert sentence in " ".join(said.replace("│", " ").split())


def test_spark_without_java_says_what_is_missing(
    board: str, log: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert session.has_java() is False
    status, said = asked(board, "--engine", "spark", "--runs", log)
    assert (status, said.strip()) == (2, session.NO_JAVA)
