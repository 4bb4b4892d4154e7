"""Companies to look at: built once, copied for each test, named to the app as a person would name them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import Engine

from agent_scorecard import where
from agent_scorecard.loading.load import load
from agent_scorecard.loading.mapping import SHIPPED
from agent_scorecard.recording.sample import build_sample
from agent_scorecard.store.database import open_database
from tests.pages.visit import Visit

HERE = Path(__file__).resolve().parent
FIRST = HERE / "first_company"
MINIMAL = HERE.parent / "data" / "example_minimal"
OPENHANDS = where.ROOT.parent / "shared" / "data" / "openhands_index"
OCTOBER_ENDS = date(2026, 10, 31)
NOVEMBER = datetime(2026, 11, 2, 9, tzinfo=UTC)


def filled_with(*files: Path, mapping: Path | None = None) -> Callable[[Engine], None]:
    def fill(engine: Engine) -> None:
        report = load(engine, files, mapping=mapping, today=NOVEMBER.date(), now=NOVEMBER, actor="ana")
        assert report.refusals == ()

    return fill


COMPANIES: dict[str, Callable[[Engine], object]] = {
    "empty": lambda engine: None,
    "minimal": filled_with(MINIMAL),
    "first": filled_with(FIRST),
    "sample": build_sample,
    "openhands": filled_with(OPENHANDS, mapping=SHIPPED["openhands_index"]),
}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The database file of a company, built when it is first asked for."""
    folder = tmp_path_factory.mktemp("companies")

    def build(name: str) -> Path:
        if name == "openhands" and not OPENHANDS.is_dir():
            pytest.skip("the sample openhands_index is not in ../shared/data")
        path = folder / f"{name}.db"
        if not path.exists():
            engine = open_database(f"sqlite:///{path}", create_missing=True)
            try:
                COMPANIES[name](engine)
            except BaseException:
                engine.dispose()
                path.unlink()
                raise
            engine.dispose()
        return path

    return build


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file the app opens in this test; nothing is there yet."""
    path = tmp_path / "board.db"
    monkeypatch.setenv(where.DATABASE_VARIABLE, f"sqlite:///{path}")
    st.cache_resource.clear()
    yield path
    st.cache_resource.clear()


@pytest.fixture
def visit(board: Path, built: Callable[[str], Path]) -> Callable[..., Visit]:
    """Open a company on a page: `visit("first", "scorecard", agent="brief-writer")`."""

    def open_(company: str, page: str = "this_month", as_of: date | None = OCTOBER_ENDS, **asked: str) -> Visit:
        shutil.copy(built(company), board)
        return Visit(page, **({} if as_of is None else {"as_of": as_of.isoformat()}), **asked)

    return open_
