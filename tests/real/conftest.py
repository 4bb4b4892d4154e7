"""Each real sample is loaded once, through the mapping that ships for it, into a database of its own."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent_scorecard.loading.load import load
from agent_scorecard.loading.mapping import SHIPPED
from agent_scorecard.loading.report import LoadReport
from agent_scorecard.store.database import open_database
from tests.loading.mapping.samples import folder
from tests.real.stored import Stored

LOADED_ON = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
Loaded = Callable[..., Stored]


def load_sample(stored: Stored, sample: str, mapping: str) -> LoadReport:
    return load(stored.engine, [folder(sample)], mapping=SHIPPED[mapping], today=LOADED_ON, now=NOW, actor="a manager")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """A function from the name of a mapping (and of its sample, where that differs) to what was stored."""
    known: dict[str, Stored] = {}

    def of(mapping: str, sample: str = "") -> Stored:
        folder(sample or mapping)
        if mapping not in known:
            path = tmp_path_factory.mktemp(mapping) / "board.db"
            known[mapping] = Stored(path, open_database(f"sqlite:///{path}", create_missing=True))
            known[mapping].report = load_sample(known[mapping], sample or mapping, mapping)
        return known[mapping]

    yield of
    for stored in known.values():
        stored.engine.dispose()


@pytest.fixture(scope="session")
def examples() -> Path:
    """The two example companies that come with the product."""
    return Path(__file__).resolve().parents[1] / "data"
