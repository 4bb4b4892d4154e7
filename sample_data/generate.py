"""Write every file the sample company is loaded from, always the same: python sample_data/generate.py."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from stories import (
    account_research,
    company,
    content_research,
    cs_health,
    inventory_exceptions,
    invoice_follow_up,
    lead_routing,
    outbound_sdr,
    peak_planning,
    support_refund,
    support_triage,
    weekly_kpi,
    weekly_ops,
)
from stories.shared import FIRST_DAY, OPENING_DAY, Row, Tables

HERE = Path(__file__).resolve().parent
FOLDER = "juniper_outdoor"
KNOWN_LATER = {story.AGENT: story.KNOWN_SINCE for story in (weekly_ops, peak_planning)}
"""Agents that came into the inventory after the first day."""
STORIES = (
    company,
    support_triage,
    support_refund,
    cs_health,
    weekly_kpi,
    invoice_follow_up,
    lead_routing,
    outbound_sdr,
    account_research,
    weekly_ops,
    inventory_exceptions,
    content_research,
    peak_planning,
)


def write(folder: Path) -> None:
    """Write one folder for each day on which the company loaded files, named by that day."""
    tables = merged(story.tables() for story in STORIES)
    files = {f"{day}/agents.csv": as_csv(rows) for day, rows in first_known(tables["agents"]).items()}
    files |= {f"{OPENING_DAY}/{name}.csv": as_csv(rows) for name, rows in tables.items()}
    files[f"{OPENING_DAY}/runs.jsonl.gz"] = as_lines(row for story in STORIES for row in story.runs())
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def first_known(agents: Iterable[Row]) -> dict[str, list[Row]]:
    """What the inventory said on the day an agent was first put into it: who it is."""
    found: dict[str, list[Row]] = {}
    for row in agents:
        day = str(KNOWN_LATER.get(str(row["agent"]), FIRST_DAY))
        found.setdefault(day, []).append({"agent": row["agent"], "name": row["name"]})
    return found


def merged(parts: Iterable[Tables]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    for part in parts:
        for name, rows in part.items():
            tables.setdefault(name, []).extend(rows)
    return tables


def as_csv(rows: list[Row]) -> bytes:
    """Write rows with the columns in the order they first appear; what a row does not say stays empty."""
    text = io.StringIO()
    header = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_lines(records: Iterable[Mapping[str, object]]) -> bytes:
    text = "".join(f"{json.dumps(record, separators=(',', ':'))}\n" for record in records)
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / FOLDER)
