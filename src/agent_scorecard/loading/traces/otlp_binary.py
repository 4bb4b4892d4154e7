"""OTLP protobuf as the Collector's file exporter writes it: each message behind its length in four bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.shapes import LENGTH, LONGEST_LINE
from agent_scorecard.loading.traces import ids
from agent_scorecard.loading.traces.attributes import EVALUATION, SERVICE, TEXTS, WANTED, part_of, span_of
from agent_scorecard.loading.traces.found import Found, each
from agent_scorecard.loading.traces.span import Span

if TYPE_CHECKING:
    from opentelemetry.proto.common.v1.common_pb2 import KeyValue

ERROR = 2
SIMPLE = ("string_value", "int_value", "double_value", "bool_value")
(LABEL,) = TEXTS["label"]
NOT_INSTALLED = (
    "this is OTLP protobuf: install it with pip install 'agent-scorecard[otlp]', or let the collector write JSON"
)


def spans(stream: IO[bytes]) -> Iterator[Found]:
    """Yield every span of the file; the line is the number of its message. Raises Refused for a damaged file."""
    try:
        from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
        from opentelemetry.proto.trace.v1.trace_pb2 import TracesData
    except ImportError:
        raise Refused(Code.NOT_READABLE, NOT_INSTALLED) from None
    for number, message in enumerate(_messages(stream), 1):
        try:
            data = TracesData.FromString(message)
        except DecodeError:
            yield Found(number, fault=Refused(Code.NOT_READABLE, "the message is not OTLP traces"))
            continue
        found = [(span, of.resource) for of in data.resource_spans for scope in of.scope_spans for span in scope.spans]
        yield from each(number, found, _made)


def _messages(stream: IO[bytes]) -> Iterator[bytes]:
    number = 0
    try:
        while head := stream.read(LENGTH):
            number += 1
            length = int.from_bytes(head, "big")
            if length > LONGEST_LINE:
                raise Refused(Code.LINE_TOO_LONG, f"message {number} is longer than 64 MiB", number)
            message = stream.read(length)
            if len(head) < LENGTH or len(message) < length:
                raise Refused(Code.NOT_READABLE, f"message {number} is incomplete: the file looks cut", number)
            yield message
    except (EOFError, OSError, zlib.error):
        raise Refused(Code.NOT_READABLE, "the packed file is damaged or looks cut") from None


def _made(item: tuple[Any, Any]) -> Iterator[Span | None]:
    whole, resource = item
    given = _plain(whole.attributes, WANTED)
    part = part_of(given)
    if part is None:
        yield None
        return
    service = _plain(resource.attributes, (SERVICE,)).get(SERVICE)
    yield span_of(
        given,
        part,
        trace=ids.trace_id(whole.trace_id.hex()),
        span=ids.span_id(whole.span_id.hex()),
        parent=ids.parent_id(whole.parent_span_id.hex()),
        times=(whole.start_time_unix_nano, whole.end_time_unix_nano),
        failed=whole.status.code == ERROR,
        service=service if isinstance(service, str) else "",
        labels=(_plain(event.attributes, (LABEL,)).get(LABEL) for event in whole.events if event.name == EVALUATION),
    )


def _plain(pairs: Iterable[KeyValue], wanted: Iterable[str]) -> Mapping[str, Any]:
    found = ((pair.key, pair.value) for pair in pairs if pair.key in wanted)
    kinds = ((key, value, value.WhichOneof("value")) for key, value in found)
    return {key: getattr(value, kind) for key, value, kind in kinds if kind in SIMPLE}
