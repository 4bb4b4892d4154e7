"""Whatever a file holds, a load ends in a report that adds up: never in an error, never half done."""

import csv
import io
import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_scorecard.loading.contract import ColumnContract, ColumnType, Required, contract
from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import LoadStatus
from agent_scorecard.store.content import content_hash
from tests.loading.small_company import NOW, TODAY, company, database, loaded

TABLES = [name for name in contract() if name != "runs"]
PLAIN = [
    "",
    " ",
    "0",
    "1",
    "-1",
    "5",
    "0.5",
    "1e9",
    "2 %",
    "101 %",
    "0.1..0.2",
    "yes",
    "no",
    "NA",
    "a|b|a",
    "||",
    "=1+1",
]
IDS = [
    "refunds",
    "billing",
    "gone",
    "refunds-v3",
    "ana",
    "ben",
    "ana@example.com",
    "stripe.refund",
    "new one",
    "Refunds",
]
TIMES = [
    "2026-09",
    "2026-W40",
    "2026-Q3",
    "2026-09-01",
    "2026-09-30",
    "2026-10-01T10:00:00Z",
    "2026-10-01T10:00",
    "2099-01-01",
]
ODD = [
    "\u200b",
    "é",
    "٣",
    "'",
    '"',
    ",;\t",
    "x" * 130,
    "💥",
    "\x07",
    "9" * 25,
    "reply_time",
    "leakage",
    "payback",
    "load_band",
]
CELLS = [*PLAIN, *IDS, *TIMES, *ODD]
LIKELY = {
    ColumnType.DATE: ["2026-09-01", "2026-09-30", "2026-05-01", "2025-12-31"],
    ColumnType.DATETIME: ["2026-09-01", "2026-10-01T10:00:00Z", "2026-10-01T12:00:00+02:00"],
    ColumnType.BOOL: ["yes", "no"],
    ColumnType.INT: ["1", "2", "5"],
    ColumnType.DECIMAL: ["", "0", "0.01", "1"],
    ColumnType.MONEY: ["1.25", "300"],
}
NAMED = {
    "period": ["2026-09", "2026-W40", "2026-W36"],
    "currency": ["USD"],
    "url": ["https://example.com/"],
    "trace_url": ["https://example.com/{request_id}"],
    "email": ["", "cleo@example.com"],
    "formula": ["good / all"],
    "baseline_period": ["2026-Q1", ""],
    "cohort": ["", "human", "class:billing"],
    "guard_of": ["", "", "reply_time"],
    "merged_into": ["", "", "billing"],
    "delegate": ["", "ana"],
    "inactive_since": ["", "", "2026-05-01"],
}
KNOWN = {
    "people": ["ana", "ben", "ana@example.com"],
    "agents": ["refunds", "billing"],
    "actions": ["stripe.refund"],
    "measures": ["reply_time", "leakage", "payback"],
    "evals": ["E1"],
}


def likely(column: ColumnContract, row: int) -> list[str]:
    """Cells the column may well hold in a row."""
    if column.name in NAMED and not column.words:
        return NAMED[column.name]
    if column.references:
        return KNOWN[column.references[0][0]]
    if column.type is ColumnType.ID:
        return [f"new_{row}"] if column.is_key else [""]
    return list(column.words.values()) or LIKELY.get(column.type, ["", "a text", "another"])


def some_file(name: str, chance: random.Random) -> str:
    """A file with any of its columns and cells it may well hold, now and then any cell at all."""
    needed = (Required.KEY, Required.KEY_OPTIONAL, Required.YES)
    columns = [column for column in contract()[name].columns if column.required in needed or chance.random() < 0.5]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    for row in range(chance.randint(1, 12)):
        cells = (likely(column, row) if chance.random() < 0.98 else CELLS for column in columns)
        writer.writerow([chance.choice(some) for some in cells])
    return text.getvalue()


@given(st.lists(st.sampled_from(TABLES), min_size=1, max_size=4, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_files_of_any_cells_end_in_a_report_and_a_second_load_changes_nothing(
    files: list[str], chance: random.Random
) -> None:
    with TemporaryDirectory() as folder:
        engine = company(Path(folder))
        given_files = {f"{file}.csv": some_file(file, chance) for file in files}
        loaded(engine, given_files)
        state = content_hash(engine)
        again = loaded(engine, given_files)
        assert (again.total("new"), again.total("changed"), content_hash(engine)) == (0, 0, state)
        engine.dispose()


@given(
    st.sampled_from(
        ["agents.csv", "observations.csv", "runs.jsonl", "runs.jsonl.gz", "runs.csv", "runs.parquet", "company.xlsx"]
    ),
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))),
)
@settings(max_examples=80)
def test_files_of_any_bytes_are_refused_or_bring_nothing(name: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        engine = company(Path(folder))
        state = content_hash(engine)
        report = loaded(engine, {name: content})
        assert (report.status is LoadStatus.LOADED, content_hash(engine)) == (False, state)
        engine.dispose()


@given(st.lists(st.sampled_from(TABLES), min_size=3, max_size=8, unique=True), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_whatever_was_loaded_leaves_with_an_export_and_comes_back(files: list[str], chance: random.Random) -> None:
    with TemporaryDirectory() as folder:
        engine, second = company(Path(folder)), database(Path(folder), "second.db")
        loaded(engine, {f"{file}.csv": some_file(file, chance) for file in files})
        export(engine, Path(folder) / "out")
        report = load(second, [Path(folder) / "out"], today=TODAY + timedelta(days=9), now=NOW, actor="ben")
        assert (report.refusals, content_hash(second)) == ((), content_hash(engine))
        engine.dispose()
        second.dispose()
