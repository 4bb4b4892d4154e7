"""CSV read strictly: UTF-8, comma or semicolon, quotes closed, every cell kept as the text it is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from agent_scorecard.loading.cells.words import folded
from agent_scorecard.loading.readers.bytes import LONGEST_LINE, lines
from agent_scorecard.loading.readers.table import is_blank
from agent_scorecard.loading.refusal import Code, Refused

csv.field_size_limit(LONGEST_LINE)
Rows = Iterator[tuple[int, tuple[str, ...]]]


def read(stream: BinaryIO, known: Iterable[str]) -> tuple[tuple[str, ...], Rows]:
    """Return the header and the rows with their line numbers.

    `known` are the column names that tell comma from semicolon. Raises Refused, also while rows are read.
    """
    text = lines(stream)
    skipped = 0
    for first in text:
        if first.strip():
            break
        skipped += 1
    else:
        raise Refused(Code.EMPTY_FILE, "the file is empty")
    rows = _rows(chain([first], text), _delimiter(first, known), skipped)
    header = next(rows, None)
    if header is None:
        raise Refused(Code.EMPTY_FILE, "the file holds nothing but separators")
    return header[1], rows


def _delimiter(header: str, known: Iterable[str]) -> str:
    names = {folded(name) for name in known}

    def hits(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return sum(folded(cell) in names for cell in cells), len(cells)

    best = max(",;\t", key=hits)
    if best == "\t":
        raise Refused(Code.NOT_READABLE, "the file is split by tabs: save it as CSV with commas", 1)
    return best


def _rows(text: Iterable[str], delimiter: str, skipped: int) -> Rows:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    began = skipped + 1
    try:
        for cells in reader:
            if cells and not is_blank(cells):
                yield began, tuple(cells)
            began = skipped + reader.line_num + 1
    except csv.Error as refused:
        raise Refused(Code.UNCLOSED_QUOTE, _quote_fault(str(refused), began), began) from None


def _quote_fault(error: str, line: int) -> str:
    if "expected after" in error:
        return f"line {line} has text after a closing quote: double every quote inside a cell"
    return f"line {line} opens a quote that is never closed"
