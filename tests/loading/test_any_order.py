"""Shuffled, split or repeated: the same rows end in the same database (reliability 63)."""

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from agent_scorecard.loading.report import LoadStatus
from agent_scorecard.store.content import content_hash
from tests.loading.small_company import database, loaded

EXAMPLE = Path(__file__).parents[1] / "data" / "example_company"
LEAN_ON_NOTHING_OF_THEIR_KIND = ("observations", "incidents", "costs", "approvals", "drills", "tasks", "gates")
FILES = {path.stem: list(csv.reader(path.read_text("utf-8").splitlines())) for path in sorted(EXAMPLE.glob("*.csv"))}
MONTHS = [f"2026-0{month}" for month in range(1, 10)]
MORE = {
    "observations": [["support-refund-agent", "policy_accuracy", at, "", "", "9", "10", "", ""] for at in MONTHS],
    "costs": [["support-refund-agent", at, "seats", "12.50", "USD"] for at in MONTHS],
}


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def parts(file: str, chance: random.Random) -> dict[str, str]:
    """The rows of a file in any order, columns in any order, some twice, spread over up to three files."""
    header, *rows = [*FILES[file], *MORE.get(file, ())]
    rows = [*rows, *chance.sample(rows, chance.randint(0, len(rows)))]
    chance.shuffle(rows)
    order = chance.sample(range(len(header)), len(header))
    many = chance.randint(1, 3)
    split = {f"{file}-{part}.csv": rows[part::many] for part in range(many)}
    return {name: as_csv([[row[place] for place in order] for row in [header, *some]]) for name, some in split.items()}


def hash_of(engine: Engine) -> str:
    """The content hash, when the database is not needed any more."""
    found = content_hash(engine)
    engine.dispose()
    return found


def straight(folder: str) -> str:
    engine = database(Path(folder), "straight.db")
    files = {f"{file}.csv": as_csv([*rows, *MORE.get(file, ())]) for file, rows in FILES.items()}
    assert loaded(engine, files).is_clean
    return hash_of(engine)


@given(st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_one_load_of_shuffled_split_and_repeated_rows(chance: random.Random) -> None:
    with TemporaryDirectory() as folder:
        files = [pair for file in FILES for pair in parts(file, chance).items()]
        chance.shuffle(files)
        engine = database(Path(folder))
        assert loaded(engine, dict(files)).refusals == ()
        again = loaded(engine, dict(chance.sample(files, chance.randint(1, len(files)))))
        assert (again.status, again.total("new"), again.total("changed")) == (LoadStatus.ALREADY, 0, 0)
        assert hash_of(engine) == straight(folder)


@given(st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_many_loads_of_parts_in_any_order(chance: random.Random) -> None:
    with TemporaryDirectory() as folder:
        engine = database(Path(folder))
        first = [file for file in FILES if file not in LEAN_ON_NOTHING_OF_THEIR_KIND]
        assert loaded(engine, {f"{file}.csv": as_csv(FILES[file]) for file in first}).refusals == ()
        later = [pair for file in LEAN_ON_NOTHING_OF_THEIR_KIND for pair in parts(file, chance).items()]
        chance.shuffle(later)
        for name, text in later:
            assert loaded(engine, {name: text}).refusals == ()
        assert hash_of(engine) == straight(folder)
