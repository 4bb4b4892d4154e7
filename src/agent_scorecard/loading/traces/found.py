"""What a reader of spans yields, and how it walks through lines and documents."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, NamedTuple

import msgspec

from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.shapes import LONGEST_LINE, whole
from agent_scorecard.loading.traces.span import Span

PLACE = re.compile(r" - at `[^`]*`")
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Found(NamedTuple):
    """One span of a file with its line; without span a fault, without both a span of something else."""

    line: int
    span: Span | None = None
    fault: Refused | None = None


def objects(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number, or the document as a whole where its first line is no object by itself."""
    try:
        first = stream.readline(LONGEST_LINE + 1)
        rest = first if _is_whole(first) else first + whole(stream)
        if rest.strip():
            yield 1, rest.removeprefix(b"\xef\xbb\xbf")
        number = 1
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise Refused(Code.LINE_TOO_LONG, "has a line longer than 64 MiB", number)
            if not line.isspace():
                yield number, line
    except (EOFError, OSError, zlib.error):
        raise Refused(Code.NOT_READABLE, "the packed file is damaged or looks cut") from None


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=msgspec.Raw)
    except UNREADABLE:
        return False
    return True


def each(line: int, items: Iterable[Any], made: Callable[[Any], Iterator[Span | None]]) -> Iterator[Found]:
    """Make spans of the items of one line; a bad one is told with its number and keeps no other from being read."""
    for number, item in enumerate(items, 1):
        try:
            yield from (Found(line, span) for span in made(item))
        except (Refused, *UNREADABLE) as fault:
            yield Found(line, fault=_told(fault, number))


def unreadable(fault: Exception) -> Refused:
    """Say why a text could not be read without repeating any of it."""
    if isinstance(fault, RecursionError):
        return Refused(Code.NOT_READABLE, "is nested too deeply")
    return Refused(Code.NOT_READABLE, f"is not readable as JSON: {PLACE.sub('', str(fault))}")


def _told(fault: Exception, number: int) -> Refused:
    if isinstance(fault, Refused):
        return Refused(fault.code, f"span {number}: {fault.reason}")
    told = unreadable(fault)
    return Refused(told.code, f"span {number} {told.reason}")
