"""Lines become rows of an Arrow table: what the door found of each run, in the columns counters are told in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from agent_scorecard.policy.run_measures import RUN_COLUMNS
from agent_scorecard.runs.calls import from_content
from agent_scorecard.runs.compiled import COLUMNS
from agent_scorecard.runs.context import RunContext
from agent_scorecard.runs.decode import LONGEST_LINE, Block, begun, refuse_other
from agent_scorecard.runs.dimensions import CONTEXT, calls_row, reading_row
from agent_scorecard.runs.door import Door, Row
from agent_scorecard.runs.elsewhere.loose import Loose
from agent_scorecard.runs.refusal import FileRefused
from agent_scorecard.runs.taking import Taken, Taker, Waiting
from agent_scorecard.store.moments import DAY_MS, EPOCH_DAY, offsets

RUN, WAITING, REFUSED, FILE_REFUSED, TALLY = range(5)
WORDS = ("status", "outcome", "result")
OF_RUN = ("cost", "duration_ms", "user")
PLACE = (("kind", pa.int32()), ("file", pa.string()), ("block", pa.int64()), ("line", pa.int64()))
KEY = (
    *(("agent", pa.string()), ("request", pa.string()), ("at", pa.int64()), ("digest", pa.int64())),
    *(("day", pa.int32()), ("month", pa.int32()), ("utc_day", pa.int32()), ("text", pa.string())),
)
GROUP = (*((name, pa.string()) for name in ("version", "case_class", "mode", "currency")), ("stated", pa.int32()))
SHAPE = (
    *GROUP,
    *((name, pa.string() if name in WORDS else pa.int64()) for name in RUN_COLUMNS if name not in OF_RUN),
    *(("approved", pa.int32()), ("content", pa.string()), ("capped", pa.int32())),
)
VALUES = (("cost", pa.int64()), ("duration_ms", pa.int64()), ("user", pa.string()))
SCHEMA = pa.schema([*PLACE, *KEY, *SHAPE, *VALUES])
"""A row is a run, a run of an id nobody knows, a refused line (`text` says why), a refused file, or a tally."""


@dataclass(frozen=True)
class Told:
    """What every reader must know: the door's context, verdicts by (agent, request), and daily caps by agent."""

    context: RunContext
    verdicts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    caps: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Reader:
    """Leads the lines of files through the door, on whatever machine it is asked to."""

    def __init__(self, told: Told) -> None:
        self.told, self.numbers = told, Loose()
        self.door = Door(told.context, self.numbers)
        self.taker = Taker(self.door)
        self.shapes = Shapes(told, self.numbers)

    def lines(self, file: str, block: int, first: int, lines: list[bytes]) -> pa.Table:
        """Read lines of a file: `first` is the place of the first line in its block, from 0."""
        try:
            if block == 0 and first == 0:
                refuse_other(lines[0][:16])
                lines = [*begun(lines[:1], b"")[0], *lines[1:]]
            if too_long := [place for place, line in enumerate(lines, first + 1) if len(line) > LONGEST_LINE]:
                raise FileRefused("line_too_long", "has a line longer than 1 MiB", too_long[0])
        except FileRefused as fault:
            said = {"code": fault.code, "reason": fault.reason}
            return _placed(_table(_text(said)), FILE_REFUSED, file, block, [fault.line - 1])
        return self._told(file, block, len(lines), self.taker.block(Block(first, lines)))

    def records(self, file: str, records: Iterable[tuple[int, Mapping[str, Any]]]) -> pa.Table:
        """Read runs given as mappings with their place in the file, from 0."""
        rows = list(records)
        return self._told(file, 0, len(rows), self.taker.records(rows, False))

    def _told(self, file: str, block: int, lines: int, taken: Taken) -> pa.Table:
        self.door.contents.clear()
        agents = list(self.door.locals)
        found = [self._runs(taken.rows, agents), self._waiting([run for _, run in taken.waiting])]
        places = [taken.lines, [line for line, _ in taken.waiting]]
        kinds = (RUN, WAITING)
        tables = [
            _placed(table, kind, file, block, at) for kind, table, at in zip(kinds, found, places, strict=True) if at
        ]
        if taken.refused:
            texts = [json.dumps(fault) for _, fault in taken.refused]
            refused = _table({"text": texts})
            tables.append(_placed(refused, REFUSED, file, block, [line for line, _ in taken.refused]))
        tables.append(_placed(_table(_text(self._tally(lines, taken))), TALLY, file, block, [0]))
        return pa.concat_tables(tables)

    def _tally(self, lines: int, taken: Taken) -> dict[str, Any]:
        rounded, self.door.amounts.rounded = self.door.amounts.rounded, 0
        unknown, self.taker.lines.unknown = dict(self.taker.lines.unknown), self.taker.lines.unknown.__class__()
        counts = {"lines": lines, "read": taken.read, "refused": len(taken.refused), "rounded": rounded}
        return counts | {"unknown": unknown}

    def _runs(self, rows: list[Row], agents: list[str]) -> pa.Table:
        if not rows:
            return _table({})
        ids = [agents[row[0]] for row in rows]
        verdicts = self.told.verdicts
        said = [verdicts.get((id_, row[2]), "") for id_, row in zip(ids, rows, strict=True)] if verdicts else None
        shapes = self.shapes.of(ids, rows, said)
        users = [self.numbers.users.keys[row[8]][0] if row[8] else None for row in rows]
        digests = [self._digest(shape, row, user) for shape, row, user in zip(shapes, rows, users, strict=True)]
        of_run = _moments([row[1] for row in rows], self.told.context.zone) | {
            "agent": ids,
            "request": [row[2] for row in rows],
            "digest": digests,
            "cost": [row[6] for row in rows],
            "duration_ms": [row[7] for row in rows],
            "user": users,
        }
        return _table(of_run, self.shapes.table.take(pa.array(shapes)))

    def _digest(self, shape: int, row: Row, user: str | None) -> int:
        texts = self.numbers.texts.keys
        return digest((self.shapes.digests[shape], row[6], row[7], user, texts[row[9] or 0], texts[row[10] or 0]))

    def _waiting(self, runs: list[Waiting]) -> pa.Table:
        if not runs:
            return _table({})
        return _table(
            _moments([run.at for run in runs], self.told.context.zone)
            | {
                "agent": [run.agent_id for run in runs],
                "request": [run.request for run in runs],
                "digest": [digest((run.record,)) for run in runs],
            }
        )


