"""A mapping file read strictly: a wrong key is named, never skipped."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import msgspec

from agent_scorecard.loading.contract import ColumnType, contract
from agent_scorecard.loading.mapping.files import captured, compiled
from agent_scorecard.loading.mapping.path import members, steps
from agent_scorecard.loading.mapping.readers import BY_ENDING, READERS
from agent_scorecard.loading.mapping.shape import Beside, Shape, Source, sourced
from agent_scorecard.loading.mapping.times import zone_named

_Wanted = TypeVar("_Wanted", bound=msgspec.Struct)
Fault = tuple[str, str]
"""A key below its table, and what is wrong with it."""


class MappingRefused(ValueError):
    """A mapping file that cannot be used; the text names the key and says what it should be."""


@dataclass(frozen=True, slots=True)
class Block:
    """One `[[records]]` table: its shape, and a source and a type for each of our columns."""

    shape: Shape
    columns: Mapping[str, Source]
    kinds: Mapping[str, ColumnType]


@dataclass(frozen=True, slots=True)
class MappingPlan:
    """A mapping that can be used."""

    name: str
    about: str
    blocks: tuple[Block, ...]


def read_mapping(path_or_text: Path | str) -> MappingPlan:
    """Read a mapping from a file or from its text. Raises MappingRefused, which names the key (data formats)."""
    table = _table(path_or_text)
    unknown = sorted(set(table) - {"name", "about", "records"})
    if unknown:
        raise MappingRefused(f"{unknown[0]}: not a key of a mapping (name, about, records)")
    blocks = table.get("records")
    if not isinstance(blocks, list) or not blocks:
        raise MappingRefused("records: at least one [[records]] table is needed")
    read = tuple(_block(f"records[{number}]", block) for number, block in enumerate(blocks, start=1))
    return MappingPlan(str(table.get("name", "")), str(table.get("about", "")).strip(), read)


def _table(path_or_text: Path | str) -> dict[str, object]:
    try:
        text = path_or_text.read_text("utf-8") if isinstance(path_or_text, Path) else path_or_text
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as refused:
        raise MappingRefused(f"the mapping is not TOML: {refused}") from None
    except (OSError, UnicodeDecodeError) as refused:
        raise MappingRefused(f"the mapping cannot be opened: {refused}") from None


def _block(key: str, table: object) -> Block:
    if not isinstance(table, dict) or not isinstance(table.get("columns"), dict):
        raise MappingRefused(f"{key}.columns: a table with one entry for each of our columns is needed")
    shape = _converted(key, {name: value for name, value in table.items() if name != "columns"}, Shape)
    columns = {name: _source(f"{key}.columns.{name}", spec) for name, spec in table["columns"].items()}
    for place, reason in _faults(shape, columns):
        raise MappingRefused(f"{key}.{place}: {reason}")
    return Block(shape, columns, {column.name: column.type for column in contract()[shape.file].columns})


def _source(key: str, spec: object) -> Source:
    source = sourced(spec) if isinstance(spec, str) else _converted(key, spec, Source)
    if (source.path is None) == (source.text is None):
        raise MappingRefused(f"{key}: give either path or text")
    if fault := _first_fault(steps, lambda: source.paths):
        raise MappingRefused(f"{key}: {fault}")
    if isinstance(source.zone, str) and (fault := _first_fault(zone_named, lambda: [str(source.zone)])):
        raise MappingRefused(f"{key}.zone: {fault}")
    return source


def _faults(shape: Shape, columns: Mapping[str, Source]) -> Iterator[Fault]:
    yield from _unknown(shape.file, columns)
    if shape.reader_name not in READERS:
        yield "reader", f"'{shape.reader}' is not one of {', '.join(READERS)}"
    if shape.file != "runs" and (shape.tool_calls or shape.time_stated):
        yield "tool_calls" if shape.tool_calls else "time_stated", "only runs have it"
    stated = columns.get("timestamp")
    if shape.file == "runs" and stated and not stated.paths and not shape.time_stated:
        yield "columns.timestamp", "a constant time needs time_stated = true"
    for key, names in (("needs", shape.needs), ("together", shape.together or [])):
        yield from ((key, f"'{name}' is not among the columns") for name in names if name not in columns)
    yield from _broken_places(shape)


def _unknown(file: str, columns: Mapping[str, Source]) -> Iterator[Fault]:
    """Yield a file or column the contract does not have, with the nearest one."""
    if file not in contract():
        yield "file", f"'{file}' is not one of {', '.join(contract())}"
        return
    names = [column.name for column in contract()[file].columns]
    for name in columns:
        if name not in names:
            near = get_close_matches(name, names, 1)
            yield f"columns.{name}", f"{file} has no such column" + (f"; did you mean {near[0]}?" if near else "")


def _broken_places(shape: Shape) -> Iterator[Fault]:
    calls, each = shape.tool_calls, shape.each
    tried: list[tuple[str, str | None]] = [
        ("from", _first_fault(compiled, lambda: [shape.from_])),
        ("except", _first_fault(compiled, lambda: shape.except_)),
        ("each", _first_fault(_list_named, lambda: [] if each is None else [each])),
        ("tool_calls", _first_fault(steps, lambda: calls.paths if calls else [])),
        *((f"beside.{name}", _fault_beside(beside, shape)) for name, beside in shape.beside.items()),
    ]
    yield from ((key, fault) for key, fault in tried if fault)


def _fault_beside(beside: Beside, shape: Shape) -> str | None:
    if Path(beside.from_).suffix not in BY_ENDING or not captured(beside.from_) <= captured(shape.from_) - {"*"}:
        return f"from must end in one of {', '.join(BY_ENDING)} and use only what the records' own from captures"
    return (
        _first_fault(compiled, lambda: [beside.from_])
        or _first_fault(_list_named, lambda: [] if beside.each is None else [beside.each])
        or _first_fault(steps, beside.where.values)
    )


def _list_named(each: str) -> None:
    list(members(each, None))


def _first_fault(read: Callable[[str], object], texts: Callable[[], Iterable[str]]) -> str | None:
    try:
        for text in texts():
            read(text)
    except ValueError as refused:
        return str(refused)
    return None


def _converted(key: str, table: object, wanted: type[_Wanted]) -> _Wanted:
    try:
        return msgspec.convert(table, wanted)
    except msgspec.ValidationError as refused:
        raise MappingRefused(f"{key}: {refused}") from None
