"""A database of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard.store.database import make_engine


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'board.db'}"


@pytest.fixture
def engine(created: str) -> Iterator[Engine]:
    engine = make_engine(created)
    yield engine
    engine.dispose()