class Shapes:
    """What runs share, once: their group, and every column a counter asks for but cost, time and user."""

    def __init__(self, told: Told, numbers: Loose) -> None:
        self._caps, self._numbers = told.caps, numbers
        self._known: dict[tuple[Any, ...], int] = {}
        self._new: list[dict[str, Any]] = []
        self.digests: list[int] = []
        self._table = pa.Table.from_pylist([], schema=pa.schema(SHAPE))

    @property
    def table(self) -> pa.Table:
        if self._new:
            grown = pa.Table.from_pylist(self._new, schema=pa.schema(SHAPE))
            self._table, self._new = pa.concat_tables([self._table, grown]).combine_chunks(), []
        return self._table

    def of(self, agents: list[str], rows: list[Row], verdicts: list[str] | None) -> list[int]:
        """Return the place in `table` of the shape of each run."""
        said = verdicts or [""] * len(rows)
        capped = self._caps
        keys = [
            (*row[3:6], verdict, agent if agent in capped else "")
            for agent, row, verdict in zip(agents, rows, said, strict=True)
        ]
        return [self._place(key) for key in keys]

    def _place(self, key: tuple[Any, ...]) -> int:
        found = self._known.get(key)
        return self._add(key) if found is None else found

    def _add(self, key: tuple[Any, ...]) -> int:
        context, reading, calls, verdict, agent = key
        numbers = self._numbers
        group = dict(zip(CONTEXT, numbers.contexts.keys[context], strict=True))
        given = numbers.readings.keys[reading][0]
        content = numbers.calls.keys[calls][0] if calls else None
        read, made = reading_row(given, verdict), calls_row((content,)) if content else {}
        row = _columns(read, made) | {
            "version": group["version"] or "",
            "case_class": group["case_class"] or "",
            "mode": made.get("mode", "none"),
            "currency": group["currency"],
            "stated": group["stated"],
            "approved": read["approved"],
            "content": content,
            "capped": int(_is_capped(content, self._caps.get(agent, {}))),
        }
        place = self._known[key] = len(self.digests)
        self._new.append(row)
        self.digests.append(digest((numbers.contexts.keys[context], given, content)))
        return place


def _columns(read: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a counter may ask of a reading and a list of calls; caps of a day are counted later."""
    stored = {"q": read, "l": made}
    simple = {name: sql.split(".") for name, sql in COLUMNS.items() if sql.replace(".", "_").isidentifier()}
    found = {name: stored[table].get(column) for name, (table, column) in simple.items() if table in stored}
    alone = made.get("needing", 0) if read["approved"] == 0 else 0
    return found | {"without_approval": alone, "limit_breaches": made.get("over_cap", 0) + alone}


def _is_capped(content: str | None, caps: Mapping[str, int]) -> bool:
    return content is not None and any(
        tool in caps and made["ok"] for tool, made in from_content(content).by_tool().items()
    )


def digest(parts: tuple[Any, ...]) -> int:
    """Return a whole number that equal content has in common on every machine."""
    return int.from_bytes(blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def _moments(times: list[int], zone: ZoneInfo) -> dict[str, Any]:
    """Return moments with their day and month of the zone, as ordinal and months since 1970, and their UTC day."""
    at = np.array(times, dtype=np.int64)
    starts, shifts = zip(*offsets(int(at.min()), int(at.max()), zone), strict=True)
    shift = np.array(shifts, dtype=np.int64)[np.searchsorted(np.array(starts), at, side="right") - 1]
    days = (at + shift) // DAY_MS
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return {"at": at, "day": days + EPOCH_DAY, "month": months, "utc_day": at // DAY_MS + EPOCH_DAY}


def _text(said: Mapping[str, Any]) -> dict[str, list[str]]:
    return {"text": [json.dumps(said)]}


def _table(columns: Mapping[str, Any], more: pa.Table | None = None) -> pa.Table:
    """Return a table of the whole schema: what is not given is unknown."""
    size = max((len(values) for values in columns.values()), default=0)
    given = {} if more is None else dict(zip(more.column_names, more.columns, strict=True))
    arrays = []
    for each in SCHEMA:
        if each.name in given:
            arrays.append(given[each.name])
        elif each.name in columns:
            arrays.append(pa.array(columns[each.name], type=each.type))
        else:
            arrays.append(pa.nulls(size, each.type))
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _placed(table: pa.Table, kind: int, file: str, block: int, lines: list[int]) -> pa.Table:
    size = len(lines)
    placed = {"kind": [kind] * size, "file": [file] * size, "block": [block] * size, "line": lines}
    for place, (name, type_) in enumerate(PLACE):
        table = table.set_column(place, name, pa.array(placed[name], type=type_))
    return table


def batches(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Return a table in pieces, as an engine takes them."""
    yield from table.combine_chunks().to_batches()
