"""Opens every source of a load once and sorts it: tables are read cell by cell, run logs are set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent_scorecard.loading import price_list, recorded
from agent_scorecard.loading.cards import of_strangers
from agent_scorecard.loading.contract import contract, exported
from agent_scorecard.loading.doors import Clock, doors
from agent_scorecard.loading.exporting import LEDGER_FILE, MANIFEST, TRACES_FILE
from agent_scorecard.loading.guard import unguarded
from agent_scorecard.loading.readers import separated, workbook
from agent_scorecard.loading.readers.table import Table
from agent_scorecard.loading.reading import Reading, read_table
from agent_scorecard.loading.recorded import Export
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.shapes import SELF_TOLD, TRACES, Shape, shape_of
from agent_scorecard.loading.shelves import ORDER
from agent_scorecard.loading.sources import RUN_LOGS, Source, inside, known_kind, of_path

RUNS = "runs"
KINDS = (*ORDER, RUNS)


@dataclass(frozen=True, slots=True)
class MappedRun:
    """One run record found by a mapping: where it lies, and its values by column."""

    source: str
    line: int
    cells: Mapping[str, object]


@dataclass(slots=True)
class Gathered:
    """The readings of a load by file, its run logs, and the sources that could not be read at all.

    `mapped_from` is the fingerprint of everything a mapping read.
    """

    readings: dict[str, list[Reading]] = field(default_factory=dict)
    run_logs: list[Source] = field(default_factory=list)
    traces: list[tuple[Source, Shape]] = field(default_factory=list)
    run_tables: list[Table] = field(default_factory=list)
    mapped_runs: list[MappedRun] = field(default_factory=list)
    mapped_from: str = ""
    unreadable: list[Reading] = field(default_factory=list)
    export: Export | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a load was given: sources, folders or files for a mapping, and the export among them, if any."""

    sources: tuple[Source, ...]
    roots: tuple[Path, ...]
    export: Export | None


def inputs(paths: Iterable[Path | str | Source]) -> Inputs:
    """Sort what a load was given; a folder stands for the files directly in it. Raises Refused for a newer export."""
    sources: list[Source] = []
    roots: list[Path] = []
    export = None
    for path in paths:
        if isinstance(path, Source):
            sources.append(path)
            continue
        root = Path(path)
        roots.append(root)
        if root.is_dir():
            export = recorded.found(root) or export
            sources += _of_folder(root, recorded.found(root))
        else:
            sources.append(of_path(root))
    return Inputs(tuple(sources), tuple(roots), export)


def _of_folder(folder: Path, export: Export | None) -> list[Source]:
    if export is None:
        return [of_path(path) for path in inside(folder)]
    skipped = (MANIFEST, LEDGER_FILE)
    return [of_path(path, export.is_ours(path.name)) for path in inside(folder) if path.name not in skipped]


def gather(given: Inputs, clock: Clock, step: Callable[[str, str], None]) -> Gathered:
    """Read every source; nothing is raised for what a file holds."""
    gathered = Gathered(export=given.export)
    for source in given.sources:
        step("read", source.label)
        try:
            _take(gathered, source, clock)
        except Refused as fault:
            _unreadable(gathered, source, fault)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            _unreadable(gathered, source, Refused(Code.NOT_READABLE, f"cannot be read: {reason}"))
    return gathered


def _unreadable(gathered: Gathered, source: Source, fault: Refused) -> None:
    reading = Reading("", source.label, _fingerprint(source))
    reading.refuse_whole(fault)
    gathered.unreadable.append(reading)


def _fingerprint(source: Source) -> str:
    try:
        return source.fingerprint()
    except OSError:
        return ""


def _take(gathered: Gathered, source: Source, clock: Clock) -> None:
    if source.ending == ".xlsx":
        _take_workbook(gathered, source, clock)
        return
    is_kept = source.exported and source.name == TRACES_FILE
    shape = Shape.KEPT_TRACES if is_kept else shape_of(source)
    if shape in TRACES:
        gathered.traces.append((source, shape))
        return
    if shape is Shape.PRICES:
        add_prices(gathered, source, clock)
        return
    if shape in SELF_TOLD:
        for reading in of_strangers(shape, source, clock):
            gathered.readings.setdefault(reading.kind, []).append(reading)
        return
    kind = known_kind(source.stem, KINDS)
    if (source.ending in RUN_LOGS and kind == RUNS) or (source.ending == ".csv" and kind == RUNS):
        gathered.run_logs.append(source)
    elif source.ending == ".csv":
        reading = Reading(kind, source.label, source.fingerprint(), exported=source.exported)
        gathered.readings.setdefault(kind, []).append(reading)
        with source.open() as stream:
            try:
                header, rows = separated.read(stream, _names(kind))
                columns = contract()[kind]
                if source.exported:
                    rows = ((line, tuple(map(unguarded, cells))) for line, cells in rows)
                    columns = exported(columns)
                read_table(reading, Table(kind, source, header, rows), columns, doors(columns, clock))
            except Refused as fault:
                reading.refuse_whole(fault)
    else:
        raise Refused(
            Code.NOT_OUR_FILE, f"{source.ending or 'a file without ending'} is not read: use .csv, .xlsx or .jsonl"
        )


def add_prices(gathered: Gathered, source: Source, clock: Clock) -> None:
    """Read a list of token prices, whatever it is called."""
    gathered.readings.setdefault(price_list.PRICES, []).append(price_list.reading(source, clock))


def _take_workbook(gathered: Gathered, source: Source, clock: Clock) -> None:
    fingerprint = source.fingerprint()
    with source.open() as stream:
        for name, header, rows in workbook.sheets(stream):
            label = Source(f"{source.name} / {name}", source.open, source.most_rows)
            try:
                kind = known_kind(name, KINDS)
            except Refused as fault:
                _unreadable(gathered, label, fault)
                continue
            table = Table(kind, label, header, rows)
            if kind == RUNS:
                gathered.run_tables.append(table)
                continue
            reading = Reading(kind, label.label, fingerprint)
            gathered.readings.setdefault(kind, []).append(reading)
            read_table(reading, table, contract()[kind], doors(contract()[kind], clock))


def _names(kind: str) -> Iterator[str]:
    for column in contract()[kind].columns:
        yield column.name
        if column.also_named:
            yield column.also_named
