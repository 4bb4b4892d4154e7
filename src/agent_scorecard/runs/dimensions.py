"""What repeats from run to run is kept once: numbers for contexts, readings, call lists, texts and users."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Table, func, insert, select

from agent_scorecard.runs.calls import KINDS, from_content
from agent_scorecard.runs.readings import Reading, read
from agent_scorecard.store.tables.runs import call_items, call_lists, run_contexts, run_readings, run_texts, run_users
from agent_scorecard.vocabulary import ApprovalStatus, RunResult

Key = tuple[Any, ...]


class Numbering(Protocol):
    """Gives an equal key an equal number."""

    def number(self, key: Key) -> int: ...


class Numbered(Protocol):
    """What the door needs of the dimensions of a run."""

    @property
    def contexts(self) -> Numbering: ...
    @property
    def readings(self) -> Numbering: ...
    @property
    def calls(self) -> Numbering: ...
    @property
    def texts(self) -> Numbering: ...
    @property
    def users(self) -> Numbering: ...


class Dimension:
    """The numbers of one table, as they were when the load began, and those given since then.

    `number` gives an equal key an equal number. Nothing is written before `settle`, which may have to renumber because
    another load wrote in between.
    """

    def __init__(
        self, table: Table, keys: Sequence[str], row: Callable[[Key], dict[str, Any]], connection: Connection
    ) -> None:
        self.table, self._row = table, row
        self._keys: list[Column[Any]] = [table.c[name] for name in keys]
        self._id: Column[Any] = next(iter(table.primary_key))
        self.numbers: dict[Key, int] = {}
        self._highest = self._stored_highest(connection)
        self.numbers.update(self._stored(connection, 0))
        self._next = self._highest + 1

    @property
    def name(self) -> str:
        return str(self._id.name)

    def number(self, key: Key) -> int:
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = self._next
            self._next += 1
        return found

    def settle(self, connection: Connection) -> dict[int, int]:
        """Write what is new, inside the publishing transaction; return the numbers that had to change."""
        arrived = self._stored(connection, self._highest)
        free = max(self._stored_highest(connection), self._highest) + 1
        moved, rows = {}, []
        for key, number in self.numbers.items():
            if number <= self._highest:
                continue
            stored = arrived.get(key)
            if stored is None:
                stored, free = free, free + 1
                rows.append({self.name: stored, **self._row(key)})
            if stored != number:
                moved[number] = stored
            self.numbers[key] = stored
        self._write(connection, rows)
        self.numbers = arrived | self.numbers
        self._highest = self._next = free - 1
        self._next += 1
        return moved

    def _write(self, connection: Connection, rows: list[dict[str, Any]]) -> None:
        if rows:
            connection.execute(insert(self.table), rows)

    def _stored(self, connection: Connection, above: int) -> dict[Key, int]:
        rows = connection.execute(select(self._id, *self._keys).where(self._id > above))
        return {tuple(key): number for number, *key in rows}

    def _stored_highest(self, connection: Connection) -> int:
        return int(connection.execute(select(func.coalesce(func.max(self._id), 0))).scalar_one())


class Readings(Dimension):
    """Readings know which of them is the same record without an approvals row."""

    def with_verdict(self, base: int, given: str, verdict: str) -> int:
        return self.number((given, verdict)) if verdict else base


class CallLists(Dimension):
    """Call lists are written together with the same calls by tool."""

    def _write(self, connection: Connection, rows: list[dict[str, Any]]) -> None:
        super()._write(connection, rows)
        items = [
            {"calls": row["calls"], "tool": tool, **totals}
            for row in rows
            for tool, totals in from_content(row["content"]).by_tool().items()
        ]
        if items:
            connection.execute(insert(call_items), items)


CONTEXT = tuple(column.name for column in run_contexts.c if not column.primary_key)


class Dimensions:
    """The five dimensions of a run."""

    def __init__(self, connection: Connection) -> None:
        self.contexts = Dimension(run_contexts, CONTEXT, lambda key: dict(zip(CONTEXT, key, strict=True)), connection)
        self.readings = Readings(run_readings, ("given", "verdict"), self._reading_row, connection)
        self.calls = CallLists(call_lists, ("content",), calls_row, connection)
        self.texts = Dimension(run_texts, ("content",), lambda key: {"content": key[0]}, connection)
        self.users = Dimension(run_users, ("hash",), lambda key: {"hash": key[0]}, connection)

    def all(self) -> Iterable[tuple[str, Dimension]]:
        """Return each column of `runs` that points at a dimension, with it."""
        return (
            ("context", self.contexts),
            ("reading", self.readings),
            ("calls", self.calls),
            ("user_key", self.users),
            ("approver", self.texts),
            ("error", self.texts),
        )

    def _reading_row(self, key: Key) -> dict[str, Any]:
        return reading_row(*key) | {"base": self.readings.numbers[key[0], ""]}


def reading_row(given: str, verdict: str) -> dict[str, Any]:
    """Return the stored row of a reading, without its number and base."""
    reading = Reading(read(given), ApprovalStatus(verdict) if verdict else None)
    return {
        "given": given,
        "verdict": verdict,
        "status": reading.status.value,
        "outcome": reading.outcome.value,
        "result": (reading.given.result or RunResult.NOT_JUDGED).value,
        "infra_failure": int(bool(reading.given.infra_failure)),
        "edited_major": int(reading.edited_major),
        "override_only": int(reading.override_only),
        "contradictory": int(reading.contradictory),
        "people_known": int(reading.people_known),
        "shadow": reading.given.shadow,
        "sources": reading.given.sources,
        "audit_present": reading.audit_present,
        "audit_required": reading.audit_required,
        "approved": None if reading.approved is None else int(reading.approved),
    }


def calls_row(key: Key) -> dict[str, Any]:
    calls = from_content(key[0])
    totals = calls.totals()
    made = sum(call.times for call in calls.calls)
    return {"content": key[0], "mode": calls.mode, "total": made, **{kind: totals[kind] for kind in KINDS}}
