"""The TOML shape of a mapping, read strictly: a wrong key is named, never skipped."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Final, Literal, TypeVar

import msgspec

from agent_scorecard.loading.mapping.files import captured, compiled
from agent_scorecard.loading.mapping.path import members, steps
from agent_scorecard.loading.mapping.readers import BY_ENDING, READERS
from agent_scorecard.loading.mapping.times import zone_named

_Wanted = TypeVar("_Wanted", bound=msgspec.Struct)

FILES: Final = (
    "people",
    "agents",
    "aliases",
    "assignments",
    "actions",
    "thresholds",
    "escalations",
    "tools",
    "measures",
    "bounds",
    "observations",
    "incidents",
    "changes",
    "evals",
    "approvals",
    "drills",
    "budgets",
    "costs",
    "gates",
    "capabilities",
    "tasks",
    "runs",
)


class MappingRefused(ValueError):
    """A mapping file that cannot be used; the text names the key and says what it should be."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one cell comes from, and what is done to it, in this order.

    `path` one source path or several tried in turn, or `text` with paths in braces · `unknown` source words that mean
    "not known" · `words` / `begins` translation by the whole word or by its beginning, `otherwise` for every other
    value · `time`, `zone`, `give` a time and how to write it · `scale`, `whole` a number in another unit · `cut` at
    most so many characters.
    """

    path: str | list[str] | None = None
    text: str | None = None
    unknown: list[str] = []
    words: dict[str, str] = {}
    begins: dict[str, str] = {}
    otherwise: str | None = None
    time: Literal["iso", "date", "compact", "epoch_s", "epoch_ms", "epoch_ns"] | None = None
    zone: "str | Source | None" = None
    give: Literal["moment", "date", "month", "week"] = "moment"
    scale: int | float | None = None
    whole: bool = False
    cut: int | None = None

    @property
    def paths(self) -> list[str]:
        if self.text is not None:
            return [path for _, path, _, _ in Formatter().parse(self.text) if path is not None]
        return [self.path] if isinstance(self.path, str) else self.path or []


class Beside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another file named by the same captures, or the one record of it whose fields equal what the paths give."""

    from_: str = msgspec.field(name="from")
    each: str | None = None
    where: dict[str, str] = {}


class ToolCalls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A nested list that becomes a run's tool_calls; `status` and `reason` are read in the answer, if any."""

    each: str
    tool: str
    id: str = ""
    answers: str = ""
    answer_id: str = ""
    status: str | Source | None = None
    reason: str | Source | None = None


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of our files is filled from which source files and records."""

    file: str
    from_: str = msgspec.field(name="from")
    except_: list[str] = msgspec.field(name="except", default=[])
    reader: str = ""
    each: str | None = None
    needs: list[str] = []
    together: list[str] | None = None
    time_stated: bool = False
    beside: dict[str, Beside] = {}
    tool_calls: ToolCalls | None = None

    @property
    def reader_name(self) -> str:
        return self.reader or BY_ENDING.get(Path(self.from_).suffix, "")


@dataclass(frozen=True, slots=True)
class Block:
    """One `[[records]]` table: its shape, and a source for each of our columns."""

    shape: Shape
    columns: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class MappingPlan:
    """A mapping that can be used."""

    name: str
    about: str
    blocks: tuple[Block, ...]


def read_mapping(path_or_text: Path | str) -> MappingPlan:
    """Read a mapping from a file or from its text. Raises MappingRefused, which names the key (data formats)."""
    try:
        text = path_or_text.read_text("utf-8") if isinstance(path_or_text, Path) else path_or_text
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as refused:
        raise MappingRefused(f"the mapping cannot be opened: {refused}") from None
    except tomllib.TOMLDecodeError as refused:
        raise MappingRefused(f"the mapping is not TOML: {refused}") from None
    unknown = sorted(set(table) - {"name", "about", "records"})
    if unknown:
        raise MappingRefused(f"{unknown[0]}: not a key of a mapping (name, about, records)")
    blocks = table.get("records")
    if not isinstance(blocks, list) or not blocks:
        raise MappingRefused("records: at least one [[records]] table is needed")
    read = tuple(_block(f"records[{number}]", block) for number, block in enumerate(blocks, start=1))
    return MappingPlan(str(table.get("name", "")), str(table.get("about", "")), read)


def _block(key: str, table: object) -> Block:
    if not isinstance(table, dict) or not isinstance(table.get("columns"), dict):
        raise MappingRefused(f"{key}.columns: a table with one entry for each of our columns is needed")
    shape = _converted(key, {name: value for name, value in table.items() if name != "columns"}, Shape)
    columns = {name: _source(f"{key}.columns.{name}", spec) for name, spec in table["columns"].items()}
    for refused_key, reason in _faults(shape, columns):
        raise MappingRefused(f"{key}.{refused_key}: {reason}")
    return Block(shape, columns)


def _source(key: str, spec: object) -> Source:
    source = Source(path=spec) if isinstance(spec, str) else _converted(key, spec, Source)
    if (source.path is None) == (source.text is None):
        raise MappingRefused(f"{key}: give either path or text")
    _tried(key, lambda _: [steps(path) for path in source.paths], key)
    if isinstance(source.zone, str):
        _tried(f"{key}.zone", zone_named, source.zone)
    return source


def _faults(shape: Shape, columns: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    """Yield each key that does not fit the others, with the reason."""
    if shape.file not in FILES:
        yield "file", f"'{shape.file}' is not one of {', '.join(FILES)}"
    if shape.reader_name not in READERS:
        yield "reader", f"'{shape.reader}' is not one of {', '.join(READERS)}"
    if shape.file != "runs" and (shape.tool_calls or shape.time_stated):
        yield "tool_calls" if shape.tool_calls else "time_stated", "only runs have it"
    stated = columns.get("timestamp")
    if shape.file == "runs" and stated and stated.text and not stated.paths and not shape.time_stated:
        yield "columns.timestamp", "a constant time needs time_stated = true"
    for name in (*shape.needs, *(shape.together or ())):
        if name not in columns:
            yield "needs" if name in shape.needs else "together", f"'{name}' is not among the columns"
    yield from _broken_places(shape)


def _broken_places(shape: Shape) -> Iterator[tuple[str, str]]:
    patterns = {"from": shape.from_, **{f"beside.{name}.from": beside.from_ for name, beside in shape.beside.items()}}
    for key, pattern in [*patterns.items(), *(("except", pattern) for pattern in shape.except_)]:
        if fault := _fault_of(compiled, pattern):
            yield key, fault
    if shape.each is not None and (fault := _fault_of(lambda each: list(members(each, None)), shape.each)):
        yield "each", fault
    for name, beside in shape.beside.items():
        if Path(beside.from_).suffix not in BY_ENDING or not captured(beside.from_) <= captured(shape.from_):
            yield f"beside.{name}.from", f"must end in one of {', '.join(BY_ENDING)} and use only what 'from' captures"
        for path in beside.where.values():
            if fault := _fault_of(steps, path):
                yield f"beside.{name}.where", fault


def _fault_of(read: Callable[[str], object], text: str) -> str | None:
    try:
        read(text)
    except ValueError as refused:
        return str(refused)
    return None


def _tried(key: str, read: Callable[[str], object], text: str) -> None:
    if fault := _fault_of(read, text):
        raise MappingRefused(f"{key}: {fault}")


def _converted(key: str, table: object, wanted: type[_Wanted]) -> _Wanted:
    try:
        return msgspec.convert(table, wanted)
    except msgspec.ValidationError as refused:
        raise MappingRefused(f"{key}: {refused}") from None
