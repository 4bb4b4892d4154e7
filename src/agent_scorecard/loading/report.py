"""What a load did, row by row: counts that add up, every refused cell, and how far it is."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from agent_scorecard.loading.guard import guarded
from agent_scorecard.loading.plan import Counts
from agent_scorecard.loading.reading import Reading
from agent_scorecard.loading.refusal import Refusal

COLUMNS = ("file", "source", "line", "column", "value", "code", "reason")


class LoadStatus(StrEnum):
    """How a load ended."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"
    ALREADY = "already"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of a load; read = new + changed + same + duplicate + refused."""

    file: str
    source: str
    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    refused: int = 0
    warnings: tuple[Refusal, ...] = ()
    refused_whole: str | None = None
    fingerprint: str = ""

    @property
    def adds_up(self) -> bool:
        return self.read == self.new + self.changed + self.same + self.duplicate + self.refused


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The answer of a load. `load` is its number, None when nothing was written; `notes` are plain sentences."""

    status: LoadStatus
    load: int | None = None
    files: tuple[FileReport, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.refusals

    def total(self, what: str) -> int:
        """Add up one count (read, new, changed, same, duplicate, refused) over all files."""
        return sum(getattr(file, what) for file in self.files)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is: what is being done, on which file, and rows so far."""

    step: str
    source: str
    rows: int = 0


def refused_csv(report: LoadReport) -> str:
    """Return every refused cell as CSV, safe to open in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for refusal in report.refusals:
        writer.writerow([guarded(str(getattr(refusal, column))) for column in COLUMNS])
    return text.getvalue()


def of_reading(reading: Reading, counts: Counts) -> FileReport:
    refused = reading.read if reading.refused_whole else len(reading.refused_lines)
    if reading.refused_whole:
        counts = Counts()
    return FileReport(
        reading.kind,
        reading.source,
        reading.read,
        counts.new,
        counts.changed,
        counts.same,
        counts.duplicate,
        refused,
        tuple(reading.warnings),
        reading.refused_whole,
        reading.fingerprint,
    )
