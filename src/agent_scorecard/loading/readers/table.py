"""One table as text: a header and numbered rows of cells, the same whether it came from CSV or a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent_scorecard.loading.sources import Source


@dataclass(frozen=True, slots=True)
class Table:
    """A header as written and an iterator of (line, cells); line 1 is the first line of the file."""

    kind: str
    source: Source
    header: tuple[str, ...]
    rows: Iterator[tuple[int, tuple[str, ...]]]


def is_blank(cells: list[str] | tuple[str, ...]) -> bool:
    return not any(cell.strip() for cell in cells)
