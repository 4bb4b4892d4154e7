"""What is kept between two runs of a page is never shown after the company has changed."""

import csv
from datetime import UTC, datetime

import pytest

from agent_scorecard.loading.load import load
from agent_scorecard.store.database import open_database

TODAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def rename(board, tmp_path, agent: str, name: str) -> None:
    """Load another name for an agent, as somebody else may do meanwhile."""
    file = tmp_path / "agents.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([("agent", "name"), (agent, name)])
    engine = open_database(f"sqlite:///{board}")
    assert load(engine, [file], today=TODAY.date(), now=TODAY, actor="bea").is_clean
    engine.dispose()


@pytest.mark.parametrize("page", ["this_month", "scorecard", "ladder", "quarter"])
def test_a_page_tells_of_the_company_as_it_is_now(visit, board, tmp_path, page):
    seen = visit("first", page, agent="brief-writer")
    assert "Writer of briefs, renamed" not in seen.text
    rename(board, tmp_path, "brief-writer", "Writer of briefs, renamed")
    assert "Writer of briefs, renamed" in seen.again().text


def test_the_search_finds_what_was_loaded_meanwhile(visit, board, tmp_path):
    seen = visit("first")
    rename(board, tmp_path, "brief-writer", "Writer of briefs, renamed")
    seen.again()
    assert any("Writer of briefs, renamed" in label for label in seen.options("find"))
