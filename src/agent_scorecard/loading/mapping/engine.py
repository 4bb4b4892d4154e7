"""A mapping at work: source files become records in the shape of our own files."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from agent_scorecard.loading.mapping.cells import cell, csv_text, run_value, tool_calls
from agent_scorecard.loading.mapping.files import Named, listed, named
from agent_scorecard.loading.mapping.path import Scope, members, steps
from agent_scorecard.loading.mapping.plan import Block, MappingPlan
from agent_scorecard.loading.mapping.readers import BY_ENDING, READERS, BadRow, FileRefused, Row
from agent_scorecard.loading.mapping.scalars import NotReadable, number_in, scalar_text
from agent_scorecard.loading.mapping.shape import Beside

Read = Callable[[str, Path], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class MappedRecord:
    """One record for one of our files.

    `file` is our file name (runs, agents, …), `source` the source file below the loaded folder, `line` the number of
    the record in it from 1. `cells` are texts as in a CSV row; for runs they are one run record (data formats).
    """

    file: str
    source: str
    line: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MappedRefusal:
    """A source file or record that could not be read; `line` 0 is the file as a whole, `file` our file if known."""

    source: str
    line: int
    column: str
    reason: str
    file: str = ""


Mapped = MappedRecord | MappedRefusal


@dataclass(slots=True)
class _Together:
    """Records that are alike but for the columns to be summed, kept until all files are read."""

    first: dict[tuple[object, ...], MappedRecord] = field(default_factory=dict)
    sums: dict[tuple[object, ...], dict[str, Decimal]] = field(default_factory=dict)

    def add(self, record: MappedRecord, summed: Sequence[str]) -> None:
        alike = (record.file, *sorted((name, str(value)) for name, value in record.cells.items() if name not in summed))
        self.first.setdefault(alike, record)
        sums = self.sums.setdefault(alike, defaultdict(Decimal))
        for name in summed:
            if name in record.cells:
                sums[name] += Decimal(str(record.cells[name]))

    def records(self) -> Iterator[MappedRecord]:
        for alike, record in self.first.items():
            sums = {name: format(total, "f") for name, total in self.sums[alike].items()}
            yield MappedRecord(record.file, record.source, record.line, {**record.cells, **sums})


def mapped(plan: MappingPlan, roots: Sequence[Path]) -> Iterator[Mapped]:
    """Yield every record the plan finds in the folders or files, and a refusal for each thing it cannot read.

    Never raises for what the source holds. Records taken together come last; order means nothing (data formats).
    """
    read = lru_cache(maxsize=64)(_rows)
    together = _Together()
    for root in roots:
        nothing = True
        for item in _from_root(plan, root, read):
            nothing = False
            if isinstance(item, MappedRefusal):
                yield item
            else:
                block, record = item
                if block.shape.together is None:
                    yield record
                else:
                    together.add(record, block.shape.together)
        if nothing:
            yield MappedRefusal(root.name, 0, "", f"the mapping {plan.name} finds no record here")
    yield from together.records()


def _from_root(plan: MappingPlan, root: Path, read: Read) -> Iterator[MappedRefusal | tuple[Block, MappedRecord]]:
    for path in listed(root):
        seen = [(block, fits) for block in plan.blocks if (fits := _seen(block, root, path))]
        for reader, group in groupby(sorted(seen, key=_reader), key=_reader):
            yield from _from_file(list(group), reader, path, read)


def _from_file(
    seen: Sequence[tuple[Block, Named]], reader: str, path: Path, read: Read
) -> Iterator[MappedRefusal | tuple[Block, MappedRecord]]:
    counts = [0] * len(seen)
    name = seen[0][1].name
    try:
        for row in READERS[reader](path):
            if isinstance(row, BadRow):
                yield MappedRefusal(name, row.line, "", row.reason)
                continue
            for at, (block, fits) in enumerate(seen):
                for scope in _scopes(block, fits, row, read):
                    counts[at] += 1
                    line = row.line or counts[at]
                    yield from _made(block, fits.name, line, scope)
    except FileRefused as refused:
        yield MappedRefusal(name, refused.line, "", str(refused))


def _seen(block: Block, root: Path, path: Path) -> Named | None:
    if any(named(pattern, root, path) for pattern in block.shape.except_):
        return None
    return named(block.shape.from_, root, path)


def _reader(seen: tuple[Block, Named]) -> str:
    return seen[0].shape.reader_name


def _rows(reader: str, path: Path) -> Sequence[Row]:
    return tuple(row for row in READERS[reader](path) if isinstance(row, Row))


def _scopes(block: Block, fits: Named, row: Row, read: Read) -> Iterator[Scope]:
    each = block.shape.each
    records = members(each, row.value) if each else iter([(None, row.value)])
    for number, (key, record) in enumerate(records, start=1):
        beside: dict[str, object] = {"file": fits.captures, "whole": row.value, "key": key, "number": number}
        for name, neighbour in block.shape.beside.items():
            beside[name] = _neighbour(neighbour, fits, Scope(record, beside), read)
        yield Scope(record, beside)


def _neighbour(beside: Beside, fits: Named, scope: Scope, read: Read) -> object | None:
    """Find the neighbouring document or its one fitting record; None where there is none."""
    path = fits.neighbour(beside.from_)
    if not path.is_file():
        return None
    wanted = {
        name: [scalar_text(value) for value in steps(place).values(scope)] for name, place in beside.where.items()
    }
    try:
        rows = read(BY_ENDING[path.suffix], path)
    except FileRefused as refused:
        raise FileRefused(f"{path.name}, which belongs to it: {refused}") from None
    for row in rows:
        records = members(beside.each, row.value) if beside.each else iter([(None, row.value)])
        for _, record in records:
            if isinstance(record, Mapping) and all(
                [scalar_text(record.get(name))] == texts for name, texts in wanted.items()
            ):
                return record
    return None


def _made(block: Block, source: str, line: int, scope: Scope) -> Iterator[MappedRefusal | tuple[Block, MappedRecord]]:
    """Yield the record, its refusal, or nothing where a needed fact is not known."""
    cells: dict[str, object] = {}
    name = ""
    try:
        for name, column in block.columns.items():
            cells.update(_named_cell(block, name, cell(column, scope)))
        name = "tool_calls"
        cells.update(_run_only(block, scope))
    except (NotReadable, RecursionError) as refused:
        reason = str(refused) if isinstance(refused, NotReadable) else "nested too deeply"
        yield MappedRefusal(source, line, name, reason, block.shape.file)
        return
    if all(name in cells for name in block.shape.needs):
        yield block, MappedRecord(block.shape.file, source, line, cells)


def _named_cell(block: Block, name: str, value: object | None) -> dict[str, object]:
    if value is None:
        return {}
    written = run_value(value, block.kinds[name]) if block.shape.file == "runs" else csv_text(value)
    if name in (block.shape.together or ()) and number_in(str(written)) is None:
        raise NotReadable(f"'{written}' is not a number to be summed")
    return {} if written == "" else {name: written}


def _run_only(block: Block, scope: Scope) -> dict[str, object]:
    calls = tool_calls(block.shape.tool_calls, scope) if block.shape.tool_calls else None
    stated: dict[str, object] = {"time_stated": True} if block.shape.time_stated else {}
    return stated if calls is None else {**stated, "tool_calls": calls}
