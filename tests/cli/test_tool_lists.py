"""The tool list of a server in a terminal: whose tools they are, and who answers for what the server says of them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from agent_scorecard.cli.app import app
from tests.loading.test_tool_lists import READS, listing, tool


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text("person,name,active\nana,Ana,yes\nben,Ben,no\n", encoding="utf-8")
    (tmp_path / "agents.csv").write_text("agent,name\nbilling,Billing\n", encoding="utf-8")
    for name in ("people.csv", "agents.csv"):
        assert load(tmp_path, name).exit_code == 0
    (tmp_path / "crm.json").write_text(json.dumps(listing(tool("crm.read", READS))), encoding="utf-8")
    return tmp_path


def load(folder: Path, name: str, *words: str) -> Result:
    return CliRunner().invoke(app, ["--db", f"sqlite:///{folder / 'board.db'}", "load", str(folder / name), *words])


def test_the_tools_of_an_agent_are_loaded_and_their_hints_told(files: Path) -> None:
    told = json.loads(load(files, "crm.json", "--agent", "billing", "--json").stdout)
    assert (told["status"], told["new"]) == ("loaded", 2)
    assert [row["code"] for file in told["files"] for row in file["warnings"]] == ["unconfirmed"]


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--agent", "billing", "--confirm-hints", "--by", "ana"), 0, ""),
        (("--agent", "billing", "--confirm-hints", "--by", "ben"), 2, "somebody active in people.csv"),
        (("--agent", "billing", "--confirm-hints", "--by", "zoe"), 2, "somebody active in people.csv"),
        (("--agent", "billing", "--confirm-hints"), 2, "somebody active in people.csv"),
        (("--confirm-hints", "--by", "ana"), 2, "name it with --agent AGENT"),
        (("--agent", "billing", "--map", "avid"), 2, "load them one by one"),
    ],
)
def test_hints_are_confirmed_by_somebody_active_on_file_for_one_agent(
    files: Path, words: tuple[str, ...], status: int, sentence: str
) -> None:
    ended = load(files, "crm.json", *words)
    assert ended.exit_code == status
    assert sentence in ended.stderr
