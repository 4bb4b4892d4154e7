"""The first company, and two incidents, with every name replaced by one that tries to be markup."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.pages.conftest import FIRST
from tests.ui.hostile import TEXT

NAMED = {
    "agents.csv": ("name", "team", "workflow", "user_group", "business_outcome", "kill_switch"),
    "people.csv": ("name",),
    "evals.csv": ("suite",),
    "changes.csv": ("to_value", "from_value", "reason"),
    "escalations.csv": ("trigger",),
    "gates.csv": ("evidence",),
}


def disguised(folder: Path) -> Path:
    """The first company with every name in it replaced."""
    for path in sorted(FIRST.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row.update({name: TEXT for name in NAMED.get(path.name, ()) if row[name] and row.get("kind") != "status"})
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    _write_incidents(folder / "incidents.csv")
    return folder


def _write_incidents(path: Path) -> None:
    """One of an agent and one of an outside library."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("incident", "agent", "detected_at", "summary", "rca_trace", "affected_runs"))
        writer.writerow(("INC-1", "brief-writer", "2026-10-20T10:00:00Z", TEXT, TEXT, TEXT))
        writer.writerow(("OUT-1", "", "2026-01-20T10:00:00Z", TEXT, "", ""))
