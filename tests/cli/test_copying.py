"""A company moves to a server and back, whole: the same content, chains and cards, and people go on in the copy."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard.boards.json_shapes import scorecard
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.assess import assess_all
from agent_scorecard.store import read
from agent_scorecard.store.database import open_database
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.triggers import ensure_triggers
from tests.boards.test_json_shapes import documented, paths
from tests.cli.test_postgresql import DAY, asked, told
from tests.postgresql import Server
from tests.sample import sample_copy

SECRET = "never-told"
REASON = ("--reason", "Too little is measured", "--next-step", "Set a bound", "--due", "2030-11-30")


@pytest.fixture
def server(postgresql: Server) -> Iterator[str]:
    with postgresql.database() as url:
        yield url


@pytest.fixture
def file(tmp_path: Path) -> str:
    return sample_copy(tmp_path)


def rounded(value: object) -> object:
    match value:
        case float():
            return float(f"{value:.12g}")
        case dict():
            return {key: rounded(each) for key, each in sorted(value.items())}
        case list():
            return [rounded(each) for each in value]
        case _:
            return value


def cards(url: str) -> list[object]:
    """What `scorecard --json` prints of every agent."""
    engine = open_database(url, read_only=True)
    portfolio = read.portfolio(engine, date(2026, 10, 30))
    engine.dispose()
    policy = policy_in_force(portfolio.company)
    found = [rounded(scorecard(assessed, policy)) for assessed in assess_all(portfolio, policy)]
    assert found
    return found


def tables_of(url: str) -> list[str]:
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_a_company_goes_to_a_server_and_back_and_tells_the_same(file: str, server: str, tmp_path: Path) -> None:
    back = f"sqlite:///{tmp_path / 'new' / 'back.db'}"
    there = json.loads(told(file, "copy", "--to", server, "--json"))
    again = json.loads(told(server, "copy", "--to", back, "--json"))
    assert {**there, "place": ""} == {**again, "place": ""}
    assert set(there["rows"]) == set(METADATA.tables)
    assert there["rows"]["runs"] > 0
    assert there["ledger"]["count"] == there["rows"]["ledger"]
    assert cards(file) == cards(server) == cards(back)
    for url in (server, back):
        assert "is whole" in told(url, "verify")


def test_what_is_printed_has_the_documented_keys(file: str, tmp_path: Path) -> None:
    done = json.loads(told(file, "copy", "--to", f"sqlite:///{tmp_path / 'copy.db'}", "--json"))
    rows = {f"rows.{name}" for name in done["rows"]}
    assert (set(paths(done)) - rows) | {"rows"} == documented("copy")


def test_people_go_on_in_the_copy(file: str, server: str, tmp_path: Path) -> None:
    told(file, "copy", "--to", server)
    more = tmp_path / "more"
    more.mkdir()
    (more / "people.csv").write_text("person,name\nnew-hire,New Hire\n", encoding="utf-8")
    for url in (file, server):
        told(url, "decide", "content-research", "maintain", *REASON, "--owner", "felix", "--by", "felix", *DAY)
        told(url, "load", str(more))
        assert "is whole" in told(url, "verify")
    assert counted(server) == counted(file)


def counted(url: str) -> Row[Any]:
    """The number of the last load and of the last entry."""
    engine = open_database(url)
    with engine.connect() as connection:
        numbers = connection.execute(text("SELECT max(load), (SELECT max(seq) FROM ledger) FROM loads")).one()
    engine.dispose()
    return numbers


def test_the_guards_hold_in_the_copy(file: str, server: str) -> None:
    told(file, "copy", "--to", server)
    engine = open_database(server)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="ledger is append-only"):
        connection.execute(text("DELETE FROM ledger"))
    engine.dispose()


def test_a_target_that_holds_anything_is_refused_and_left_as_it_is(file: str, server: str, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(b"kept")
    told(server, "upgrade")
    for url in (f"sqlite:///{other}", server, file):
        assert "a copy replaces nothing: name a new file" in told(file, "copy", "--to", url, ends=2)
    assert other.read_bytes() == b"kept"
    assert "ledger" in tables_of(server)


@pytest.mark.parametrize("url", ["sqlite://", "mysql://a@b/c", "sqlite:////proc/nowhere/x.db"])
def test_a_target_that_cannot_be_is_refused(file: str, url: str) -> None:
    assert told(file, "copy", "--to", url, ends=2).count("\n") == 1


def test_no_password_is_ever_told(file: str) -> None:
    answer = asked(file, "copy", "--to", f"postgresql+psycopg://ana:{SECRET}@127.0.0.1:1/board")
    assert answer.exit_code == 2
    assert "No PostgreSQL answers for postgresql://127.0.0.1:1/board" in answer.stderr
    assert SECRET not in answer.stdout + answer.stderr


def test_a_chain_that_is_not_whole_is_not_copied(file: str, server: str) -> None:
    engine = create_engine(file)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER events_no_update"))
        connection.execute(text("UPDATE events SET actor = 'nobody' WHERE seq = 2"))
        ensure_triggers(connection)
    engine.dispose()
    assert "Entry 2 was changed" in told(file, "copy", "--to", server, ends=2)
    assert tables_of(server) == []


KILLED = """
import os, signal, sys
from agent_scorecard.store.copying import copy
from agent_scorecard.store.database import open_database
stop = lambda name, rows: name == "runs" and os.kill(os.getpid(), signal.SIGKILL)
copy(open_database(sys.argv[1]), sys.argv[2], stop)
"""


@pytest.mark.parametrize("kind", ["server", "file"])
def test_a_copy_that_is_killed_leaves_nothing(kind: str, file: str, server: str, tmp_path: Path) -> None:
    url = server if kind == "server" else f"sqlite:///{tmp_path / 'copy.db'}"
    killed = subprocess.run([sys.executable, "-c", KILLED, file, url], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "copy.db").exists()
    assert tables_of(server) == []
    told(file, "copy", "--to", url)
