"""One file as it was read: its good rows, its refused cells, and the count that must add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from agent_scorecard.loading.cells.numbers import is_rounded
from agent_scorecard.loading.cells.text import BLANKS
from agent_scorecard.loading.cells.words import folded
from agent_scorecard.loading.contract import ColumnContract, ColumnType, FileContract, Required
from agent_scorecard.loading.doors import OWN_FIGURE, Read
from agent_scorecard.loading.readers.table import Table
from agent_scorecard.loading.refusal import Code, Refusal, Refused, masked
from agent_scorecard.runs.refusal import shown

FREE_TEXT = (ColumnType.TEXT, ColumnType.LIST, ColumnType.OBJECT)
OPEN_WORDS = frozenset(("period", "currency", "cohort", "unit", "target", "pass", "fail", "value"))
KEY_DEFAULTS: Mapping[str, Mapping[str, object]] = {"observations": {"cohort": OWN_FIGURE}}
AS_WRITTEN = frozenset(("agents.agent", "aliases.alias"))


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one line, by column of the header; an empty cell is None."""

    line: int
    values: Mapping[str, object]


@dataclass(slots=True)
class Reading:
    """What came out of one file of one source; `places` says where a line lies when sources are read together.

    `exported`: our own export wrote it, so nothing is filled in by default of a day. `yields`: columns that give way to
    what is on file, or what other files of the load say, where the named column of the row is filled there.
    """

    kind: str
    source: str
    fingerprint: str = ""
    read: int = 0
    rows: list[Row] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    refused_lines: set[int] = field(default_factory=set)
    refused_whole: str | None = None
    places: dict[int, tuple[str, int]] = field(default_factory=dict)
    exported: bool = False
    yields: Mapping[str, str] = field(default_factory=dict)

    def refuse(self, line: int, column: str, value: str, fault: Refused) -> None:
        self.refused_lines.add(line)
        source, number = self.place(line)
        self.refusals.append(Refusal(self.kind, source, number, column, value, fault.code, fault.reason))

    def warn(self, line: int, column: str, value: str, code: Code, reason: str) -> None:
        source, number = self.place(line)
        self.warnings.append(Refusal(self.kind, source, number, column, value, code, reason))

    def place(self, line: int) -> tuple[str, int]:
        """Return the source and the line a row is known by to its reader."""
        return self.places.get(line, (self.source, line))

    def refuse_whole(self, fault: Refused) -> None:
        """Keep nothing of the file; what was read of it counts as refused."""
        self.refused_whole = fault.reason
        self.refusals.append(Refusal(self.kind, self.source, fault.line, "", "", fault.code, fault.reason))
        self.rows.clear()


def read_table(reading: Reading, table: Table, contract: FileContract, doors: Mapping[str, Read]) -> None:
    """Fill the reading from the table; a fault of the whole file keeps nothing of it."""
    try:
        columns = header_columns(reading, table.header, contract)
        for line, cells in table.rows:
            reading.read += 1
            _refuse_too_many(reading.read, table.source.most_rows)
            _read_row(reading, line, cells, columns, doors)
    except Refused as fault:
        reading.refuse_whole(fault)
    if not reading.read and not reading.refused_whole:
        reading.warn(1, "", "", Code.EMPTY_FILE, "0 rows: the file has a header only, nothing changes")


def shown_value(column: ColumnContract, cell: str) -> str:
    """Return what a report may keep of a cell: free text and addresses are masked."""
    is_free = column.type in FREE_TEXT and column.name not in OPEN_WORDS
    return masked(cell) if is_free or "@" in cell else shown(cell)


def _refuse_too_many(read: int, most: int | None) -> None:
    if most is not None and read > most:
        raise Refused(
            Code.TOO_MANY_ROWS, f"more than {most:,} rows in one upload: use the command line, agent-scorecard load"
        )


def header_columns(reading: Reading, header: tuple[str, ...], contract: FileContract) -> list[ColumnContract | None]:
    """Return the column of each header cell, None for an unknown one, which is warned of. Raises Refused."""
    columns = [contract.column(cell) for cell in header]
    names = [column.name if column else cell.strip().casefold() for cell, column in zip(header, columns, strict=True)]
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        raise Refused(Code.DUPLICATE_HEADER, f"the column {shown(twice)} stands twice in the header", 1)
    unknown = [cell.strip() for cell, column in zip(header, columns, strict=True) if column is None]
    for needed in contract.columns:
        if needed.required in (Required.KEY, Required.YES) and needed not in columns:
            raise Refused(Code.MISSING_COLUMN, f"the column {needed.name} is missing{_near(needed.name, unknown)}", 1)
    for name in unknown:
        known = [column.name for column in contract.columns if column not in columns]
        reason = f"unknown column, kept out{_near(name, known)}"
        reading.warn(1, shown(name), "", Code.UNKNOWN_COLUMN, reason)
    return columns


def _near(name: str, others: list[str]) -> str:
    by_folded = {folded(other): other for other in others if other}
    near = get_close_matches(folded(name), by_folded, n=1, cutoff=0.5)
    inside = [other for text, other in by_folded.items() if folded(name) in text]
    found = by_folded[near[0]] if near else (inside[0] if inside else "")
    return f"; did you mean {shown(found)}?" if found else ""


def _read_row(
    reading: Reading,
    line: int,
    cells: tuple[str, ...],
    columns: list[ColumnContract | None],
    doors: Mapping[str, Read],
) -> None:
    if len(cells) != len(columns):
        reason = f"the row has {len(cells)} cells, the header has {len(columns)}"
        reading.refuse(line, "", "", Refused(Code.WRONG_LENGTH, reason))
    else:
        _keep_row(reading, line, zip(columns, cells, strict=True), doors)


def read_record(
    reading: Reading, line: int, cells: Mapping[str, str], contract: FileContract, doors: Mapping[str, Read]
) -> None:
    """Add one record found by a mapping: texts by column, checked as the cells of a CSV row are."""
    reading.read += 1
    named = {name: contract.column(name) for name in cells}
    for needed in contract.columns:
        if needed.required in (Required.KEY, Required.YES) and needed.name not in cells:
            reading.refuse(line, needed.name, "", Refused(Code.MISSING, "must be filled"))
    _keep_row(reading, line, ((named[name], cell) for name, cell in cells.items()), doors)


def _keep_row(
    reading: Reading, line: int, cells: Iterable[tuple[ColumnContract | None, str]], doors: Mapping[str, Read]
) -> None:
    values = dict(KEY_DEFAULTS.get(reading.kind, {}))
    for column, cell in cells:
        if column is not None:
            try:
                values[column.name] = _value(reading, line, column, cell, doors)
            except Refused as fault:
                reading.refuse(line, column.name, shown_value(column, cell), fault)
    if line not in reading.refused_lines:
        reading.rows.append(Row(line, values))


def _value(reading: Reading, line: int, column: ColumnContract, cell: str, doors: Mapping[str, Read]) -> object:
    filled = cell.strip(BLANKS)
    if not filled:
        if column.required in (Required.KEY, Required.YES):
            raise Refused(Code.MISSING, "must be filled")
        return KEY_DEFAULTS.get(column.file, {}).get(column.name)
    if column.type is ColumnType.MONEY and is_rounded(filled):
        reading.warn(line, column.name, shown(filled), Code.ROUNDED, "rounded to nine decimals")
    exact = f"{column.file}.{column.name}" in AS_WRITTEN
    return doors[column.name](cell if exact else filled)
