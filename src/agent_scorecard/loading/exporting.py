"""Everything out as files: each table as CSV, runs and ledger as JSON Lines, and a manifest that says what they are."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from agent_scorecard.loading import run_lines
from agent_scorecard.loading.guard import guarded
from agent_scorecard.loading.traces import kept
from agent_scorecard.runs.users import KEY, user_key
from agent_scorecard.store import ledger
from agent_scorecard.store.content import FILE_TABLES, RECORDED_TABLES, content_hash, content_rows
from agent_scorecard.store.database import reader, writer

PRODUCT = "agent-scorecard"
FORMAT = 3
HELD_FROM = dict.fromkeys(
    (
        "weekly_reviews",
        "intake_answers",
        "planned_changes",
        "withdrawn_changes",
        "accepted_risks",
        "eval_cases",
        "tiers_set",
        "incident_turns",
        "incident_tags",
        "undone_records",
        "identities",
    ),
    2,
) | {"gate_revisions": 3, "alerts_handled": 3, "purges": 3, "purged_figures": 3}
"""The first format whose exports hold a recorded table; what is not named here was in the first one."""
MANIFEST = "manifest.json"
RECORDED = "recorded"
RUNS_FILE, TRACES_FILE, LEDGER_FILE = "runs.jsonl", "traces.jsonl", "ledger.jsonl"


class NotEmpty(Exception):
    """The folder holds files already; an export is written into an empty or a new folder only."""


def export(engine: Engine, folder: Path, *, actor: str = "", at: datetime | None = None) -> dict[str, int]:
    """Write all content into an empty or new folder and return the rows of each file.

    Loading the folder into a new database gives the same content hash. With `at` the export is noted in the events.
    Raises NotEmpty, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotEmpty(f"{folder} is not empty: name a new folder for the export.")
    with writer(engine).begin() as connection:
        key = user_key(connection).hex()
    (folder / RECORDED).mkdir()
    with reader(engine).begin() as connection:
        written = {name: _write(folder / name, lines) for name, lines in _files(connection)}
    manifest = {
        "product": PRODUCT,
        "format": FORMAT,
        "content_hash": content_hash(engine),
        KEY: key,
        "files": {name: {"rows": rows, "sha256": fingerprint(folder / name)} for name, rows in written.items()},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    if at is not None:
        _note(engine, actor, at, written)
    return written


def fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _files(connection: Connection) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each file with its lines, the header of a table among them."""
    for table in FILE_TABLES:
        yield f"{table}.csv", _csv_lines(connection, table)
    yield RUNS_FILE, run_lines.exported(connection)
    yield TRACES_FILE, kept.exported(connection)
    yield LEDGER_FILE, (_json_line(entry) for entry in ledger.entries(connection))
    for table in RECORDED_TABLES:
        if table != "ledger":
            yield f"{RECORDED}/{table}.csv", _csv_lines(connection, table)


def _csv_lines(connection: Connection, table: str) -> Iterator[str]:
    line = _Line()
    writer_ = csv.writer(line, lineterminator="\n")
    header, rows = content_rows(connection, table)
    writer_.writerow(header)
    yield line.text
    for row in rows:
        writer_.writerow([guarded(cell) for cell in row])
        yield line.text


class _Line:
    """The last line a csv writer wrote."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def _json_line(entry: ledger.LedgerRow) -> str:
    fields = {name: getattr(entry, name) for name in ledger.LedgerRow.__dataclass_fields__}
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _write(path: Path, lines: Iterable[str]) -> int:
    """Write the lines and return how many rows there are."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in lines:
            file.write(line)
            count += 1
    return count - 1 if path.suffix == ".csv" else count


def _note(engine: Engine, actor: str, at: datetime, written: dict[str, int]) -> None:
    with writer(engine).begin() as connection:
        ledger.append(
            connection,
            "export",
            actor=actor,
            subject="everything",
            body={"rows": written},
            at=at,
            verified=False,
            mode="local",
            chain=ledger.Chain.EVENTS,
        )
