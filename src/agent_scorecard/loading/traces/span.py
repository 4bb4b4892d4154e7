"""A span as it is kept: what it was, how long it took, what it used, and no word of what was said in it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Part(StrEnum):
    """What a span is in a run."""

    AGENT = "agent"
    TOOL = "tool"
    MODEL = "model"


class Span(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One span; times are epoch nanoseconds, `cost` is decimal text, "" and None are unknown. `trace` is not written.

    `total`: its tokens and cost stand beside those of every other span, however they are nested, and calls of tools may
    not be told apart. `said` are columns of a run, or status and reason of a call, that the sender states itself.
    """

    span: str
    part: Part
    start: int
    end: int
    parent: str = ""
    agent: str = ""
    version: str = ""
    workflow: str = ""
    conversation: str = ""
    tool: str = ""
    asked_model: str = ""
    model: str = ""
    error: str = ""
    input: int | None = None
    output: int | None = None
    cache_read: int = 0
    cache_write: int = 0
    cost: str = ""
    currency: str = ""
    total: bool = False
    results: tuple[str, ...] = ()
    said: dict[str, str] = {}
    trace: str = ""

    @property
    def has_usage(self) -> bool:
        return self.input is not None or self.output is not None or bool(self.cost)


_encode, _decode = msgspec.json.Encoder(order="deterministic").encode, msgspec.json.Decoder(list[Span]).decode


def written(spans: Iterable[Span]) -> str:
    """Return spans of one trace as text: equal sets of spans are equal texts, in whatever order they came."""
    bare = (msgspec.structs.replace(span, trace="") for span in spans)
    return _encode(sorted(bare, key=lambda span: span.span)).decode()


def read(text: str) -> list[Span]:
    """Read back what `written` wrote."""
    return _decode(text)


def settled(one: Span, other: Span) -> Span:
    """Of two tellings of one span keep the one that ended later, and of two equally late ones always the same."""
    return max(one, other, key=lambda span: (span.end, _encode(span)))
