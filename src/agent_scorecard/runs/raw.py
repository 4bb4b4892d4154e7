"""Columns of a run that are looked at as they came: whether they hold anything, how many sources, the inputs."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Raw

from agent_scorecard.runs.calls import UNSEEN
from agent_scorecard.runs.content import DROPPED
from agent_scorecard.runs.refusal import BadRun

SHORT = 4
DROPPED_INPUTS = json.dumps(DROPPED).encode()
EMPTY = (b"", b"null", b'""', b"[]", b"{}")


def is_filled(raw: bytes) -> bool:
    return len(raw) > SHORT or raw not in EMPTY


def counted(data: bytes) -> int:
    """Return how many sources a list names, also one written with bars. Raises BadRun for anything else."""
    try:
        parts = json.loads(data)
    except (ValueError, RecursionError):
        parts = None
    if isinstance(parts, str):
        parts = [part for part in parts.split("|") if part.strip()]
    if not isinstance(parts, list):
        raise BadRun("data_sources", "not_readable", "write a list")
    return len(parts)


def inputs_of(raw: Raw) -> Any:
    """Return the inputs of a run for its limits, UNSEEN where they were taken away before."""
    text = bytes(raw)
    if text == DROPPED_INPUTS:
        return UNSEEN
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        raise BadRun("inputs", "not_readable", "is not readable as JSON") from None
