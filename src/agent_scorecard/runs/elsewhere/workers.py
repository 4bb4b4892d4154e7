"""What runs on the machines of a cluster: pieces of files in, rows of `facts.SCHEMA` out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import pyarrow as pa

from agent_scorecard.runs.calls import from_content
from agent_scorecard.runs.elsewhere import facts
from agent_scorecard.runs.elsewhere.facts import Reader, Told
from agent_scorecard.runs.limits import beyond
from agent_scorecard.runs.records import of_frame


def lines(told: Told, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Read pieces of `file`, `block` and `value`, a line each; those of a block come in order."""
    reader, before = Reader(told), Counter[tuple[str, int]]()
    for piece in pieces:
        rows = zip(piece["file"].to_pylist(), piece["block"].to_pylist(), piece["value"].to_pylist(), strict=True)
        for place, group in groupby(rows, key=lambda row: (row[0], row[1])):
            of_block = [value for _, _, value in group]
            yield from facts.batches(reader.lines(*place, before[place], of_block))
            before[place] += len(of_block)


def records(told: Told, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Read pieces of runs as columns, with `_file` and `_line`, from 0."""
    reader = Reader(told)
    for piece in pieces:
        for file, group in groupby(piece.to_pylist(), key=lambda row: row["_file"]):
            yield from facts.batches(reader.records(file, [(row.pop("_line"), _given(row)) for row in group]))


def _given(row: dict[str, Any]) -> dict[str, Any]:
    """A frame of many files has every column of any: what is empty was not there."""
    return {name: of_frame(name, value) for name, value in row.items() if value is not None and name != "_file"}


def beyond_caps(caps: Mapping[str, Mapping[str, int]], table: pa.Table) -> pa.Table:
    """Count the calls of one agent beyond its caps on one UTC day."""
    runs = sorted(
        table.select(["at", "request", "content", "agent"]).to_pylist(), key=lambda row: (row["at"], row["request"])
    )
    agent = runs[0]["agent"]
    of_agent = caps[agent]
    made = [
        (row["at"], row["request"], tool, counts["ok"])
        for row in runs
        for tool, counts in from_content(row["content"]).by_tool().items()
        if tool in of_agent
    ]
    over = [(agent, *run, number) for run, number in beyond(made, of_agent).items()]
    names = ("agent", "at", "request", "over")
    return pa.table({name: [row[place] for row in over] for place, name in enumerate(names)})
