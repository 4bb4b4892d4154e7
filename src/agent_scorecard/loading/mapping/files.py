"""Which source files a pattern means, and the words its folders and names give away."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

_PART = re.compile(r"\{(?P<name>[a-z][a-z0-9_]*)\}|(?P<all>\*\*/)|(?P<any>\*)|(?P<plain>[^{}*]+)")


class NotAPattern(ValueError):
    """A file pattern that cannot be read."""


@dataclass(frozen=True, slots=True)
class Named:
    """A source file as a pattern sees it: its name below the base, and what the pattern captured."""

    base: Path
    name: str
    captures: Mapping[str, str]

    def neighbour(self, pattern: str) -> Path:
        """Name another file by filling the captures into its pattern."""
        return self.base / pattern.format_map(self.captures)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """Read a pattern: `{name}` captures part of one folder or file name, `*` is any part, `**/` any folders."""
    if pattern.startswith("/") or ".." in PurePosixPath(pattern).parts:
        raise NotAPattern(f"'{pattern}' must stay below the loaded folder")
    place, found = 0, ""
    while place < len(pattern):
        part = _PART.match(pattern, place)
        if part is None:
            raise NotAPattern(f"'{pattern}' cannot be read from '{pattern[place:]}'")
        found += _expression(part)
        place = part.end()
    return re.compile(found)


def captured(pattern: str) -> frozenset[str]:
    """Name what a pattern captures; `*` stands for what is matched and thrown away."""
    return frozenset(part["name"] or "*" for part in _PART.finditer(pattern) if not part["plain"])


def listed(root: Path) -> Iterator[Path]:
    """Yield every file below a folder in one fixed order, or the file itself."""
    if root.is_file():
        yield root
    for folder, folders, names in os.walk(root):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(names))


def named(pattern: str, root: Path, path: Path) -> Named | None:
    """Fit a file to a pattern; a file loaded by itself is seen from as many folders up as the pattern is deep."""
    base = path.parents[min(pattern.count("/"), len(path.parents) - 1)] if root == path else root
    name = path.relative_to(base).as_posix()
    fits = compiled(pattern).fullmatch(name)
    return Named(base, name, fits.groupdict()) if fits else None


def _expression(part: re.Match[str]) -> str:
    if part["name"]:
        return f"(?P<{part['name']}>[^/]+)"
    if part["all"]:
        return "(?:[^/]+/)*"
    return "[^/]*" if part["any"] else re.escape(part["plain"])
