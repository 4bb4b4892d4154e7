"""Runs are gathered in temporary tables, outside any write transaction, until they are published at once."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, insert, select

from agent_scorecard.runs.context import RunContext
from agent_scorecard.runs.decode import KEYS, UNKNOWN_KEY, Block, Lines, blocks, opened
from agent_scorecard.runs.dimensions import Dimensions
from agent_scorecard.runs.door import Door, Row, Unregistered
from agent_scorecard.runs.records import KINDS, Record
from agent_scorecard.runs.refusal import BadRun, RefusedRun
from agent_scorecard.runs.repeats import settle_repeats, settle_waiting
from agent_scorecard.runs.sealed import USER, seal_of, waiting
from agent_scorecard.runs.staging import FACTS, STAGED, fresh, staged_contents, staged_runs, staged_waiting
from agent_scorecard.runs.users import hashed
from agent_scorecard.store.moments import time_of
from agent_scorecard.store.tables.runs import unregistered_runs

MOST_REFUSALS_KEPT = 100_000
BATCH = 5_000
JOINED = "runs that waited for an alias"
TWICE = "the same request id with the same time stamp and other content: keep one"
ROOM = "PRAGMA temp.cache_size=-65536"
"""Rows of many agents are gathered in the order they came: without 64 MB of cache each one would move pages."""

UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)


class FileCounts(NamedTuple):
    """What one file brought; ids that came twice are settled for the whole load (`RunStage.settle`)."""

    source: str
    read: int
    staged: int
    waiting: int
    refused: int


class Begun(NamedTuple):
    """How far the load had come when a file began, to go back to."""

    source: str
    place: int
    read: int
    refused: int
    waiting: int
    refusals: int
    rounded: int


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
    refused: list[tuple[int, BadRun]] = field(default_factory=list)

    def put(self, line: int, row: Row) -> None:
        self.rows.append(row)
        self.lines.append(line)

    @property
    def read(self) -> int:
        return len(self.rows) + len(self.waiting) + len(self.refused)


class RunStage:
    """Gathers the runs of one load on one connection: add files, `settle`, commit, then `runs.publish.publish`.

    Nothing outside temporary tables is written. For big loads set `PRAGMA temp_store=FILE` on the connection first,
    so that gathered runs lie on disk. `refusals` holds what was refused, at most 100,000 of them; `refused` counts all.
    """

    def __init__(self, connection: Connection, context: RunContext) -> None:
        self.connection, self.context = connection, context
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(ROOM)
        fresh(connection, *STAGED)
        self.dimensions = Dimensions(connection)
        self.door = Door(context, self.dimensions)
        self.lines = Lines(self.door.cells)
        self.refusals: list[RefusedRun] = []
        self.read = self.refused = self.duplicates = self.joined = self.waiting = 0
        self._hashes, self._line_of = array("q"), array("q")
        self._begun: list[Begun] = []
        self._insert = _insert_statement(connection)

    @property
    def unknown_keys(self) -> Mapping[str, int]:
        """Keys of run records that are no columns, with how often they came; they are not stored."""
        return self.lines.unknown

    @property
    def rounded(self) -> int:
        """How many costs had more than nine decimals."""
        return self.door.rounded

    def add_lines(
        self,
        stream: IO[bytes],
        source: str,
        *,
        sealed: bool = False,
        on_block: Callable[[int], None] | None = None,
    ) -> FileCounts:
        """Take a JSON Lines file, packed with gzip or not; `on_block` hears the lines read so far and may raise.

        `sealed`: the file lies beside the manifest of an export, so what the door found then is taken as it stands.
        Raises FileRefused for a file that is no such log; nothing of it stays.
        """

        def take() -> None:
            for block in blocks(opened(stream)):
                self._count(source, self._sealed(block) if sealed else self._block(block))
                if on_block is not None:
                    on_block(block.first + len(block.lines) - 1)

        return self._file(source, take)

    def add_records(
        self, records: Iterable[tuple[int, Mapping[str, Any]]], source: str, *, stated: bool = False
    ) -> FileCounts:
        """Take runs given as mappings with their line: rows of a table, or what a mapping made of another log.

        `stated`: their times were only stated by a mapping, so they enter no trend.
        """

        def take() -> None:
            for batch in _batches(records):
                taken = Taken()
                for line, given in batch:
                    self._one(taken, line, given, stated)
                self._count(source, taken)

        return self._file(source, take)

    def add_waiting(self) -> FileCounts:
        """Take the runs that waited for an alias and whose agent is known now; call it after the files."""
        table = unregistered_runs.c
        ids = self.connection.execute(select(table.agent_id).distinct()).scalars()
        known = [id_ for id_ in ids if id_ in self.context.agents]
        rows = self.connection.execute(select(table.record).where(table.agent_id.in_(known))).scalars().all()

        def take() -> None:
            self._count(JOINED, self._sealed(Block(1, [row.encode() for row in rows])))

        counts = self._file(JOINED, take)
        self.joined += counts.staged
        return counts

    def settle(self) -> None:
        """Settle ids that came more than once in this load: the later time wins, two contents at one time lose both."""
        for clash in (settle_repeats(self.connection, self._hashes), settle_waiting(self.connection)):
            self.duplicates += clash.duplicates
            for place in clash.refused:
                self._refuse(*self._origin(place), BadRun("request_id", "same_key", TWICE))

    def forget(self, counts: FileCounts) -> None:
        """Take back the last file, because too much of it was refused. Raises ValueError for an earlier one."""
        if self._begun[-1].source != counts.source:
            raise ValueError(f"{counts.source} is not the last file.")
        self._take_back()

    def _file(self, source: str, take: Callable[[], None]) -> FileCounts:
        begun = Begun(
            source, len(self._line_of), self.read, self.refused, self.waiting, len(self.refusals), self.door.rounded
        )
        self._begun.append(begun)
        known = self.lines.unknown.copy()
        try:
            take()
        except BaseException:
            self._take_back()
            self.lines.unknown = known
            raise
        waiting = self.waiting - begun.waiting
        staged = len(self._line_of) - begun.place - waiting
        return FileCounts(source, self.read - begun.read, staged, waiting, self.refused - begun.refused)

    def _take_back(self) -> None:
        begun = self._begun.pop()
        for table in (staged_runs, staged_waiting, staged_contents):
            self.connection.execute(delete(table).where(table.c.place >= begun.place))
        del self._line_of[begun.place :], self._hashes[begun.place :], self.refusals[begun.refusals :]
        self.read, self.refused, self.waiting = begun.read, begun.refused, begun.waiting
        self.door.rounded = begun.rounded
        self.door.contents.clear()

    def _block(self, block: Block) -> Taken:
        """Read a block fast where it is plain, and line by line where it is not or turns out not to be."""
        keys = self.lines.keys_in(block.lines)
        if keys is None:
            return self._looked_at(block)
        taken, known = Taken(), self.lines.unknown.copy()
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
        self.lines.unknown = known
        return self._looked_at(block)

    def _looked_at(self, block: Block) -> Taken:
        """Read a block in which a line repeats a key or holds odd characters."""
        taken = Taken()
        for number, line in enumerate(block.lines, block.first):
            if line and not line.isspace():
                self._odd(taken, number, line, block.cut)
        return taken

    def _odd(self, taken: Taken, number: int, line: bytes, cut: bool, refused: Exception | None = None) -> None:
        if refused is not None and str(refused).startswith(UNKNOWN_KEY):
            with suppress(BadRun, Unregistered, *UNREADABLE):
                taken.put(number, self.door.row(self.lines.open_record(line)))
                return
        try:
            given = self.lines.mapping(line, cut)
        except BadRun as bad:
            taken.refused.append((number, bad))
        else:
            self._one(taken, number, given)

    def _one(self, taken: Taken, number: int, given: Mapping[str, Any], stated: bool = False) -> None:
        """Take one run given as a mapping."""
        self.lines.count_unknown(given)
        try:
            record = self.door.cells.record(given)
            try:
                taken.put(number, self.door.row(record, stated))
            except Unregistered as nobody:
                taken.waiting.append((number, self._waits(str(nobody), record, given)))
        except BadRun as bad:
            taken.refused.append((number, bad))

    def _sealed(self, block: Block) -> Taken:
        """Take runs an export wrote, or that waited: their door keys are believed."""
        taken = Taken()
        for number, line in enumerate(block.lines, block.first):
            if not line or line.isspace():
                continue
            try:
                given = self.lines.mapping(line, block.cut)
                record, seal = self.door.cells.record(given), seal_of(given)
                try:
                    row = self.door.sealed_row(record, seal) if seal else self.door.row(record, False, given.get(USER))
                    taken.put(number, row)
                except Unregistered as nobody:
                    taken.waiting.append((number, self._waits(str(nobody), record, given)))
            except BadRun as bad:
                taken.refused.append((number, bad))
        return taken

    def _waits(self, agent_id: str, record: Record, given: Mapping[str, Any]) -> Waiting:
        """Check what can be checked without an agent, and take content and user away."""
        self.door.check(record)
        user = hashed(record.user, self.context.user_key) if record.user else given.get(USER)
        kept = waiting({key: value for key, value in given.items() if key in KINDS}, user)
        at = self.door.moment(record.timestamp)
        kept["timestamp"] = time_of(at).isoformat().replace("+00:00", "Z")
        text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return Waiting(agent_id, record.request_id, at, text)

    def _count(self, source: str, taken: Taken) -> None:
        """Let a block count: put its rows into the temporary tables."""
        place = len(self._line_of)
        self.read += taken.read
        self.waiting += len(taken.waiting)
        self._line_of.extend(taken.lines)
        self._hashes.extend([hash((row[0], row[2])) for row in taken.rows])
        self._put(self._insert, [(*row, each) for each, row in enumerate(taken.rows, place)])
        place += len(taken.rows)
        for each, (line, run) in enumerate(taken.waiting, place):
            self._line_of.append(line)
            self._hashes.append(hash(run[:2]))
            self.connection.execute(insert(staged_waiting).values(**run._asdict(), place=each))
        for line, bad in taken.refused:
            self._refuse(source, line, bad)
        self._put_contents()

    def _put_contents(self) -> None:
        if self.door.contents:
            place = len(self._line_of)
            rows = [(*content, place + each) for each, content in enumerate(self.door.contents)]
            self.connection.execute(
                insert(staged_contents),
                [dict(zip(("local", "request", "inputs", "output", "place"), row, strict=True)) for row in rows],
            )
            self.door.contents.clear()

    def _put(self, statement: str, rows: list[Any]) -> None:
        if rows:
            self.connection.exec_driver_sql(statement, rows)

    def _refuse(self, source: str, line: int, bad: BadRun) -> None:
        self.refused += 1
        if len(self.refusals) < MOST_REFUSALS_KEPT:
            self.refusals.append(RefusedRun(source, line, bad.column, bad.value, bad.code, bad.reason))

    def _origin(self, place: int) -> tuple[str, int]:
        """Return source and line of a staged run."""
        file = bisect_right(self._begun, place, key=lambda begun: begun.place) - 1
        return self._begun[file].source, self._line_of[place]


def _insert_statement(connection: Connection) -> str:
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    columns = ("local", "at", "request", *FACTS, "place")
    return f"INSERT INTO staged_runs ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"


def _batches(records: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[list[tuple[int, Mapping[str, Any]]]]:
    rows = iter(records)
    while batch := list(islice(rows, BATCH)):
        yield batch
