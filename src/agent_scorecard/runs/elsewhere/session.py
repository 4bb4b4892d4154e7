"""The Spark session a roll-up works in: the one there is, or one on this machine."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HERE = "127.0.0.1"
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.pythonUDF.arrow.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}
LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.host": HERE,
    "spark.driver.bindAddress": HERE,
    "spark.sql.shuffle.partitions": str(os.cpu_count() or 1),
    "spark.driver.memory": "4g",
    "spark.driver.maxResultSize": "0",
}
NO_PYSPARK = "Spark is not installed here: run pip install 'agent-scorecard[spark]', or use --engine embedded."
NO_JAVA = "Spark needs Java 17 or newer and there is none here: install it, or use --engine embedded."
BRIDGE, LONGEST = "An error occurred while calling", 300
PANDAS = "PySpark does not yet fully support pandas"


class NoSpark(Exception):
    """Spark cannot be used here; the text says what is missing."""


class CannotRead(Exception):
    """The run logs cannot be read where they lie; the text says why."""


def has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home, "bin", "java").exists() if home else False) or shutil.which("java") is not None


def session(master: str | None = None) -> SparkSession:
    """Return the active session, or begin one: on `master`, what Spark is set to, or this machine.

    Raises NoSpark where pyspark or Java is missing, or Spark does not start.
    """
    try:
        with quiet():
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
    except ImportError as missing:
        raise NoSpark(NO_PYSPARK) from missing
    if active := SparkSession.getActiveSession():
        return active
    if not has_java():
        raise NoSpark(NO_JAVA)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("agent-scorecard roll-up")
    for name, value in (SETTINGS | _of_master(master)).items():
        builder = builder.config(name, value)
    try:
        begun = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as fault:
        raise NoSpark(f"Spark did not start: {first_line(fault)}") from fault
    begun.sparkContext.setLogLevel("ERROR")
    return begun


def _of_master(master: str | None) -> dict[str, str]:
    """On this machine nothing listens beyond it, and its workers find this package where it lies."""
    if master is not None and not master.startswith("local"):
        return {"spark.master": master}
    package = str(Path(__file__).parents[3])
    return LOCAL | {"spark.executorEnv.PYTHONPATH": package} | ({"spark.master": master} if master else {})


@contextmanager
def quiet() -> Iterator[None]:
    """Leave out what PySpark says of every pandas from 3.0 on: no frame of pandas is made here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=PANDAS, category=FutureWarning)
        yield


def first_line(fault: BaseException) -> str:
    """Return what went wrong in one line; the bridge to Java begins with where it was called."""
    lines = [line.lstrip(": ") for line in str(fault).splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(BRIDGE)] or lines or [type(fault).__name__]
    return said[0][:LONGEST]
