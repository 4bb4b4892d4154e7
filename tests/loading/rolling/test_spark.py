"""Spark gives the figures of the embedded engine, run for run and line for line."""

from __future__ import annotations

from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.report import LoadReport, LoadStatus
from agent_scorecard.loading.rolling.roll_up import Engine as By
from agent_scorecard.runs.elsewhere.session import CannotRead
from tests.loading.rolling.conftest import rolled_up
from tests.loading.rolling.month import company, figures

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class Told(NamedTuple):
    """What an engine reports and leaves behind, and what this machine says of the same log afterwards."""

    report: LoadReport
    figures: dict[str, list[tuple[Any, ...]]]
    again: LoadReport
    left: dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def both(spark: SparkSession, month: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[By, Told]:
    """The same month by each engine, each in a company of its own."""
    found = {}
    for by in By:
        engine = company(tmp_path_factory.mktemp(by))
        report, left = rolled_up(engine, month, by=by), figures(engine)
        found[by] = Told(report, left, rolled_up(engine, month), figures(engine))
        engine.dispose()
    return found


def alike(one: object, other: object) -> bool:
    """Whole numbers and words are equal; a logarithm may differ in its last digit from one machine to another."""
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return type(one) is type(other) and one == other


def test_the_same_lines_are_refused_counted_and_reported(both: dict[By, Told]) -> None:
    embedded, spark = both[By.EMBEDDED].report, both[By.SPARK].report
    assert embedded.files == spark.files
    assert set(embedded.refusals) == set(spark.refusals)
    assert {each.code for each in embedded.refusals} >= {"same_key", "not_readable", "too_many_refused", "missing"}
    assert embedded.total("duplicate") > 30
    assert embedded.total("new") > 2000


@pytest.mark.parametrize("table", ["run_days", "run_months", "rolled_calls"])
def test_the_figures_are_equal_field_by_field(both: dict[By, Told], table: str) -> None:
    embedded, spark = both[By.EMBEDDED].figures[table], both[By.SPARK].figures[table]
    assert len(embedded) == len(spark) > 20
    different = [pair for pair in zip(embedded, spark, strict=True) if not all(map(alike, *pair))]
    assert different == []


@pytest.mark.parametrize("first", By)
def test_a_second_roll_up_changes_nothing_whoever_was_first(both: dict[By, Told], first: By) -> None:
    told = both[first]
    assert (told.again.status, told.again.load) == (LoadStatus.ALREADY, told.report.load)
    assert told.left == told.figures


def test_a_damaged_file_ends_in_one_sentence_and_writes_nothing(
    spark: SparkSession, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00 cut")
    before = figures(engine)
    with pytest.raises(CannotRead, match="The run logs cannot be read by Spark") as refused:
        rolled_up(engine, tmp_path / "cut.jsonl.gz", by=By.SPARK)
    assert "An error occurred while calling" not in str(refused.value)
    assert figures(engine) == before
