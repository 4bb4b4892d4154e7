"""Several apps behind one PostgreSQL: every page opens there, and each app shows what another wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
import streamlit as st
from sqlalchemy import Engine

from agent_scorecard import where
from agent_scorecard.store.database import create
from tests.pages.conftest import COMPANIES
from tests.pages.visit import Visit, menu
from tests.postgresql import Server

DAY = "2026-10-31"
ELSEWHERE = """
import sys
from datetime import UTC, datetime
from agent_scorecard.recording import IncidentFields, report_incident
from agent_scorecard.store.database import open_database

engine = open_database(sys.argv[1])
at = datetime(2026, 10, 30, 15, tzinfo=UTC)
report_incident(engine, IncidentFields(agent=sys.argv[2], summary=sys.argv[3], detected_at=at), by="ana", at=at)
engine.dispose()
"""


@pytest.fixture
def served(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A small company on a server, named to the app as a person would name it."""
    with postgresql.database(postgresql.template("pages", _filled)) as url:
        monkeypatch.setenv(where.DATABASE_VARIABLE, url)
        st.cache_resource.clear()
        yield url
        st.cache_resource.clear()


def _filled(engine: Engine) -> None:
    create(engine)
    COMPANIES["first"](engine)


def test_every_page_opens(served: str) -> None:
    seen = Visit("this_month", as_of=DAY)
    titles = {page: seen.go(page).title for page in menu()}
    assert titles == {**menu(), "quarter": "Third quarter 2026"}


def test_what_another_process_recorded_is_there_at_the_next_click(served: str) -> None:
    seen, summary = Visit("incidents", as_of=DAY), "It wrote to the wrong customer"
    assert summary not in seen.text
    subprocess.run([sys.executable, "-c", ELSEWHERE, served, "brief-writer", summary], check=True)
    assert summary in seen.again().text
