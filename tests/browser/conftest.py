"""Companies in a file, ready for the app to open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_scorecard.store.database import open_database
from tests.browser.server import Journey, journey, served
from tests.pages.conftest import FIRST, filled_with
from tests.pages.disguise import disguised
from tests.sample import sample_copy, sample_file

MINUTES = 10 * 60


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


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_file(), tmp_path / "board.db"))


@pytest.fixture(scope="module")
def reader(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """One tab in front of the sample company for all tests of a module, which only look."""
    path = Path(sample_copy(tmp_path_factory.mktemp("reader")).removeprefix("sqlite:///"))
    with served(path, seconds=MINUTES) as address, journey(chromium, address) as one:
        yield one
