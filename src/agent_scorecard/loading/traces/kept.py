"""The traces of an export: the spans as they were kept, so that the database they go to can complete them too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from agent_scorecard.loading.traces.found import UNREADABLE, Found, objects, unreadable
from agent_scorecard.loading.traces.span import Span
from agent_scorecard.store.tables.traces import traces


class Kept(Struct):
    """One line: a trace with its spans."""

    trace: str
    spans: list[Span] = msgspec.field(name="_spans")


_kept = msgspec.json.Decoder(Kept).decode


def spans(stream: IO[bytes]) -> Iterator[Found]:
    """Yield every span of the file. Raises Refused for a damaged one."""
    for line, text in objects(stream):
        try:
            found = _kept(text)
        except UNREADABLE as fault:
            yield Found(line, fault=unreadable(fault))
            continue
        yield from (Found(line, msgspec.structs.replace(span, trace=found.trace)) for span in found.spans)


def exported(connection: Connection) -> Iterator[str]:
    """Yield each kept trace as one line of JSON."""
    for trace, text in connection.execute(select(traces.c.trace, traces.c.spans).order_by(traces.c.trace)):
        line = msgspec.json.encode({"trace": trace, "_spans": msgspec.Raw(text.encode())})
        yield line.decode() + "\n"
