"""Where a load reads from: files, folders and uploads, each with a name that is only ever shown."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from agent_scorecard.loading.cells.words import folded
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.runs.refusal import shown

CHUNK = 1 << 20
TABLES = (".csv",)
RUN_LOGS = (".jsonl", ".jsonl.gz", ".parquet")
ENDINGS = (".jsonl.gz", ".ndjson.gz", ".json.gz", ".csv.gz", ".pb.gz")
MOST_UPLOADED_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that can be opened more than once; `name` is shown escaped and never used as a path.

    `exported`: our own export wrote them and its manifest lies beside. `agent`: whose tools they are, where the file
    does not say; `confirmed_by`: the person on file who says that what a stranger wrote in them is so.
    """

    name: str
    open: Callable[[], BinaryIO]
    most_rows: int | None = None
    exported: bool = False
    agent: str = ""
    confirmed_by: str = ""

    @property
    def label(self) -> str:
        return shown(self.name, 120)

    @property
    def ending(self) -> str:
        """The ending of the name in small letters, .jsonl.gz as one."""
        lower = base_name(self.name).lower()
        return next((ending for ending in ENDINGS if lower.endswith(ending)), PurePosixPath(lower).suffix)

    @property
    def stem(self) -> str:
        name = base_name(self.name)
        return name[: len(name) - len(self.ending)] if self.ending else name

    def fingerprint(self) -> str:
        """SHA-256 of the bytes, as hexadecimal text."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def upload(name: str, content: bytes) -> Source:
    """Return a source for uploaded bytes; a table may then hold at most a million rows."""
    return Source(name, lambda: io.BytesIO(content), MOST_UPLOADED_ROWS)


def of_path(path: Path, exported: bool = False) -> Source:
    return Source(path.name, lambda: path.open("rb"), exported=exported)


def told_by(paths: Iterable[Path], agent: str, confirmed_by: str = "") -> list[Source]:
    """Return the files, and those directly in the folders, as what strangers tell of the tools of an agent."""
    files = [file for path in paths for file in (inside(path) if path.is_dir() else [path])]
    return [replace(of_path(file), agent=agent, confirmed_by=confirmed_by) for file in files]


def inside(folder: Path) -> list[Path]:
    """Return the files directly in a folder, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.is_file())


def base_name(name: str) -> str:
    """Return the last part of a name written on any system."""
    return PureWindowsPath(PurePosixPath(name).name).name


def kind_of(name: str, kinds: Iterable[str]) -> str | None:
    """Return the file of the contract a name stands for: `agents`, `Agents (2)` and `agents-2026-10` are agents."""
    stem = name.strip().casefold()
    for kind in kinds:
        rest = stem.removeprefix(kind)
        if rest != stem and not rest[:1].isalnum():
            return kind
    return None


def known_kind(name: str, kinds: tuple[str, ...]) -> str:
    """Return the file of the contract or raise Refused with the nearest name."""
    if kind := kind_of(name, kinds):
        return kind
    near = get_close_matches(folded(name), kinds, n=1, cutoff=0.7)
    hint = f"; did you mean {near[0]}?" if near else f": name it after one of {', '.join(kinds)}"
    raise Refused(Code.NOT_OUR_FILE, f"{shown(name)} is not a file the product knows{hint}")
