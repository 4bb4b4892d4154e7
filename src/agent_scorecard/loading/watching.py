"""A folder a collector writes to: which of its files are whole, and how far one that keeps growing can be read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO, NamedTuple

from agent_scorecard.loading.gather import KINDS
from agent_scorecard.loading.sources import Source, kind_of

UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".swp", "~")
LINES = (".jsonl", ".ndjson", ".json")
CHUNK = 1 << 16


class Ready(NamedTuple):
    """A file that can be read; `whole` is false for a log of which only the lines that are complete are read."""

    path: Path
    source: Source
    whole: bool


class Stood(NamedTuple):
    """How a file stood at one look."""

    size: int
    changed: int
    inode: int


@dataclass(slots=True)
class Watched:
    """A folder over many looks, no clock read: a file is whole when it stands as it stood at the look before.

    A log that changes at every look is read up to its last whole line once `growing` looks passed. An empty file, a
    hidden one and one whose name says that it is unfinished are left alone.
    """

    folder: Path
    growing: int
    stood: dict[Path, Stood] = field(default_factory=dict)
    moved: dict[Path, int] = field(default_factory=dict)
    done: dict[Path, Stood] = field(default_factory=dict)

    def look(self) -> list[Ready]:
        """Return the files that can be read now, those others lean on first. Raises OSError for a folder gone."""
        found = dict(_files(self.folder))
        ready = [one for path, now in found.items() if (one := self._ready(path, now)) is not None]
        self.stood = found
        self.moved = {path: looks for path, looks in self.moved.items() if path in found}
        self.done = {path: now for path, now in self.done.items() if path in found}
        return sorted(ready, key=lambda one: (_place(one.source), one.path.name))

    @property
    def waits(self) -> bool:
        """Whether a file was there at the last look that is not read yet."""
        return self.stood != self.done

    def finish(self, ready: Ready) -> None:
        """Take a file as read as far as it stood at the last look."""
        self.moved.pop(ready.path, None)
        if ready.whole:
            self.done[ready.path] = self.stood[ready.path]

    def _ready(self, path: Path, now: Stood) -> Ready | None:
        if self.done.get(path) == now:
            return None
        if self.stood.get(path) == now:
            return Ready(path, _up_to(path, now.size), True)
        self.moved[path] = self.moved.get(path, -1) + 1
        if self.moved[path] < self.growing or not path.name.lower().endswith(LINES):
            return None
        lines = _last_line_end(path, now.size)
        return Ready(path, _up_to(path, lines), lines == now.size) if lines else None


def _files(folder: Path) -> list[tuple[Path, Stood]]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.lower().endswith(UNFINISHED):
                continue
            try:
                told = entry.stat()
            except FileNotFoundError:
                continue
            if stat.S_ISREG(told.st_mode) and told.st_size:
                found.append((Path(entry.path), Stood(told.st_size, told.st_mtime_ns, told.st_ino)))
    return found


def _place(source: Source) -> int:
    kind = kind_of(source.stem, KINDS)
    return len(KINDS) if kind is None else KINDS.index(kind)


def _up_to(path: Path, size: int) -> Source:
    """The first bytes of a file, the same at each opening, whatever is written behind them meanwhile."""
    return Source(path.name, lambda: _opened(path, size))


def _opened(path: Path, size: int) -> BinaryIO:
    return BufferedReader(_Head(path, size), CHUNK)


def _last_line_end(path: Path, size: int) -> int:
    """Return how many of the first bytes are whole lines; 0 for a document whose first line is not whole."""
    with path.open("rb") as file:
        first = file.readline(size)
        if not (first.endswith(b"\n") and first.rstrip().endswith(b"}")):
            return 0
        place = size
        while place > 0:
            begin = max(0, place - CHUNK)
            file.seek(begin)
            found = file.read(place - begin).rfind(b"\n")
            if found >= 0:
                return begin + found + 1
            place = begin
    return 0


class _Head(RawIOBase):
    """The first bytes of a file as a stream that can be wound back."""

    def __init__(self, path: Path, size: int) -> None:
        super().__init__()
        self.file = path.open("rb", buffering=0)
        self.size = size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            return self.file.seek(self.size + offset)
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self.file.readinto(memoryview(buffer)[: max(0, self.size - self.file.tell())])

    def close(self) -> None:
        self.file.close()
        super().close()
