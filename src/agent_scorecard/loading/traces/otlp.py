"""OTLP JSON as the OpenTelemetry Collector's file exporter writes it: one export request on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

import msgspec
from msgspec import Raw, Struct

from agent_scorecard.loading.traces import ids
from agent_scorecard.loading.traces.attributes import EVALUATION, SERVICE, TEXTS, WANTED, part_of, span_of
from agent_scorecard.loading.traces.found import UNREADABLE, Found, each, objects, unreadable
from agent_scorecard.loading.traces.span import Span

FAILED = (2, "2", "STATUS_CODE_ERROR")
(LABEL,) = TEXTS["label"]


class Pair(Struct, gc=False):
    key: str = ""
    value: Raw = Raw(b"{}")


class Value(Struct, rename="camel", gc=False):
    """The one value an attribute holds; lists and objects are left unread."""

    string_value: str | None = None
    int_value: str | int | None = None
    double_value: float | None = None
    bool_value: bool | None = None


class Status(Struct, gc=False):
    code: int | str | None = None


class Event(Struct, gc=False):
    name: str = ""
    attributes: list[Pair] = []


class Whole(Struct, rename="camel", gc=False):
    """A span as it lies in the file, without its name, links and message."""

    trace_id: Raw = Raw(b"null")
    span_id: Raw = Raw(b"null")
    parent_span_id: str | None = None
    start_time_unix_nano: str | int | None = None
    end_time_unix_nano: str | int | None = None
    attributes: list[Pair] = []
    status: Status | None = None
    events: list[Event] = []


class Scope(Struct):
    spans: list[Raw] = []


class Resource(Struct):
    attributes: list[Pair] = []


class OfResource(Struct, rename="camel"):
    resource: Resource | None = None
    scope_spans: list[Scope] = []


class Request(Struct, rename="camel"):
    resource_spans: list[OfResource]


_request = msgspec.json.Decoder(Request).decode
_whole = msgspec.json.Decoder(Whole).decode
_value = msgspec.json.Decoder(Value).decode
_any = msgspec.json.Decoder().decode


def spans(stream: IO[bytes]) -> Iterator[Found]:
    """Yield every span of the file. Raises Refused for a damaged one."""
    for line, text in objects(stream):
        try:
            request = _request(text)
        except UNREADABLE as fault:
            yield Found(line, fault=unreadable(fault))
            continue
        found = [
            (span, of.resource) for of in request.resource_spans for scope in of.scope_spans for span in scope.spans
        ]
        yield from each(line, found, _made)


def _made(item: tuple[Raw, Resource | None]) -> Iterator[Span | None]:
    whole = _whole(item[0])
    given = plain(whole.attributes, WANTED)
    part = part_of(given)
    if part is None:
        yield None
        return
    service = plain(item[1].attributes, (SERVICE,)).get(SERVICE) if item[1] else None
    yield span_of(
        given,
        part,
        trace=ids.trace_id(_any(whole.trace_id)),
        span=ids.span_id(_any(whole.span_id)),
        parent=ids.parent_id(whole.parent_span_id),
        times=(ids.nanoseconds(whole.start_time_unix_nano), ids.nanoseconds(whole.end_time_unix_nano)),
        failed=whole.status is not None and whole.status.code in FAILED,
        service=service if isinstance(service, str) else "",
        labels=(plain(event.attributes, (LABEL,)).get(LABEL) for event in whole.events if event.name == EVALUATION),
    )


def plain(pairs: Iterable[Pair], wanted: Iterable[str]) -> Mapping[str, Any]:
    """Return the values of the wanted attributes; no other value is decoded."""
    return {pair.key: _read(pair.value) for pair in pairs if pair.key in wanted}


def _read(value: Raw) -> str | int | float | bool | None:
    held = _value(value)
    found = (held.string_value, held.int_value, held.double_value, held.bool_value)
    return next((each_ for each_ in found if each_ is not None), None)
