"""`discover` in a terminal: what the logs show and the board does not know, and the two commands that settle it."""

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from agent_scorecard.cli.app import app
from tests.boards.test_json_shapes import documented, paths

COMPANY = {
    "agents.csv": "agent,name,status,live_on\nrefunds,Refunds,live,2026-01-01\nsilent,Silent,live,2026-01-01\n",
    "actions.csv": "agent,action,system\nrefunds,crm.read,crm\n",
    "tools.csv": "tool\nmail\n",
}


def run(agent: str, day: int, **told: object) -> dict[str, object]:
    at = f"2026-10-{day:02}T10:00:00Z"
    return {"agent_id": agent, "request_id": f"{agent}-{day}", "timestamp": at, "model_version": "m1", **told}


RUNS = (
    run("refunds", 1),
    run("refunds", 20, model_version="m2", tool_calls=[{"tool": "shell.run", "status": "ok"}]),
    run("refunds-v3", 2),
    run("refunds-v3", 5),
    run("mail bot; rm", 4),
)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in COMPANY.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "runs.jsonl").write_text("".join(json.dumps(told) + "\n" for told in RUNS), encoding="utf-8")
    loaded = said(tmp_path, "load", str(folder))
    assert loaded.exit_code == 0, loaded.output
    return tmp_path


def said(board: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["--db", f"sqlite:///{board / 'board.db'}", *words])


def found(board: Path) -> dict[str, list[dict[str, object]]]:
    return json.loads(said(board, "discover", "--json", "--as-of", "2026-10-30").stdout)


def test_every_difference_is_told_with_its_days_and_counts(board: Path) -> None:
    shape = found(board)
    assert [
        (row["agent_id"], row["runs"], row["first_day"], row["last_day"]) for row in shape["unregistered_agents"]
    ] == [
        ("mail bot; rm", 1, "2026-10-04", "2026-10-04"),
        ("refunds-v3", 2, "2026-10-02", "2026-10-05"),
    ]
    assert shape["unregistered_actions"] == [
        {"agent": "refunds", "action": "shell.run", "ran": 1, "last_ok": "2026-10-20"}
    ]
    assert shape["unregistered_tools"] == [{"tool": "crm", "agents": ["refunds"]}]
    assert shape["unannounced_versions"] == [
        {"agent": "refunds", "what": "model", "version": "m2", "since": "2026-10-20", "runs": 1}
    ]
    assert [(row["agent"], row["status"]) for row in shape["never_ran"]] == [("silent", "live")]


def test_in_words_too_and_the_status_says_that_something_was_found(board: Path) -> None:
    told = said(board, "discover", "--as-of", "2026-10-30")
    assert told.exit_code == 1
    for words in ("refunds-v3", "2026-10-02 to 2026-10-05", "shell.run", "m2", "crm", "silent"):
        assert words in told.stdout


def test_the_commands_it_prints_settle_what_they_are_about(board: Path) -> None:
    other, versioned = found(board)["unregistered_agents"]
    assert (versioned["perhaps"], other["perhaps"]) == ("refunds", None)
    for command, joined in ((versioned["alias"], "2 runs joined it."), (other["register"], "1 run joined it.")):
        ended = said(board, *shlex.split(str(command))[1:])
        assert (ended.exit_code, joined in ended.stdout) == (0, True)
    assert found(board)["unregistered_agents"] == []


def test_a_board_that_knows_all_that_runs_ends_with_status_zero(tmp_path: Path) -> None:
    (tmp_path / "agents.csv").write_text("agent,name\nrefunds,Refunds\n", encoding="utf-8")
    said(tmp_path, "load", str(tmp_path / "agents.csv"))
    told = said(tmp_path, "discover")
    assert (told.exit_code, told.stdout) == (0, "The logs show nothing the board does not know.\n")


def test_an_alias_of_nobody_and_an_agent_that_is_there_are_refused_with_the_way_out(board: Path) -> None:
    nobody, there = said(board, "alias", "refunds-v3", "refund"), said(board, "register", "refunds")
    assert (nobody.exit_code, "unknown agent refund; did you mean refunds?" in nobody.stdout) == (1, True)
    assert (there.exit_code, there.stderr) == (2, "refunds is on the board already.\n")


@pytest.mark.parametrize("log_id", ["=cmd", "-x", "@sum"])
def test_an_id_a_spreadsheet_would_run_is_refused_as_in_any_file(board: Path, log_id: str) -> None:
    ended = said(board, "register", "--", log_id)
    assert (ended.exit_code, "an id cannot begin with" in ended.stdout) == (1, True)


def test_the_keys_are_those_the_documentation_names(board: Path) -> None:
    assert set(paths(found(board))) == documented("discover")
