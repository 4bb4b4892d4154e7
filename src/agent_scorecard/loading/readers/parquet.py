"""Runs from a Parquet file, a batch at a time, its values as they are typed there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.runs.records import of_frame

AT_ONCE = 5_000


def parquet_rows(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (number from 1, row)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        batches = pq.ParquetFile(stream).iter_batches(AT_ONCE)
        number = 0
        for batch in batches:
            for row in batch.to_pylist():
                number += 1
                yield number, {name: of_frame(name, value) for name, value in row.items()}
    except pa.ArrowException as fault:
        raise Refused(Code.NOT_READABLE, "this is not a whole Parquet file") from fault
