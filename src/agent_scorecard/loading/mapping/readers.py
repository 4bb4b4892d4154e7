"""Named readers: how the bytes of one source file become rows."""

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec
import yaml

LONGEST_LINE: Final = 1 << 20
_BOM = b"\xef\xbb\xbf"
_JSON = msgspec.json.Decoder(float_hook=Decimal)


class Row(NamedTuple):
    """One row of a source file; `line` counts rows from 1, and is None where the whole file is one document."""

    line: int | None
    value: object


class BadRow(NamedTuple):
    """A row that cannot be read while the rest of its file can."""

    line: int
    reason: str


Rows = Iterator[Row | BadRow]


class FileRefused(ValueError):
    """A source file that cannot be read; `line` is where, 0 for the file as a whole."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


class _Texts(yaml.SafeLoader):
    """A safe loader that keeps every scalar as text, so that 007, 1e5 and 2026-01-01 stay what they are."""


_KEPT = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
_Texts.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] in _KEPT]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def json_document(path: Path) -> Rows:
    """A whole JSON document of any length."""
    try:
        yield Row(None, _JSON.decode(_text(path)))
    except (msgspec.DecodeError, RecursionError) as refused:
        raise FileRefused(f"not JSON: {refused}") from None


def json_lines(path: Path) -> Rows:
    """One JSON value per line, each at most 1 MiB."""
    with _opened(path) as file:
        for line, taken in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
            if len(taken) > LONGEST_LINE:
                raise FileRefused(f"line {line} is longer than 1 MiB", line)
            if not taken.strip():
                continue
            try:
                yield Row(line, _JSON.decode(taken.removeprefix(_BOM) if line == 1 else taken))
            except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as refused:
                yield BadRow(line, f"not JSON: {refused}")


def yaml_document(path: Path) -> Rows:
    """A whole YAML document; every scalar but null stays text."""
    text = _text(path)
    try:
        yield Row(None, yaml.load(text, Loader=_Texts))  # noqa: S506 - _Texts is a SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError, AttributeError, TypeError) as refused:
        raise FileRefused(f"not YAML: {' '.join(str(refused).split())}") from None


def csv_rows(path: Path) -> Rows:
    """A table with a header, separated by comma, semicolon or tab; every cell is text."""
    text = _text(path)
    header_line = text.split("\n", 1)[0]
    separator = max(",;\t", key=header_line.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    try:
        header = next(rows, [])
        if len(set(header)) != len(header):
            raise FileRefused("the header names a column twice", 1)
        for line, cells in enumerate((row for row in rows if row), start=1):
            if len(cells) == len(header):
                yield Row(line, dict(zip(header, cells, strict=True)))
            else:
                yield BadRow(line, f"{len(cells)} cells under {len(header)} columns")
    except csv.Error as refused:
        raise FileRefused(f"not a table: {refused}", line) from None


READERS: Final[dict[str, Callable[[Path], Rows]]] = {
    "json": json_document,
    "json_lines": json_lines,
    "yaml": yaml_document,
    "csv": csv_rows,
}
"""How to add one: a function of at most 40 lines from a path to rows, and its name here."""

BY_ENDING: Final = {
    ".json": "json",
    ".jsonl": "json_lines",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".csv": "csv",
    ".tsv": "csv",
}


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as refused:
        raise FileRefused(f"cannot be opened: {refused.strerror}") from None


def _text(path: Path) -> str:
    with _opened(path) as file:
        taken = file.read()
    try:
        text = taken.decode("utf-8-sig")
    except UnicodeDecodeError as refused:
        raise FileRefused(f"not UTF-8 at byte {refused.start}") from None
    if not text.strip():
        raise FileRefused("the file is empty")
    if "\0" in text:
        raise FileRefused(f"a NUL character at place {text.index(chr(0))}")
    return text
