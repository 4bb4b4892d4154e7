"""Companies in a file, ready for the app to open."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_scorecard.store.database import open_database
from tests.pages.conftest import FIRST, filled_with
from tests.pages.disguise import disguised


def _filled(folder: Path, files: Path) -> Path:
    path = folder / "board.db"
    engine = open_database(f"sqlite:///{path}", create_missing=True)
    filled_with(files)(engine)
    engine.dispose()
    return path


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return _filled(tmp_path, FIRST)


@pytest.fixture
def disguise(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    return _filled(tmp_path, disguised(files))
