"""Foreign files through a mapping: its records become rows and run records, checked as our own files are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.doors import Clock, Read, doors
from agent_scorecard.loading.gather import RUNS, Gathered, MappedRun
from agent_scorecard.loading.mapping import MappedRecord, MappedRefusal, MappingPlan, mapped
from agent_scorecard.loading.mapping.files import listed
from agent_scorecard.loading.reading import Reading, read_record
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.sources import of_path
from agent_scorecard.runs.refusal import shown

EVERY = 1000


def gather_mapped(plan: MappingPlan, roots: Sequence[Path], clock: Clock, step: Callable[[str, str], None]) -> Gathered:
    """Read every record the mapping finds; records of one of our files are one reading, whatever their sources."""
    fingerprint = _fingerprint(roots)
    gathered = Gathered(mapped_from=fingerprint)
    readings: dict[str, Reading] = {}
    taught: dict[str, Mapping[str, Read]] = {}
    for number, item in enumerate(mapped(plan, roots), 1):
        if number % EVERY == 1:
            step("read", shown(item.source))
        if isinstance(item, MappedRecord) and item.file == RUNS:
            gathered.mapped_runs.append(MappedRun(shown(item.source, 120), item.line, item.cells))
            continue
        reading = readings.setdefault(item.file, Reading(item.file, plan.name or "mapping", fingerprint))
        reading.places[number] = (shown(item.source, 120), item.line)
        if isinstance(item, MappedRefusal):
            reading.read += 1
            reading.refuse(number, item.column, "", Refused(Code.NOT_READABLE, item.reason))
        else:
            file = contract()[item.file]
            if item.file not in taught:
                taught[item.file] = doors(file, clock)
            read_record(reading, number, _texts(item.cells), file, taught[item.file])
    for kind, reading in readings.items():
        if kind in contract() and kind != RUNS:
            gathered.readings[kind] = [reading]
        else:
            gathered.unreadable.append(reading)
    return gathered


def _texts(cells: Mapping[str, object]) -> dict[str, str]:
    return {name: str(cell) for name, cell in cells.items()}


def _fingerprint(roots: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for root in roots:
        for path in listed(root):
            digest.update(bytes.fromhex(of_path(path).fingerprint()))
    return digest.hexdigest()
