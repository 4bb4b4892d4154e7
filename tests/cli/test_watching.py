"""`watch` in a terminal: one line for each file, JSON lines for programs, and a status that says if all went in."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from agent_scorecard.cli.app import app
from tests.boards.test_json_shapes import documented, paths

AGENTS = "agent,name\nrefunds,Refunds\n"


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "agents.csv").write_text(AGENTS, encoding="utf-8")
    return folder


def watched(drop: Path, *words: str) -> Result:
    url = f"sqlite:///{drop.parent / 'board.db'}"
    return CliRunner().invoke(app, ["--db", url, "watch", str(drop), "--once", "--every", "0.02", *words])


def test_each_file_is_told_once_with_what_became_of_it(drop: Path) -> None:
    assert (watched(drop).stdout, watched(drop).stdout) == ("agents.csv: load 1 loaded, 1 new.\n", "")


def test_a_refused_file_ends_with_status_one_and_its_reasons(drop: Path) -> None:
    (drop / "aliases.csv").write_text("alias,agent\nx-1,nobody\n", encoding="utf-8")
    ended = watched(drop)
    assert ended.exit_code == 1
    assert "aliases.csv: load 2 refused, 1 refused.\n  line 2, agent: unknown agent nobody" in ended.stdout
    assert watched(drop).exit_code == 0


def test_a_name_with_control_characters_is_told_escaped(drop: Path) -> None:
    (drop / "agents\x1b[31m.txt").write_text("x", encoding="utf-8")
    ended = watched(drop)
    assert "\x1b" not in ended.stdout
    assert "agents\\u{001B}[31m.txt: load 1 refused" in ended.stdout


def test_json_has_one_object_on_each_line_with_the_keys_the_documentation_names(drop: Path) -> None:
    (drop / "aliases.csv").write_text("alias,agent\nx-1,nobody\n", encoding="utf-8")
    told = [json.loads(line) for line in watched(drop, "--json").stdout.splitlines()]
    assert [(one["file"], one["status"], one["problem"]) for one in told] == [
        ("agents.csv", "loaded", None),
        ("aliases.csv", "refused", None),
    ]
    of_load = {f"load.{path}" for one in told for path in paths(one) if path not in ("file", "problem")}
    assert {path.removeprefix("load.") for path in of_load} - documented("load") <= {"files[].warnings", "refusals"}
    assert {"file", "problem"} == documented("watch")


def test_a_folder_that_is_not_there_is_a_wrong_usage(tmp_path: Path) -> None:
    assert watched(tmp_path / "nowhere").exit_code == 2
