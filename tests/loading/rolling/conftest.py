"""One month on disk, companies that roll it up, and one real Spark session for the module that needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.rolling.roll_up import Engine as By
from agent_scorecard.loading.rolling.roll_up import Wanted, roll_up
from agent_scorecard.runs.elsewhere.session import LOCAL, SETTINGS, has_java, quiet
from tests.conftest import IN_CI
from tests.loading.rolling.month import NOW, TODAY, company, write

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from agent_scorecard.loading.report import LoadReport

QUICK = {
    "spark.master": "local[2]",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.files.openCostInBytes": "1",
    "spark.sql.files.maxPartitionBytes": "100000",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[3] / "src"),
}
"""A few thousand runs: compiling plans would take longer than running them, and long files are still split."""


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """A real Spark on this machine; without Java or pyspark a test is skipped here and fails in CI."""
    if find_spec("pyspark") is None or not has_java():
        reason = "no Spark to start: install Java 17 and pyspark"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    with quiet():
        from pyspark.sql import SparkSession

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName("tests")
        for name, value in (SETTINGS | LOCAL | QUICK).items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("month"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = company(tmp_path)
    yield made
    made.dispose()


def rolled_up(
    engine: Engine, place: Path | str, *, by: By = By.EMBEDDED, days: frozenset[date] | None = None
) -> LoadReport:
    """Roll a place up, on this machine unless asked otherwise."""
    return roll_up(engine, Wanted(str(place), by, days), today=TODAY, now=NOW, actor="ana")
