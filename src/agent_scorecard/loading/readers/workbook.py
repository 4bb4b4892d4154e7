"""An Excel workbook as tables: sheet names are file names, text stays text, real dates become ISO dates."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from agent_scorecard.loading.readers.table import is_blank
from agent_scorecard.loading.refusal import Code, Refused

LARGEST_UNPACKED = 1 << 30
Cell = str | float | int | bool | date | datetime | time | timedelta
Rows = Iterator[tuple[int, tuple[str, ...]]]


def sheets(stream: BinaryIO) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """Yield (sheet name, header, rows) for each sheet that holds anything. Raises Refused."""
    _refuse_a_bomb(stream)
    try:
        book = CalamineWorkbook.from_filelike(stream)
        for name in book.sheet_names:
            numbered = _filled(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            first = next(numbered, None)
            if first is not None:
                yield name, _without_empty_tail(first[1]), _padded(numbered, len(_without_empty_tail(first[1])))
    except PasswordError:
        raise Refused(Code.NOT_READABLE, "the workbook is protected by a password: save it without") from None
    except (CalamineError, ZipError) as refused:
        raise Refused(Code.NOT_READABLE, "this is not a whole Excel workbook (.xlsx)") from refused


def _refuse_a_bomb(stream: BinaryIO) -> None:
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(stream).infolist())
    except zipfile.BadZipFile:
        raise Refused(Code.NOT_READABLE, "this is not an Excel workbook (.xlsx)") from None
    if unpacked > LARGEST_UNPACKED:
        raise Refused(Code.NOT_READABLE, "the workbook unpacks to more than 1 GB: load it as CSV")
    stream.seek(0)


def _filled(rows: list[list[Cell]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(rows, 1):
        cells = tuple(_text(cell) for cell in row)
        if not is_blank(cells):
            yield number, cells


def _without_empty_tail(cells: tuple[str, ...]) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _padded(rows: Rows, width: int) -> Rows:
    """Give every row the width of the header: a sheet has no short rows, only empty cells."""
    for number, cells in rows:
        kept = _without_empty_tail(cells)
        yield number, kept + ("",) * (width - len(kept))


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)
