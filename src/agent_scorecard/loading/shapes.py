"""What a file of another system is: one place that looks at what it holds, never at what it is called."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import IO, cast

import msgspec

from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.sources import Source

LOOKED_INTO = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz", ".pb", ".pb.gz", ".binpb", ".otlp")
DOCUMENTS = (".json", ".json.gz")
LARGEST = 256 << 20
LONGEST_LINE = 64 << 20
LENGTH, FIRST_FIELD = 4, b"\x0a"
GZIP = b"\x1f\x8b"

Found = Mapping[str, msgspec.Raw]


class Shape(StrEnum):
    """The files of other systems that are read without a mapping (docs/formats.md)."""

    OTLP_JSON = "OpenTelemetry spans (OTLP JSON)"
    OTLP_BINARY = "OpenTelemetry spans (OTLP protobuf)"
    SPANS = "OpenTelemetry spans"
    LANGFUSE = "a Langfuse trace"
    KEPT_TRACES = "traces of an export"
    PRICES = "a list of token prices"
    AGENT_CARD = "an A2A agent card"
    TOOL_LIST = "an MCP tool list"


SELF_TOLD = frozenset((Shape.AGENT_CARD, Shape.TOOL_LIST))
TRACES = frozenset((Shape.OTLP_JSON, Shape.OTLP_BINARY, Shape.SPANS, Shape.LANGFUSE, Shape.KEPT_TRACES))


def shape_of(source: Source) -> Shape | None:
    """Say what a file holds by the keys of its first object; None for our own files and everything unknown.

    Nothing is raised for what a file holds: what cannot be read here is told by whoever reads it.
    """
    if source.ending not in LOOKED_INTO:
        return None
    try:
        with source.open() as stream:
            return _shape_in(unpacked(stream), source.ending in DOCUMENTS)
    except (OSError, EOFError, zlib.error, Refused):
        return None


def unpacked(stream: IO[bytes]) -> IO[bytes]:
    """Return the bytes of a file, unpacked where it is gzip."""
    head = stream.read(len(GZIP))
    stream.seek(0)
    return cast(IO[bytes], gzip.GzipFile(fileobj=stream)) if head == GZIP else stream


def whole(stream: IO[bytes]) -> bytes:
    """Return a document as a whole. Raises Refused for more than 256 MiB."""
    text = stream.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise Refused(Code.NOT_READABLE, "is larger than 256 MiB: write one object per line")
    return text.removeprefix(b"\xef\xbb\xbf")


def _shape_in(stream: IO[bytes], is_document: bool) -> Shape | None:
    if is_length_delimited(stream):
        return Shape.OTLP_BINARY
    line = stream.readline(LONGEST_LINE)
    found = _first_object(line)
    if found is None and is_document:
        found = _first_object(line + whole(stream))
    return next((shape for shape, fits in SHAPES.items() if found and fits(found)), None)


def is_length_delimited(stream: IO[bytes]) -> bool:
    """Say whether a file begins with a length of four bytes and the first field of a protobuf message."""
    head = stream.read(LENGTH + 1)
    stream.seek(0)
    return head[LENGTH:] == FIRST_FIELD and head[:1] < b"\x20" and not head[:LENGTH].isspace()


def _first_object(text: bytes) -> Found | None:
    """Return the object, or the first one of an array, with its values unread."""
    try:
        first = msgspec.json.decode(text.removeprefix(b"\xef\xbb\xbf"), type=dict[str, msgspec.Raw] | list[msgspec.Raw])
        while isinstance(first, list):
            first = msgspec.json.decode(first[0], type=dict[str, msgspec.Raw] | list[msgspec.Raw])
        return first
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, IndexError):
        return None


def _has(*keys: str) -> Callable[[Found], bool]:
    return lambda found: all(key in found for key in keys)


def _is_span(found: Found) -> bool:
    named = {"trace_id", "traceId"} & found.keys() or "trace_id" in _inside(found, "context")
    return bool(named) and bool({"start_time", "start_time_unix_nano", "startTimeUnixNano"} & found.keys())


def _holds_spans(found: Found) -> bool:
    return "spans" in found and (inner := _first_object(bytes(found["spans"]))) is not None and _is_span(inner)


def _holds_prices(found: Found) -> bool:
    chat = _inside(found, "chat")
    return any("promptPrice" in _inside(chat, model) for model in chat)


def _is_card(found: Found) -> bool:
    return {"name", "skills"} <= found.keys() and bool({"supportedInterfaces", "url"} & found.keys())


def _lists_tools(found: Found) -> bool:
    tools = found.get("tools") or _inside(found, "result").get("tools")
    return tools is not None and bytes(tools).startswith(b"[")


def _inside(found: Found, key: str) -> Found:
    return (_first_object(bytes(found[key])) or {}) if key in found else {}


SHAPES: Mapping[Shape, Callable[[Found], bool]] = {
    Shape.OTLP_JSON: _has("resourceSpans"),
    Shape.LANGFUSE: lambda found: "observations" in found and bool({"trace", "timestamp"} & found.keys()),
    Shape.KEPT_TRACES: _has("trace", "_spans"),
    Shape.PRICES: _holds_prices,
    Shape.AGENT_CARD: _is_card,
    Shape.TOOL_LIST: _lists_tools,
    Shape.SPANS: lambda found: _is_span(found) or _holds_spans(found),
}
"""How to add one: its word in `Shape`, and what the first object of such a file holds."""
