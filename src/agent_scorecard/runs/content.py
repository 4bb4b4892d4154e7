"""What a run carried in and out is dropped at the door, unless the agent's policy keeps it; masked keys go first."""

from __future__ import annotations

import json
from collections.abc import Set
from typing import Any

from agent_scorecard.runs.context import RunAgent
from agent_scorecard.runs.refusal import BadRun
from agent_scorecard.vocabulary import KeepContent

MASK = "***"
DROPPED = "dropped"
LONGEST_OUTPUT = 2000
KEEPS_INPUTS = (KeepContent.INPUTS, KeepContent.BOTH)
KEEPS_OUTPUT = (KeepContent.OUTPUT, KeepContent.BOTH)


def kept(agent: RunAgent, inputs: bytes, output: bytes) -> tuple[str | None, str | None]:
    """Return inputs and output as the texts to store, None for what is not kept or was not given.

    Raises BadRun for content that cannot be read, or an output longer than 2,000 characters.
    """
    return (
        _masked_text("inputs", inputs, agent.mask_keys) if agent.keep in KEEPS_INPUTS else None,
        _masked_text("output", output, agent.mask_keys) if agent.keep in KEEPS_OUTPUT else None,
    )


def masked(value: Any, keys: Set[str]) -> Any:
    """Replace the value of every masked key, at any depth, ignoring case."""
    if isinstance(value, dict):
        return {key: MASK if key.casefold() in keys else masked(inner, keys) for key, inner in value.items()}
    return [masked(inner, keys) for inner in value] if isinstance(value, list) else value


def _masked_text(column: str, raw: bytes, keys: Set[str]) -> str | None:
    try:
        value = json.loads(raw) if raw else None
        text = value if isinstance(value, str) else _written(masked(value, keys))
    except (ValueError, RecursionError):
        raise BadRun(column, "not_readable", "is not readable as JSON") from None
    if value is None or value == DROPPED:
        return None
    if "\0" in text or not _encodes(text):
        raise BadRun(column, "bad_character", "holds a character that cannot be stored", text)
    if column == "output" and len(text) > LONGEST_OUTPUT:
        raise BadRun(column, "too_long", f"longer than {LONGEST_OUTPUT:,} characters: shorten it", text)
    return text


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
