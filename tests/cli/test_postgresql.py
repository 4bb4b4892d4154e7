"""The command line on a server says what it says on a file, run by a role that can change nothing recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent_scorecard.cli.app import app
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database
from tests.postgresql import Server
from tests.recording.conftest import FILES

DAY = ("--as-of", "2026-10-30")
SHOWN = [
    *("due", "findings", "ladder", "scorecard triage", "on-call triage", "signals", "oversight", "gates", "changes"),
    *("weekly", "review 2026-Q3", "exceptions", "digest", "runs"),
]
SAID = ("--reason", "Too little is measured", "--next-step", "Set a bound", "--owner", "ana", "--due", "2026-11-30")


def asked(url: str, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(app, ["--db", url, *words])


def told(url: str, *words: str, ends: int = 0) -> str:
    answer = asked(url, *words)
    assert answer.exit_code == ends, (answer.stdout, answer.stderr)
    return answer.stdout if ends == 0 else answer.stderr


@pytest.fixture
def files(tmp_path: Path) -> str:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture
def roles(postgresql: Server) -> Iterator[tuple[str, str]]:
    """An empty database as its owner and as the app see it."""
    owner, role = postgresql.name("owner"), postgresql.name("app")
    postgresql.run(f"CREATE ROLE {owner} LOGIN", f"CREATE ROLE {role} LOGIN")
    with postgresql.database() as url:
        board = url.partition("?")[0].rpartition("/")[2]
        postgresql.run(f"ALTER DATABASE {board} OWNER TO {owner}")
        yield postgresql.url(board, username=owner), postgresql.url(board, username=role)
    postgresql.run(f"DROP ROLE {owner}", f"DROP ROLE {role}")


@pytest.fixture
def apps(roles: tuple[str, str], files: str, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The same company on a server, set up as the guide says, and in a file."""
    owner, role = roles
    name = role.partition("//")[2].partition(":")[0]
    assert "change nothing that was recorded" in told(owner, "upgrade", "--app-role", name)
    file = f"sqlite:///{tmp_path / 'board.db'}"
    for url in (role, file):
        told(url, "load", files)
    return role, file


def test_every_command_says_the_same_on_a_server_and_on_a_file(apps: tuple[str, str], tmp_path: Path) -> None:
    for url in apps:
        told(url, "decide", "triage", "maintain", *SAID, "--by", "ana", *DAY)
    for words in SHOWN:
        server, file = (asked(url, *words.split(), *DAY, "--json") for url in apps)
        assert (server.exit_code, json.loads(server.stdout)) == (file.exit_code, json.loads(file.stdout)), words
    for number, url in enumerate(apps):
        assert "is whole" in told(url, "verify")
        told(url, "export", str(tmp_path / f"out-{number}"))


def test_an_export_of_a_server_makes_the_same_company_in_a_file(apps: tuple[str, str], tmp_path: Path) -> None:
    server, _ = apps
    other = f"sqlite:///{tmp_path / 'other.db'}"
    told(server, "decide", "triage", "maintain", *SAID, "--by", "ana", *DAY)
    told(server, "export", str(tmp_path / "out"))
    told(other, "load", str(tmp_path / "out"))
    hashes = set()
    for url in (server, other):
        engine = open_database(url)
        hashes.add(content_hash(engine))
        engine.dispose()
    assert len(hashes) == 1


def test_what_only_a_file_can_is_refused_with_the_servers_own_tool(apps: tuple[str, str], tmp_path: Path) -> None:
    server, _ = apps
    assert "such as pg_dump" in told(server, "backup", str(tmp_path / "board.bak"), ends=2)
    (tmp_path / "board.bak").touch()
    assert "such as pg_restore" in told(server, "restore", str(tmp_path / "board.bak"), ends=2)


def test_only_the_owner_gives_rights(roles: tuple[str, str]) -> None:
    owner, role = roles
    told(owner, "upgrade")
    assert told(owner, "upgrade") == "The database has the schema of this version already.\n"
    assert "--app-role USER` as the owner" in told(role, "upgrade", "--app-role", "postgres", ends=2)
    assert "There is no role nobody on the server" in told(owner, "upgrade", "--app-role", "nobody", ends=2)
