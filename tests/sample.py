"""The sample company, built once for all tests that look at it; a test that writes takes a copy."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from agent_scorecard.recording.sample import build_sample
from agent_scorecard.store.database import open_database

_PLACE = TemporaryDirectory(prefix="sample-company-")


@cache
def sample_file() -> Path:
    """The database file of the sample company, closed and whole."""
    path = Path(_PLACE.name) / "sample.db"
    engine = open_database(f"sqlite:///{path}", create_missing=True)
    build_sample(engine)
    engine.dispose()
    return path


def sample_copy(folder: Path) -> str:
    """The address of a copy of its own in this folder."""
    return f"sqlite:///{shutil.copy(sample_file(), folder / 'sample.db')}"
