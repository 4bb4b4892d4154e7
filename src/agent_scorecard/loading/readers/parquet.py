"""Runs from a Parquet file, a batch at a time, its values as they are typed there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from agent_scorecard.loading.refusal import Code, Refused

AT_ONCE = 5_000


def parquet_rows(stream: BinaryIO, whole: Collection[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (number from 1, row); a whole number kept as 8200.0 in one of the `whole` columns is that number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        batches = pq.ParquetFile(stream).iter_batches(AT_ONCE)
        number = 0
        for batch in batches:
            for row in batch.to_pylist():
                number += 1
                yield number, {name: _value(name in whole, value) for name, value in row.items()}
    except pa.ArrowException as fault:
        raise Refused(Code.NOT_READABLE, "this is not a whole Parquet file") from fault


def _value(is_whole: bool, value: Any) -> Any:
    return int(value) if is_whole and isinstance(value, float) and value.is_integer() else value
