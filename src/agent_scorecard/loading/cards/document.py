"""One JSON document that somebody outside wrote: how it is read, and how a text of it is taken."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.shapes import unpacked, whole
from agent_scorecard.loading.sources import Source

Document = Mapping[str, object]


def document(source: Source) -> Document:
    """Return the object a file holds. Raises Refused for one that is no single JSON object, OSError."""
    with source.open() as stream:
        try:
            found = msgspec.json.decode(whole(unpacked(stream)))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, EOFError) as fault:
            raise Refused(Code.NOT_READABLE, f"is not one JSON object: {fault}") from fault
    return mapping(found)


def mapping(found: object) -> Document:
    return found if isinstance(found, Mapping) else {}


def listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def text(told: object, name: str) -> str:
    """Return a text without the blanks around it, "" for anything else."""
    value = mapping(told).get(name)
    return value.strip() if isinstance(value, str) else ""
