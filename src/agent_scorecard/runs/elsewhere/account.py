"""Which lines of which file were read, and which files are refused whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from agent_scorecard.runs.elsewhere.rolled import RefusedFile

SCHEME = re.compile(r"^[a-z][a-z0-9+.-]+:/*")
TooMany = Callable[[int, int], str | None]
"""Says why a file is refused whole for so many refused runs of so many read, None where it is not."""


class Account:
    """Which lines of which file were read, so that a place in a block is a line again."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._names = {_bare(path): name for path, name in files.items()}
        self._lines: dict[str, Counter[int]] = defaultdict(Counter)
        self._read: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._rounded: Counter[str] = Counter()
        self._unknown: dict[str, Counter[str]] = defaultdict(Counter)
        self._faults: dict[str, tuple[str, str, int, int]] = {}
        self.kept_apart: set[str] = set()

    def hear(self, whole: bool, file: str, block: int, line: int, said: Mapping[str, Any]) -> None:
        """Take in a tally of some lines, or why a whole file is refused."""
        if whole:
            self._faults[file] = (said["code"], said["reason"], block, line)
            return
        self._lines[file][block] += said["lines"]
        self._read[file] += said["read"]
        self._refused[file] += said["refused"]
        self._rounded[file] += said["rounded"]
        self._unknown[file].update(said["unknown"])

    def refused(self, too_many: TooMany) -> list[RefusedFile]:
        """Return the files of which nothing is taken, and keep them apart."""
        found = [self._broken(file, *fault) for file, fault in self._faults.items()]
        for file in self._read.keys() - self._faults.keys():
            if reason := too_many(self._refused[file], self._read[file]):
                found.append(RefusedFile(self._name(file), self._read[file], "too_many_refused", reason))
                self.kept_apart.add(file)
        self.kept_apart |= self._faults.keys()
        return sorted(found)

    @property
    def broken(self) -> set[str]:
        return set(self._faults)

    def _broken(self, file: str, code: str, reason: str, block: int, place: int) -> RefusedFile:
        line = self.origin(file, block, place)[1] if place >= 0 else 0
        return RefusedFile(self._name(file), 0, code, f"{reason} (line {line})" if line else reason, line)

    def taken(self) -> tuple[int, int, int, Counter[str]]:
        """Return runs read, refused, amounts rounded and keys nobody knows, of the files that were taken."""
        files = self._read.keys() - self.kept_apart
        unknown: Counter[str] = Counter()
        for file in self._unknown.keys() - self._faults.keys():
            unknown.update(self._unknown[file])
        read, refused, rounded = (
            sum(counts[file] for file in files) for counts in (self._read, self._refused, self._rounded)
        )
        return read, refused, rounded, unknown

    def origin(self, file: str, block: int, place: int) -> tuple[str, int]:
        """Return the name of a file and the line, from 1, of a place in one of its blocks."""
        before = sum(lines for start, lines in self._lines[file].items() if start < block)
        return self._name(file), before + place + 1

    def _name(self, file: str) -> str:
        return self._names[_bare(file)]


def _bare(path: str) -> str:
    """Return a path without its scheme, as Spark and this machine both know it."""
    return SCHEME.sub("", unquote(path)).lstrip("/")
