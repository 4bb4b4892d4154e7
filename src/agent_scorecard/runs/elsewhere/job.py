"""A roll-up on Spark: files are read where they lie, one line at a time, and only sums leave the cluster."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from agent_scorecard.policy.run_measures import MONTH_FIGURES, MonthFigure, MonthKind
from agent_scorecard.runs.elsewhere import frames, workers
from agent_scorecard.runs.elsewhere.account import Account, TooMany
from agent_scorecard.runs.elsewhere.facts import FILE_REFUSED, REFUSED, RUN, SCHEMA, TALLY, WAITING, Told
from agent_scorecard.runs.elsewhere.rolled import DayKey, DayRow, MonthRow, Rolled, by_tool
from agent_scorecard.runs.elsewhere.session import CannotRead, first_line, quiet
from agent_scorecard.runs.refusal import Fault, RefusedRun
from agent_scorecard.runs.stage import MOST_REFUSALS_KEPT, TWICE
from agent_scorecard.store.read_rolled import month_of

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

TEXTS, PARQUET = (".jsonl", ".jsonl.gz"), (".parquet",)
OVER = "agent string, at bigint, request string, over bigint"


def listed(spark: SparkSession, place: str) -> list[str]:
    """Return the files under a place, in order of name. Raises CannotRead."""
    from pyspark.errors import PySparkException

    try:
        found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(place)
        return sorted(row.path for row in found.select("path").collect())
    except PySparkException as fault:
        raise CannotRead(f"{place} cannot be read by Spark: {first_line(fault)}") from fault


def rolled(
    spark: SparkSession,
    files: Mapping[str, str],
    told: Told,
    too_many: TooMany,
    wanted: frozenset[int] | None = None,
) -> Rolled:
    """Roll up files, given by path with the name each is shown by; `wanted` are the days asked for, None = all.

    `too_many` says why a file is refused whole for so many refused runs of so many read. Raises CannotRead.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with quiet():
            return _Job(spark, files, told, too_many, wanted).done()
    except (PySparkException, Py4JError) as fault:
        raise CannotRead(f"The run logs cannot be read by Spark: {first_line(fault)}") from fault


