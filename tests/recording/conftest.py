"""A small company with one agent in a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.store.database import create, open_database
from tests.postgresql import Server

LOADED = datetime(2026, 10, 30, 12, tzinfo=UTC)
FILES = {
    "people.csv": """person,name,email,active,inactive_since
ana,Ana Ruiz,ana@example.com,yes,
ben,Ben Cole,ben@example.com,yes,
gone,Gil One,gil@example.com,no,2026-06-01
""",
    "agents.csv": """agent,name,status,live_on,autonomy_level,risk_tier
triage,Support triage,live,2026-01-12,2,low
resting,Invoice chaser,paused,2026-01-12,2,low
over,Old reporter,retired,2025-01-12,2,low
""",
    "assignments.csv": """agent,role,person
triage,accountable_owner,ana
triage,system_owner,ben
resting,accountable_owner,ana
""",
    "actions.csv": """agent,action,access,effects,mode
triage,helpdesk.tag,write,none,in
triage,helpdesk.read,read,none,out
""",
    "observations.csv": """agent,measure,period,numerator,denominator
triage,policy_accuracy,2026-09,390,400
""",
}


def load_texts(engine: Engine, files: dict[str, str], at: datetime = LOADED) -> None:
    sources = [upload(name, text.encode()) for name, text in files.items()]
    report = load(engine, sources, today=at.date(), now=at, actor="test")
    assert report.refusals == ()


@pytest.fixture
def engine(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    for url in company(dialect, tmp_path / "board.db", request):
        engine = open_database(url, create_missing=True)
        if dialect == "sqlite":
            load_texts(engine, FILES)
        yield engine
        engine.dispose()


def company(dialect: str, path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a file to be filled, or on a server a copy of the company, filled once."""
    if dialect == "sqlite":
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.database(server.template("recording", _filled)) as url:
        yield url


def _filled(engine: Engine) -> None:
    create(engine)
    load_texts(engine, FILES)


@pytest.fixture
def handled(engine: Engine) -> Engine:
    """The company with a serious incident, one of no stated severity, a small one and one of a library."""
    from tests.recording.handled import ROWS

    load_texts(engine, {"incidents.csv": ROWS})
    return engine
