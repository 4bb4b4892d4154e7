"""Lines become typed records one by one: a broken line is named and left out, what is no log is refused whole."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, NamedTuple, cast

import msgspec

from agent_scorecard.runs.cells import Cells
from agent_scorecard.runs.records import KINDS, OpenRecord, Record
from agent_scorecard.runs.refusal import BadRun, FileRefused

LONGEST_LINE = 1 << 20
BLOCK = 1 << 20
BOM = b"\xef\xbb\xbf"
GZIP = b"\x1f\x8b"
OTHERS = {b"PK\x03\x04": "a zip file or workbook", b"PAR1": "a Parquet file", b"SQLite format 3": "a database"}
WIDE = (b"\xff\xfe", b"\xfe\xff")
KEYS = (b'"agent_id"', b'"request_id"')
SUSPECT = re.compile(rb"\\u(?:00[0-7]|[dD][89a-fA-F])")
UNKNOWN_KEY = "Object contains unknown field"
RECURSION = (RecursionError, MemoryError)


def opened(stream: IO[bytes]) -> IO[bytes]:
    """Return the lines of a file, unpacked where it is gzip. Raises FileRefused for what is no text."""
    start = _peek(stream)
    if start.startswith(GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    refuse_other(start)
    return stream


def refuse_other(start: bytes) -> None:
    """Raise FileRefused for what begins as no text of ours."""
    if start.startswith(WIDE):
        raise FileRefused("wrong_encoding", "is UTF-16: save it as UTF-8")
    for magic, name in OTHERS.items():
        if start.startswith(magic):
            raise FileRefused("not_our_file", f"is {name}, not a log with one JSON object per line")


def _peek(stream: IO[bytes]) -> bytes:
    start = stream.read(16)
    stream.seek(-len(start), 1)
    return start


class Block(NamedTuple):
    """Whole lines with the number of the first; `cut`: the only line, which ends with the file and not by itself."""

    first: int
    lines: list[bytes]
    cut: bool = False


def blocks(stream: IO[bytes]) -> Iterator[Block]:
    """Yield the lines of a file in blocks.

    Raises FileRefused for a line longer than 1 MiB, which is never held in memory, for one JSON array, and for gzip
    that is cut.
    """
    number, rest = 1, b""
    while chunk := _read(stream):
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if len(rest) > LONGEST_LINE or (len(lines) < 3 and any(len(line) > LONGEST_LINE for line in lines)):
            raise FileRefused("line_too_long", "has a line longer than 1 MiB", number + len(lines))
        if number == 1:
            lines, rest = begun(lines, rest)
        yield Block(number, lines)
        number += len(lines)
    if rest:
        yield Block(number, [begun([], rest)[1] if number == 1 else rest], True)


def begun(lines: list[bytes], rest: bytes) -> tuple[list[bytes], bytes]:
    """Look at how a file begins: without byte order mark, and not as one array."""
    all_lines = [*lines, rest]
    all_lines[0] = all_lines[0].removeprefix(BOM)
    if all_lines[0].lstrip()[:1] == b"[":
        raise FileRefused("not_our_file", "is one JSON array: write one object per line", 1)
    return all_lines[:-1], all_lines[-1]


def _read(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(BLOCK)
    except (EOFError, OSError) as refused:
        raise FileRefused("not_readable", "the packed file is damaged or looks cut") from refused


class Lines:
    """Decodes lines; remembers which keys nobody knows, and how often they came."""

    def __init__(self, cells: Cells) -> None:
        self.unknown: Counter[str] = Counter()
        self._cells = cells
        self.typed = msgspec.json.Decoder(Record).decode
        self._open = msgspec.json.Decoder(OpenRecord).decode
        self._keys = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
        self._any = msgspec.json.Decoder().decode

    def keys_in(self, lines: list[bytes]) -> tuple[int, ...] | None:
        """Return how often each key of a run occurs in a block, None where single lines need a second look."""
        block = b"\n".join(lines)
        if b"\0" in block or not _is_text(block) or (b"\\" in block and SUSPECT.search(block)):
            return None
        found = tuple(block.count(key) for key in KEYS)
        return found if max(found) <= len(lines) else None

    def is_plain(self, line: bytes) -> bool:
        """Say whether one line needs no second look."""
        odd = b"\0" in line or not _is_text(line) or SUSPECT.search(line)
        return not odd and all(line.count(key) == 1 for key in KEYS)

    def count_unknown(self, given: Iterable[str]) -> None:
        self.unknown.update(key for key in given if key not in KINDS)

    def open_record(self, line: bytes) -> Record:
        """Decode a line that carries keys nobody knows."""
        return self._open(line)

    def count_keys(self, line: bytes) -> None:
        """Count the keys of a line that nobody knows."""
        self.count_unknown(self._keys(line))

    def mapping(self, line: bytes, cut: bool = False) -> Mapping[str, Any]:
        """Return a line as a mapping. Raises BadRun for anything that is not one readable object."""
        if b"\0" in line:
            raise BadRun("", "bad_character", "holds a NUL byte")
        if not _is_text(line):
            raise BadRun("", "wrong_encoding", "is not UTF-8")
        try:
            given = self._any(line)
        except RECURSION:
            raise BadRun("", "not_readable", "is nested too deeply") from None
        except (msgspec.MsgspecError, UnicodeDecodeError) as refused:
            cut = cut and "truncated" in str(refused)
            reason = "the last line is incomplete: the file looks cut" if cut else f"is not readable as JSON: {refused}"
            raise BadRun("", "not_readable", reason) from None
        if not isinstance(given, dict):
            raise BadRun("", "not_readable", "write one object per line", line[:20].decode(errors="replace"))
        _refuse_repeated(line)
        _refuse_nul(given)
        return given


def _is_text(block: bytes) -> bool:
    if block.isascii():
        return True
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_repeated(line: bytes) -> None:
    """Refuse a line that names its agent or request twice: readers of JSON disagree which one holds."""
    if b"\\u" not in line and all(line.count(key) < 2 for key in KEYS):
        return
    names = Counter(name for name, _ in json.loads(line, object_pairs_hook=list))
    for column in ("agent_id", "request_id"):
        if names[column] > 1:
            raise BadRun(column, "same_key", "is given twice in this line")


def _refuse_nul(given: Mapping[str, Any]) -> None:
    for column, value in given.items():
        if isinstance(value, str) and "\0" in value:
            raise BadRun(column if column in KINDS else "", "bad_character", "holds the character U+0000")