class _Job:
    def __init__(
        self,
        spark: SparkSession,
        files: Mapping[str, str],
        told: Told,
        too_many: TooMany,
        wanted: frozenset[int] | None,
    ) -> None:
        from pyspark.sql import functions

        self.spark, self.files, self.told, self.too_many, self.wanted = spark, files, told, too_many, wanted
        self.col, self.lit = functions.col, functions.lit
        self.answer = Rolled()

    def done(self) -> Rolled:
        if not self.files:
            return self.answer
        found = self._through_the_door().persist()
        try:
            self._account(found)
            runs = self._settled(found).persist()
            try:
                self._repeats(runs)
                self._figures(runs)
            finally:
                runs.unpersist()
        finally:
            found.unpersist()
        return self.answer

    def _through_the_door(self) -> DataFrame:
        """Return every line as a row of `facts.SCHEMA`."""
        from pyspark.sql.pandas.types import from_arrow_schema

        schema, told = from_arrow_schema(SCHEMA), self.told
        texts = [path for path in self.files if path.endswith(TEXTS)]
        tables = [path for path in self.files if path.endswith(PARQUET)]
        file = self.col("_metadata.file_path").alias("file")
        frames_ = []
        if texts:
            lines = self.spark.read.option("lineSep", "\n").text(texts)
            block = self.col("_metadata.file_block_start").alias("block")
            lines = lines.select(file, block, self.col("value").cast("binary").alias("value"))
            frames_.append(lines.mapInArrow(partial(workers.lines, told), schema))
        if tables:
            rows = self.spark.read.option("mergeSchema", "true").parquet(*tables)
            place = self.col("_metadata.row_index").alias("_line")
            rows = rows.select(file.alias("_file"), place, "*")
            frames_.append(rows.mapInArrow(partial(workers.records, told), schema))
        first, *others = frames_
        return first.union(others[0]) if others else first

    def _account(self, found: DataFrame) -> None:
        """Count the lines of every file, and leave out those refused whole."""
        told = found.where(self.col("kind").isin(TALLY, FILE_REFUSED)).select("kind", "file", "block", "line", "text")
        account = Account(self.files)
        for row in told.toLocalIterator():
            account.hear(row.kind == FILE_REFUSED, row.file, row.block, row.line, json.loads(row.text))
        self.answer.refused_files = account.refused(self.too_many)
        self.account = account
        self.answer.read, self.answer.refused, self.answer.rounded, self.answer.unknown_keys = account.taken()
        refused = found.where((self.col("kind") == REFUSED) & self._is_kept(account.broken))
        for row in self._first(refused):
            self._refuse(row, Fault(*json.loads(row.text)))

    def _is_kept(self, apart: Iterable[str]) -> Column:
        names = list(apart)
        return ~self.col("file").isin(names) if names else self.lit(True)

    def _first(self, refused: DataFrame) -> list[Any]:
        chosen = refused.select("file", "block", "line", "text").orderBy("file", "block", "line")
        return chosen.limit(MOST_REFUSALS_KEPT - len(self.answer.refusals)).collect()

    def _refuse(self, row: Any, fault: Fault) -> None:
        source, line = self.account.origin(row.file, row.block, row.line)
        self.answer.refusals.append(RefusedRun(source, line, *fault))

    def _settled(self, found: DataFrame) -> DataFrame:
        runs = found.where(self.col("kind").isin(RUN, WAITING) & self._is_kept(self.account.kept_apart))
        frame = nw.from_native(runs.repartition("agent", "request"))
        native: DataFrame = frames.settled(frame).to_native()
        return native

    def _repeats(self, runs: DataFrame) -> None:
        """Refuse two contents at one time; count what else came twice, and the runs of ids nobody knows."""
        fates = runs.groupBy("kind", "fate").count().collect()
        self.answer.duplicate = sum(row["count"] for row in fates if row.fate == frames.DUPLICATE)
        self.answer.refused += sum(row["count"] for row in fates if row.fate == frames.CLASHES)
        if any(row.fate == frames.CLASHES for row in fates):
            for row in self._first(runs.where(self.col("fate") == frames.CLASHES)):
                self._refuse(row, Fault("request_id", "", "same_key", TWICE))
        if any(row.kind == WAITING for row in fates):
            waiting = runs.where((self.col("kind") == WAITING) & (self.col("fate") == frames.KEPT))
            self.answer.waiting = {row.agent: row["count"] for row in waiting.groupBy("agent").count().collect()}

    def _figures(self, runs: DataFrame) -> None:
        kept: frames.Frame = nw.from_native(runs.where((self.col("kind") == RUN) & (self.col("fate") == frames.KEPT)))
        if self.told.caps:
            kept = frames.beyond_caps(kept, nw.from_native(self._over(kept.to_native())))
        asked = kept if self.wanted is None else kept.filter(nw.col("day").is_in(sorted(self.wanted)))
        self.answer.runs = Counter()
        for row in _rows(frames.days(asked)):
            key = DayKey(*(row[name] for name in frames.DAY_KEY))
            self.answer.days.append(DayRow(key, frames.read_back(row)))
            self.answer.runs[key.day, key.agent] += row["runs"]
        self.answer.days.sort()
        self.answer.calls = by_tool(_rows(frames.calls(asked)))
        self.answer.months = sorted(row for figure in MONTH_FIGURES for row in self._month(asked, figure))

    @cached_property
    def _with_runs(self) -> set[tuple[int, str]]:
        return {(month_of(day), agent) for day, agent in self.answer.runs}

    def _over(self, runs: DataFrame) -> DataFrame:
        capped = runs.where(self.col("capped") == 1).select("agent", "utc_day", "at", "request", "content")
        caps = dict(self.told.caps)

        def beyond_caps(table: pa.Table) -> pa.Table:
            return workers.beyond_caps(caps, table)

        return capped.groupBy("agent", "utc_day").applyInArrow(beyond_caps, OVER)

    def _month(self, runs: frames.Frame, figure: MonthFigure) -> Iterator[MonthRow]:
        match figure.kind:
            case MonthKind.QUANTILE:
                for row in _rows(frames.quantile(runs, figure)):
                    if figure.column != "cost" or row["lowest"] == row["highest"]:
                        yield _month_row(row, figure, row["value"] / figure.per)
            case MonthKind.DISTINCT:
                for row in _rows(frames.users(runs, figure.column)):
                    yield _month_row(row, figure, row["n"] / figure.per)
            case MonthKind.REPEATED:
                for row in _rows(frames.returning(runs, figure.column)):
                    told = _month_row(row, figure, row["again"] / figure.per / row["n"])
                    if (told.month, told.agent) in self._with_runs:
                        yield told


def _rows(frame: frames.Frame) -> Iterator[dict[str, Any]]:
    for batch in frame.to_native().toArrow().to_batches():
        yield from batch.to_pylist()


def _month_row(row: Mapping[str, Any], figure: MonthFigure, value: float) -> MonthRow:
    month = date(1970 + row["month"] // 12, row["month"] % 12 + 1, 1).toordinal()
    return MonthRow(month, row["agent"], figure.key, value, row["n"])
