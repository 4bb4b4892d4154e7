"""Lines and rows become rows of staging: fast where a block is plain, with a second look where it is not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from agent_scorecard.runs.decode import KEYS, UNKNOWN_KEY, Block, Lines
from agent_scorecard.runs.door import Door, Row, Unregistered
from agent_scorecard.runs.records import KINDS, Record
from agent_scorecard.runs.refusal import BadRun, Fault
from agent_scorecard.runs.sealed import COMPUTED, USER, seal_of, waiting
from agent_scorecard.runs.users import hashed
from agent_scorecard.store.moments import time_of

UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)


class Waiting(NamedTuple):
    """A run whose agent nobody knows yet."""

    agent_id: str
    request: str
    at: int
    record: str


@dataclass(slots=True)
class Taken:
    """What a block of lines came to, before any of it counts."""

    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    waiting: list[tuple[int, Waiting]] = field(default_factory=list)
    refused: list[tuple[int, Fault]] = field(default_factory=list)

    def put(self, line: int, row: Row) -> None:
        self.rows.append(row)
        self.lines.append(line)

    @property
    def read(self) -> int:
        return len(self.rows) + len(self.waiting) + len(self.refused)


class Taker:
    """Leads lines through the door."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.lines = Lines(door.cells)

    def block(self, block: Block) -> Taken:
        """Read a block fast where it is plain, and line by line where it is not or turns out not to be."""
        keys = self.lines.keys_in(block.lines)
        if keys is None:
            return self._looked_at(block)
        taken, known, rounded = Taken(), self.lines.unknown.copy(), self.door.amounts.rounded
        typed, row_of, put, came_from = self.lines.typed, self.door.row, taken.rows.append, taken.lines.append
        odd: list[bytes] = []
        for number, line in enumerate(block.lines, block.first):
            try:
                put(row_of(typed(line)))
                came_from(number)
            except UNREADABLE as refused:
                if line and not line.isspace():
                    odd.append(line)
                    self._odd(taken, number, line, block.cut, refused)
            except (BadRun, Unregistered):
                self._odd(taken, number, line, block.cut)
        counted = [count - sum(line.count(key) for line in odd) for key, count in zip(KEYS, keys, strict=True)]
        if all(count == taken.read - len(odd) for count in counted):
            return taken
        self.lines.unknown, self.door.amounts.rounded = known, rounded
        return self._looked_at(block)

    def records(self, batch: Iterable[tuple[int, Mapping[str, Any]]], stated: bool) -> Taken:
        """Take runs given as mappings with their line."""
        taken = Taken()
        for line, given in batch:
            computed = COMPUTED in given
            said = {name: value for name, value in given.items() if name != COMPUTED} if computed else given
            self._one(taken, line, said, stated, computed)
        return taken

    def _looked_at(self, block: Block) -> Taken:
        """Read a block in which some line repeats a key or holds odd characters."""
        taken = Taken()
        for number, line in enumerate(block.lines, block.first):
            if not line or line.isspace():
                continue
            if self.lines.is_plain(line):
                with suppress(BadRun, Unregistered, *UNREADABLE):
                    taken.put(number, self.door.row(self.lines.typed(line)))
                    continue
            self._odd(taken, number, line, block.cut)
        return taken

    def _odd(self, taken: Taken, number: int, line: bytes, cut: bool, refused: Exception | None = None) -> None:
        if refused is not None and str(refused).startswith(UNKNOWN_KEY):
            with suppress(BadRun, Unregistered, *UNREADABLE):
                taken.put(number, self.door.row(self.lines.open_record(line)))
                self.lines.count_keys(line)
                return
        try:
            given = self.lines.mapping(line, cut)
        except BadRun as bad:
            taken.refused.append((number, bad.fault))
        else:
            self._one(taken, number, given)

    def _one(
        self, taken: Taken, number: int, given: Mapping[str, Any], stated: bool = False, computed: bool = False
    ) -> None:
        """Take one run given as a mapping."""
        self.lines.count_unknown(given)
        try:
            record = self.door.cells.record(given)
            try:
                taken.put(number, self.door.row(record, stated, computed=computed))
            except Unregistered as nobody:
                taken.waiting.append((number, self._waits(str(nobody), record, given, computed)))
        except BadRun as bad:
            taken.refused.append((number, bad.fault))

    def sealed(self, block: Block) -> Taken:
        """Take runs an export wrote, or that waited: their door keys are believed."""
        taken = Taken()
        for number, line in enumerate(block.lines, block.first):
            if not line or line.isspace():
                continue
            try:
                given = self.lines.mapping(line, block.cut)
                record, seal = self.door.cells.record(given), seal_of(given)
                try:
                    computed = bool(given.get(COMPUTED))
                    row = (
                        self.door.sealed_row(record, seal)
                        if seal
                        else self.door.row(record, False, given.get(USER), computed)
                    )
                    taken.put(number, row)
                except Unregistered as nobody:
                    taken.waiting.append((number, self._waits(str(nobody), record, given, computed)))
            except BadRun as bad:
                taken.refused.append((number, bad.fault))
        return taken

    def _waits(self, agent_id: str, record: Record, given: Mapping[str, Any], computed: bool = False) -> Waiting:
        """Check what can be checked without an agent, and take content and user away."""
        self.door.check(record)
        user = hashed(record.user, self.door.context.user_key) if record.user else given.get(USER)
        kept = waiting({key: value for key, value in given.items() if key in KINDS}, user, computed)
        at = self.door.moment(record.timestamp)
        kept["timestamp"] = time_of(at).isoformat().replace("+00:00", "Z")
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return Waiting(agent_id, record.request_id, at, text)
