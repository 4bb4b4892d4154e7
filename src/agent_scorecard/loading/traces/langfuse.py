"""Trace exports of Langfuse: one trace with its observations; each is the run of the trace it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import IO, Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.traces import ids
from agent_scorecard.loading.traces.attributes import TEXTS, UNTYPED, amount, readable
from agent_scorecard.loading.traces.found import UNREADABLE, Found, each, objects, unreadable
from agent_scorecard.loading.traces.span import Part, Span

GENERATIONS, TOOL, AGENT = ("GENERATION", "EMBEDDING"), "TOOL", "AGENT"
ERROR = "ERROR"
HEX = re.compile(r"[0-9a-f]+")
Tokens = Annotated[int, Meta(ge=0, le=2**63 - 1)]
ROOT = "0" * ids.SPAN_DIGITS


class Trace(Struct, rename="camel"):
    """A trace as exported, without its input and output; `latency` in seconds."""

    id: str = ""
    name: str | None = None
    timestamp: str = ""
    session_id: str | None = None
    version: str | None = None
    latency: float | None = None


class Observation(Struct, rename="camel"):
    """One observation, without its input, output and status message."""

    id: str = ""
    parent_observation_id: str | None = None
    type: str = ""
    name: str | None = None
    start_time: str = ""
    end_time: str | None = None
    level: str | None = None
    model: str | None = None
    total_cost: float | None = None
    calculated_total_cost: float | None = None
    input_usage: Tokens | None = None
    output_usage: Tokens | None = None
    prompt_tokens: Tokens | None = None
    completion_tokens: Tokens | None = None
    metadata: Raw = Raw(b"null")

    @property
    def tokens_in(self) -> int | None:
        return self.input_usage if self.input_usage is not None else self.prompt_tokens

    @property
    def tokens_out(self) -> int | None:
        return self.output_usage if self.output_usage is not None else self.completion_tokens

    @property
    def cost(self) -> float | None:
        return self.total_cost if self.total_cost is not None else self.calculated_total_cost


class Held(Struct):
    """The download of one trace, or the trace as the API answers with it."""

    observations: list[Raw]
    trace: Raw = Raw(b"null")


_held = msgspec.json.Decoder(Held).decode
_trace = msgspec.json.Decoder(Trace).decode
_observation = msgspec.json.Decoder(Observation).decode
_named = msgspec.json.Decoder(dict[str, Raw]).decode
_any = msgspec.json.Decoder().decode


def spans(stream: IO[bytes]) -> Iterator[Found]:
    """Yield the run of every trace and its observations. Raises Refused for a damaged file."""
    for line, text in objects(stream):
        try:
            items = msgspec.json.decode(text, type=list[Raw]) if text.lstrip()[:1] == b"[" else [Raw(text)]
        except UNREADABLE as fault:
            yield Found(line, fault=unreadable(fault))
            continue
        for item in items:
            yield from _of_trace(line, item)


def _of_trace(line: int, item: Raw) -> Iterator[Found]:
    try:
        held = _held(item)
        trace = _trace(item if bytes(held.trace) == b"null" else held.trace)
        number = _id(trace.id, ids.TRACE_DIGITS)
        root = _root(number, trace, list(_readable(held.observations)))
    except Refused as fault:
        yield Found(line, fault=fault)
    except UNREADABLE as fault:
        yield Found(line, fault=unreadable(fault))
    else:
        yield Found(line, root)
        yield from each(line, held.observations, lambda raw: iter([_span(number, _observation(raw))]))


def _readable(observations: list[Raw]) -> Iterator[Observation]:
    for raw in observations:
        with suppress(*UNREADABLE):
            yield _observation(raw)


def _id(text: str, digits: int) -> str:
    """An id of OpenTelemetry in hexadecimal digits, any other one as it stands: Langfuse takes both."""
    bare = text.replace("-", "").lower()
    if len(bare) <= digits and HEX.fullmatch(bare):
        return bare.rjust(digits, "0")
    if found := readable(text):
        return found
    raise Refused(Code.BAD_ID, "a trace and each of its observations need an id")


def _root(number: str, trace: Trace, observed: list[Observation]) -> Span:
    """The trace itself as the agent's span; its agent is what an agent's observation names, else the trace's name."""
    start = ids.nanoseconds(trace.timestamp)
    agents = sorted((one for one in observed if one.type == AGENT), key=lambda one: (one.start_time, one.id))
    named = (_of(_metadata(one), TEXTS["agent"]) for one in agents)
    agent = next((name for name in named if name), trace.name or "")
    if not (agent := readable(agent)):
        raise Refused(Code.MISSING, "the trace has no name and no observation that names its agent")
    top = [one for one in observed if one.parent_observation_id is None]
    return Span(
        ROOT,
        Part.AGENT,
        start,
        start + _lasted(trace, observed),
        agent=agent,
        version=readable(trace.version or ""),
        conversation=readable(trace.session_id or ""),
        error=UNTYPED if any(one.level == ERROR for one in top) else "",
        total=True,
        trace=number,
    )


def _lasted(trace: Trace, observed: list[Observation]) -> int:
    """How long a trace took: as exported, else from its first beginning to its last end."""
    if trace.latency is not None and trace.latency >= 0:
        return round(timedelta(seconds=trace.latency) / timedelta(microseconds=1)) * ids.PER_MICROSECOND
    ends = [ids.nanoseconds(one.end_time) for one in observed if one.end_time]
    return max(0, max(ends, default=0) - ids.nanoseconds(trace.timestamp))


def _span(number: str, one: Observation) -> Span | None:
    part = Part.TOOL if one.type == TOOL else Part.MODEL if one.type in GENERATIONS or _used(one) else None
    if part is None:
        return None
    start = ids.nanoseconds(one.start_time)
    told = _metadata(one) if part is Part.TOOL else {}
    return Span(
        _id(one.id, ids.SPAN_DIGITS),
        part,
        start,
        max(start, ids.nanoseconds(one.end_time or one.start_time)),
        parent=ROOT,
        tool=readable(_of(told, TEXTS["tool"]) or one.name or "") if part is Part.TOOL else "",
        model=readable(one.model or ""),
        error=UNTYPED if one.level == ERROR else "",
        input=one.tokens_in,
        output=one.tokens_out,
        cost=amount(one.cost) if one.cost and part is Part.MODEL else "",
        total=True,
        trace=number,
    )


def _used(one: Observation) -> bool:
    """Say whether an observation of any kind used tokens or money: Langfuse adds those up over all of them."""
    return bool(one.cost or one.tokens_in or one.tokens_out)


def _metadata(one: Observation) -> Mapping[str, Raw]:
    """The attributes OpenTelemetry gave an observation; they lie in an object, or as JSON inside a text."""
    try:
        raw = one.metadata
        if bytes(raw).lstrip()[:1] == b'"':
            raw = Raw(_any(raw).encode())
        held = _named(raw)
        return _named(held["attributes"]) if "attributes" in held else held
    except UNREADABLE:
        return {}


def _of(held: Mapping[str, Raw], names: tuple[str, ...]) -> str:
    found = (_any(held[name]) for name in names if name in held)
    return next((text.strip() for text in found if isinstance(text, str) and text.strip()), "")
