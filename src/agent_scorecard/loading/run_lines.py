"""Runs out as JSON Lines: what the log said, and in keys beginning `_` what only the door could know."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from agent_scorecard.runs.readings import BITS, read
from agent_scorecard.store.content import content_rows

SAID = ("timestamp", "agent_id", "request_id", "workflow", "trigger", "case_class", "policy_version", "prompt_version",
        "model_version", "cost_usd", "cost_currency", "human_approver", "error")  # fmt: skip
WORDS = ("status", "result", "infra_failure", "review_outcome", "human_override", "human_edit", "approval_status")


def exported(connection: Connection) -> Iterator[str]:
    """Yield each run, then each run that waits for an alias, as one line of JSON."""
    header, rows = content_rows(connection, "runs")
    for row in rows:
        yield _line(_run(dict(zip(header, row, strict=True))))
    header, rows = content_rows(connection, "unregistered_runs")
    for row in rows:
        yield _line(json.loads(row[header.index("_record")]))


def _run(cells: Mapping[str, str]) -> dict[str, object]:
    given = read(cells["_given"])
    present = [name for name, bit in BITS.items() if given.present & bit]
    run: dict[str, object] = {name: cells[name] for name in SAID}
    run |= {name: getattr(given, name) for name in WORDS}
    run |= {
        "sources_count": given.sources,
        "duration_ms": int(cells["duration_ms"]) if cells["duration_ms"] else None,
        "_present": present,
        "_calls": cells["_calls"] or None,
        "_shadow": given.shadow,
        "_approvals_known": given.approvals_known or None,
        "_computed": given.computed or None,
        "_version": cells["_version"],
        "_stated": True if cells["_stated"] == "1" else None,
        "_user": cells["_user"],
        "_inputs": cells["inputs"],
        "_output": cells["output"],
    }
    return {name: value for name, value in run.items() if value not in (None, "")}


def _line(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
