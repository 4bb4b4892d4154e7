"""The digest in a terminal and from cron: what it prints, what it sends, and with which status it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from agent_scorecard.store import ledger
from agent_scorecard.store.database import open_database
from tests.notify.mail_server import MailServer
from tests.sample import sample_copy
from tests.test_cli import Board

SECRET = "a secret of more than 24 characters"
SETTINGS = "digest.toml"
UNKNOWN = "550 5.1.1 No such user"


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def mail(server: MailServer) -> MailServer:
    server.forget()
    return server


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    sample_copy(tmp_path)
    monkeypatch.setenv("AGENT_SCORECARD_WEBHOOK_SECRET", SECRET)
    return Board(tmp_path / "sample.db")


@pytest.fixture
def settings(tmp_path: Path, mail: MailServer, httpserver: HTTPServer) -> Path:
    httpserver.expect_request("/hook").respond_with_data("")
    path = tmp_path / "digest.toml"
    path.write_text(
        'base_url = "https://board.example.com"\n'
        f'[email]\nfrom = "board@example.com"\nhost = "127.0.0.1"\nport = {mail.port}\nsecurity = "none"\n'
        'company_to = ["ops@example.com"]\n'
        f'[webhook]\nurl = "{httpserver.url_for("/hook")}"\n'
        f'[file]\nfolder = "{tmp_path / "digests"}"\n',
        encoding="utf-8",
    )
    return path


def test_the_sample_company_says_what_is_late_first(board: Board) -> None:
    printed = board("digest")
    assert printed.exit_code == 0
    assert "2 cards overdue" in printed.stdout
    assert "Account research. Nobody is named as accountable owner." in printed.stdout.replace("\n  ", " ")
    assert "New" not in printed.stdout


def test_one_person_sees_what_concerns_them(board: Board) -> None:
    found = board.json("digest", "--person", "maya")
    assert found["person"] == "maya"
    assert {"maya"} <= set.intersection(*(set(line["people"]) for line in found["lines"]))


def test_everybody_is_told_once_and_the_second_run_says_nothing(
    board: Board, settings: Path, mail: MailServer, httpserver: HTTPServer, tmp_path: Path
) -> None:
    first = board("digest", "--send", "--settings", settings)
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.count("Sent by email to ") == len(mail.letters)
    assert mail.recipients[-1] == "ops@example.com"
    assert (len(httpserver.log), len(list((tmp_path / "digests").iterdir()))) == (1, 1)
    again = board("digest", "--send", "--settings", settings)
    assert (again.exit_code, again.output) == (0, "")


def test_one_file_holds_what_the_webhook_received(
    board: Board, settings: Path, httpserver: HTTPServer, tmp_path: Path
) -> None:
    board("digest", "--send", "--settings", settings)
    (file,) = (tmp_path / "digests").glob("digest-2026-10-30-*.json")
    ((request, _),) = httpserver.log
    told, posted = json.loads(file.read_text("utf-8")), json.loads(request.data)
    assert told["lines"] == posted["lines"]


def test_a_dry_run_shows_every_message_and_changes_nothing(board: Board, settings: Path, mail: MailServer) -> None:
    shown = board("digest", "--dry-run", "--settings", settings)
    assert (shown.exit_code, mail.letters) == (0, [])
    assert "=== email to maya@juniper.example" in shown.stdout
    assert "Subject: Juniper Outdoor (synthetic): " in shown.stdout
    assert "https://board.example.com/scorecard?agent=" in shown.stdout
    assert SECRET not in shown.stdout
    would = board.json("digest", "--dry-run", "--settings", settings)["would_send"]
    assert len(board.json("digest", "--send", "--settings", settings)["sent"]) == len(would)


def test_somebody_who_cannot_be_told_ends_with_1_and_is_named_once(
    board: Board, settings: Path, mail: MailServer
) -> None:
    mail.answers["maya@juniper.example"] = [UNKNOWN]
    first = board("digest", "--send", "--settings", settings)
    assert first.exit_code == 1
    assert "Not sent by email to maya@juniper.example: maya@juniper.example is refused" in first.stderr
    assert board("digest", "--send", "--settings", settings).exit_code == 0


def test_one_person_alone_is_sent_to(board: Board, settings: Path, mail: MailServer) -> None:
    board("digest", "--send", "--person", "maya", "--settings", settings)
    assert mail.recipients == ["maya@juniper.example"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--send", "--person", "omar", "--settings", SETTINGS), "omar is no longer active: nobody is told in"),
        (("--send",), "Nothing says where digests go"),
        (("--person", "nobody"), "There is no person nobody: people.csv holds everybody."),
        (("--send", "--settings", "nowhere.toml"), "nowhere.toml cannot be read as TOML"),
    ],
    ids=["somebody who left", "no settings", "no such person", "no such file"],
)
def test_what_is_missing_is_said_with_status_2(
    board: Board, settings: Path, words: tuple[str, ...], sentence: str
) -> None:
    told = board("digest", *(str(settings) if word == SETTINGS else word for word in words))
    assert told.exit_code == 2
    assert sentence in told.stderr


def test_no_secret_reaches_the_database(board: Board, settings: Path) -> None:
    board("digest", "--send", "--settings", settings)
    engine = open_database(board.url)
    with engine.connect() as connection:
        chains = [row.body for chain in ledger.Chain for row in ledger.entries(connection, chain)]
    engine.dispose()
    assert any('"channel":"webhook"' in body for body in chains)
    assert SECRET not in "".join(chains)
    assert SECRET.encode() not in board.path.read_bytes()
