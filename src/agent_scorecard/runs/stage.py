"""Runs are gathered in temporary tables, outside any write transaction, until they are published at once."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from agent_scorecard.runs.context import RunContext
from agent_scorecard.runs.decode import Block, blocks, opened
from agent_scorecard.runs.dimensions import Dimensions
from agent_scorecard.runs.door import Door
from agent_scorecard.runs.keeping.older import leave_out_purged
from agent_scorecard.runs.refusal import Fault, RefusedRun
from agent_scorecard.runs.repeats import settle_repeats, settle_waiting
from agent_scorecard.runs.staging import FACTS, STAGED, fresh, staged_contents, staged_runs, staged_waiting
from agent_scorecard.runs.taking import Taken, Taker
from agent_scorecard.store.tables.runs import unregistered_runs

MOST_REFUSALS_KEPT = 100_000
BATCH = 5_000
JOINED = "runs that waited for an alias"
TWICE = "the same request id with the same time stamp and other content: keep one"
ROOM = "PRAGMA temp.cache_size=-40960"
"""Rows of many agents are gathered in the order they came: without 40 MB of cache each one would move pages."""


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


class RunStage:
    """Gathers the runs of one load on one connection: add files, `settle`, commit, then `runs.publish.publish`.

    Nothing outside temporary tables is written. For big loads set `PRAGMA temp_store=FILE` on the connection first,
    so that gathered runs lie on disk. `refusals` holds what was refused, at most 100,000 of them; `refused` counts all.
    `older` counts by agent the runs left out because theirs of that time were purged.
    """

    def __init__(self, connection: Connection, context: RunContext) -> None:
        self.connection, self.context = connection, context
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(ROOM)
        fresh(connection, *STAGED)
        self.dimensions = Dimensions(connection)
        self.door = Door(context, self.dimensions)
        self.taker = Taker(self.door)
        self.refusals: list[RefusedRun] = []
        self.read = self.refused = self.duplicates = self.joined = self.waiting = 0
        self.older: dict[str, int] = {}
        self._hashes, self._line_of = array("q"), array("q")
        self._begun: list[Begun] = []
        self._insert = _insert_statement(connection)

    @property
    def unknown_keys(self) -> Mapping[str, int]:
        """Keys of run records that are no columns, with how often they came; they are not stored."""
        return self.taker.lines.unknown

    @property
    def unpriced(self) -> Counter[str]:
        """Runs that say their tokens and no cost by the model no price list names."""
        return self.door.amounts.unpriced

    @property
    def rounded(self) -> int:
        """How many costs had more than nine decimals."""
        return self.door.amounts.rounded

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
                self._count(source, self.taker.sealed(block) if sealed else self.taker.block(block))
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
                self._count(source, self.taker.records(batch, stated))

        return self._file(source, take)

    def add_waiting(self) -> FileCounts:
        """Take the runs that waited for an alias and whose agent is known now; call it after the files."""
        table = unregistered_runs.c
        ids = self.connection.execute(select(table.agent_id).distinct()).scalars()
        known = [id_ for id_ in ids if id_ in self.context.agents]
        rows = self.connection.execute(select(table.record).where(table.agent_id.in_(known))).scalars().all()

        def take() -> None:
            self._count(JOINED, self.taker.sealed(Block(1, [row.encode() for row in rows])))

        counts = self._file(JOINED, take)
        self.joined += counts.staged
        return counts

    def settle(self) -> None:
        """Settle ids that came more than once in this load: the later time wins, two contents at one time lose both.

        Then runs older than kept are left out: purged runs do not come back with an old file."""
        for clash in (settle_repeats(self.connection, self._hashes), settle_waiting(self.connection)):
            self.duplicates += clash.duplicates
            for place in clash.refused:
                self._refuse(*self._origin(place), Fault("request_id", "", "same_key", TWICE))
        self.older = leave_out_purged(self.connection, self.context.agents, self.door.locals)

    def forget(self, counts: FileCounts) -> None:
        """Take back the last file, because too much of it was refused. Raises ValueError for an earlier one."""
        if self._begun[-1].source != counts.source:
            raise ValueError(f"{counts.source} is not the last file.")
        self._take_back()

    def _file(self, source: str, take: Callable[[], None]) -> FileCounts:
        begun = Begun(
            source,
            len(self._line_of),
            self.read,
            self.refused,
            self.waiting,
            len(self.refusals),
            self.door.amounts.rounded,
        )
        self._begun.append(begun)
        known, unpriced = self.taker.lines.unknown.copy(), self.unpriced.copy()
        try:
            take()
        except BaseException:
            self._take_back()
            self.taker.lines.unknown, self.door.amounts.unpriced = known, unpriced
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
        self.door.amounts.rounded = begun.rounded
        self.door.contents.clear()

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
        for line, fault in taken.refused:
            self._refuse(source, line, fault)
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

    def _refuse(self, source: str, line: int, fault: Fault) -> None:
        self.refused += 1
        if len(self.refusals) < MOST_REFUSALS_KEPT:
            self.refusals.append(RefusedRun(source, line, *fault))

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
