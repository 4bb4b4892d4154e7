"""Where run logs lie: which files of a place are read, and how each is named in a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from agent_scorecard.loading.sources import RUN_LOGS
from agent_scorecard.runs.refusal import shown

PARTITION = re.compile(r"=(\d{4}-\d{2}-\d{2})(?=/)")
NEAR = timedelta(days=1)
LONGEST_NAME = 120


def here(place: str) -> list[str]:
    """Return the files of a place on this machine, in order of name; hidden ones and marks of jobs are left out."""
    path = Path(place)
    if path.is_file():
        return [str(path)]
    found = (each for each in path.rglob("*") if each.is_file())
    return sorted(str(each) for each in found if not any(part[:1] in "._" for part in each.relative_to(path).parts))


def is_elsewhere(place: str) -> bool:
    return "://" in place


def run_logs(files: Iterable[str]) -> tuple[list[str], int]:
    """Return the run logs among files, and how many others there are."""
    every = list(files)
    logs = [file for file in every if file.lower().endswith(RUN_LOGS)]
    return logs, len(every) - len(logs)


def of_days(files: Iterable[str], days: frozenset[date] | None) -> list[str]:
    """Leave out folders named after a day, as in day=2026-10-04, that lie more than a day from the days asked for.

    A folder is a day somewhere: a day of the company's zone begins in the one before or ends in the one after.
    """
    near = {day + shift for day in days or () for shift in (-NEAR, timedelta(), NEAR)}
    return [file for file in files if days is None or (day := _day_of(file)) is None or day in near]


def _day_of(file: str) -> date | None:
    found = PARTITION.findall(unquote(file))
    try:
        return date.fromisoformat(found[-1]) if found else None
    except ValueError:
        return None


def named(files: Iterable[str], place: str) -> dict[str, str]:
    """Return how each file is shown: its path below the place, or its name."""
    root = _path(place).rstrip("/")
    below = {file: _path(file).removeprefix(root).lstrip("/") or _path(file).rpartition("/")[2] for file in files}
    return {file: shown(name, LONGEST_NAME) for file, name in below.items()}


def _path(place: str) -> str:
    return unquote(urlsplit(place).path if is_elsewhere(place) else place.removeprefix("file:"))


def without_sign_in(place: str) -> str:
    """Return a place as it may be written down: without a name and a password in it, and a path as a whole one."""
    if not is_elsewhere(place):
        return str(Path(place).resolve())
    parts = urlsplit(place)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
