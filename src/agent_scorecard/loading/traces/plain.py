"""Spans as Python's SDK prints them and alike: one on each line, a list of them, or a document that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

import msgspec
from msgspec import Raw, Struct

from agent_scorecard.loading.traces import ids
from agent_scorecard.loading.traces.attributes import EVALUATION, SERVICE, TEXTS, WANTED, part_of, span_of
from agent_scorecard.loading.traces.found import UNREADABLE, Found, each, objects, unreadable
from agent_scorecard.loading.traces.otlp import Pair
from agent_scorecard.loading.traces.otlp import plain as of_pairs
from agent_scorecard.loading.traces.span import Span

Named = dict[str, Raw]
FAILED = ("2", "error", "status_code_error", "statuscode.error")
TRACE, SPAN = ("trace_id", "traceId"), ("span_id", "spanId")
PARENT = ("parent_span_id", "parentSpanId", "parent_id")
START = ("start_time", "start_time_unix_nano", "startTimeUnixNano")
END = ("end_time", "end_time_unix_nano", "endTimeUnixNano")
(LABEL,) = TEXTS["label"]


class Event(Struct, gc=False):
    name: str = ""
    attributes: Raw = Raw(b"{}")


class Resource(Struct, gc=False):
    attributes: Raw = Raw(b"{}")


_named = msgspec.json.Decoder(Named).decode
_either = msgspec.json.Decoder(Named | list[Raw]).decode
_pairs = msgspec.json.Decoder(list[Pair]).decode
_events = msgspec.json.Decoder(list[Event]).decode
_any = msgspec.json.Decoder().decode


def spans(stream: IO[bytes]) -> Iterator[Found]:
    """Yield every span of the file. Raises Refused for a damaged one."""
    for line, text in objects(stream):
        try:
            items = _items(text)
        except UNREADABLE as fault:
            yield Found(line, fault=unreadable(fault))
            continue
        yield from each(line, items, _made)


def _items(text: bytes | Raw) -> list[Raw]:
    held = _either(text)
    if isinstance(held, list):
        return [span for item in held for span in _items(item)]
    return msgspec.json.decode(held["spans"], type=list[Raw]) if "spans" in held else [Raw(bytes(text))]


def _made(item: Raw) -> Iterator[Span | None]:
    whole = _named(item)
    given = _attributes(whole.get("attributes", Raw(b"{}")), WANTED)
    part = part_of(given)
    if part is None:
        yield None
        return
    context, above = _inner(whole, "context"), _inner(whole, "parent")
    events = _events(whole["events"]) if "events" in whole else []
    yield span_of(
        given,
        part,
        trace=ids.trace_id(_of(whole, TRACE) or _of(context, TRACE)),
        span=ids.span_id(_of(whole, SPAN) or _of(context, SPAN)),
        parent=ids.parent_id(_of(whole, PARENT) or _of(above, SPAN)),
        times=(ids.nanoseconds(_of(whole, START)), ids.nanoseconds(_of(whole, END))),
        failed=_failed(whole),
        service=_service(whole),
        labels=(_attributes(event.attributes, (LABEL,)).get(LABEL) for event in events if event.name == EVALUATION),
    )


def _attributes(raw: Raw, wanted: Any) -> Mapping[str, Any]:
    """Return the wanted attributes of an object, or of a list of keys and values as OTLP writes it."""
    if bytes(raw).lstrip()[:1] == b"[":
        return of_pairs(_pairs(raw), wanted)
    return {name: _any(value) for name, value in _named(raw).items() if name in wanted}


def _inner(whole: Named, key: str) -> Named:
    return _named(whole[key]) if bytes(whole.get(key, b"null")) != b"null" else {}


def _of(held: Named, names: tuple[str, ...]) -> Any:
    return next((_any(held[name]) for name in names if name in held), None)


def _failed(whole: Named) -> bool:
    status = whole.get("status", Raw(b"null"))
    if bytes(status).lstrip()[:1] == b"{":
        inner = _named(status)
        status = inner.get("status_code", inner.get("code", Raw(b"null")))
    return str(_any(status)).casefold() in FAILED


def _service(whole: Named) -> str:
    resource = _inner(whole, "resource")
    found = _attributes(resource["attributes"], (SERVICE,)).get(SERVICE) if "attributes" in resource else None
    return found if isinstance(found, str) else ""
