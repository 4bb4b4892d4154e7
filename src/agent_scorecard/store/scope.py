"""What one reading of the database covers: a moment, a day, the company zone, one agent or all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Connection, FromClause, Select, Table, bindparam, select

from agent_scorecard.rules.periods import add_months
from agent_scorecard.store.tables import METADATA

HISTORY_MONTHS = 14
TABLES = METADATA.tables
Fact = TypeVar("Fact")
GIVEN: Mapping[str, BindParameter[Any]] = {
    name: bindparam(name) for name in ("as_of", "start", "end", "agent", "first_period", "last_period")
}
AS_OF, START, END, AGENT, FIRST_PERIOD, LAST_PERIOD = GIVEN.values()


@dataclass(frozen=True)
class Scope:
    """`first` is the first day of the oldest month read; `end` the first moment after the as-of day in the zone."""

    connection: Connection
    as_of: date
    zone: ZoneInfo
    agent: str | None = None

    @property
    def first(self) -> date:
        return add_months(self.as_of.replace(day=1), -HISTORY_MONTHS)

    @cached_property
    def end(self) -> datetime:
        midnight = datetime.combine(self.as_of + timedelta(days=1), time.min, tzinfo=self.zone)
        return midnight.astimezone(UTC)

    @property
    def start(self) -> datetime:
        """The first moment of the oldest day read."""
        return datetime.combine(self.first, time.min, tzinfo=self.zone).astimezone(UTC)

    @cached_property
    def bounds(self) -> dict[str, Any]:
        """What AS_OF and the other parameters stand for in this reading."""
        return {
            "as_of": self.as_of,
            "start": self.start,
            "end": self.end,
            "agent": self.agent,
            "first_period": self.first.toordinal() * 4,
            "last_period": self.as_of.toordinal() * 4 + 3,
        }


class Rows:
    """A select that is built once and run in any scope, narrowed to the agent of the reading where it has one.

    What differs from reading to reading is said with AS_OF and its neighbours: building a select costs more than
    running it.
    """

    def __init__(
        self, table: FromClause, columns: Iterable[Any], *where: ColumnElement[bool], order: Iterable[Any] = ()
    ) -> None:
        self._agent, self._columns, self._where, self._order = table.c.agent, (*columns,), where, (*order,)

    @cached_property
    def _every(self) -> Select[Any]:
        return select(*self._columns).where(*self._where).order_by(*self._order)

    @cached_property
    def _one(self) -> Select[Any]:
        return self._every.where(self._agent == AGENT)

    def of(self, scope: Scope) -> Any:
        return scope.connection.execute(self._every if scope.agent is None else self._one, scope.bounds)


def by_agent(
    name: str,
    fact: Callable[..., Fact],
    names: Iterable[str],
    *where: ColumnElement[bool],
    order: Iterable[str] = (),
) -> Callable[[Scope], dict[str, list[Fact]]]:
    """Return a reader of the named columns of a table as facts of each agent, in the order given or of the key."""
    table = TABLES[name]
    sorted_by = [table.c.agent, *(table.c[column] for column in order or key_names(table))]
    rows = Rows(table, [table.c.agent, *(table.c[column] for column in names)], *where, order=sorted_by)

    def read(scope: Scope) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for agent, *values in rows.of(scope):
            found[agent].append(fact(*values))
        return found

    return read


def names_of(fact: Any, *without: str) -> tuple[str, ...]:
    """Return the field names of a fact, which are the names of its columns."""
    every = fact._fields if hasattr(fact, "_fields") else tuple(field.name for field in fields(fact))
    return tuple(name for name in every if name not in without)


def key_names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def key_text(table: Table, row: Mapping[str, Any]) -> str:
    """Return the key of a row as a sentence names it: "triage checklist F2"."""
    return " ".join(str(row[name]) for name in key_names(table))


def not_after(day: date | None, as_of: date) -> date | None:
    """Return the day unless it lies after the as-of day."""
    return day if day is not None and day <= as_of else None


def before(at: datetime | None, end: datetime) -> datetime | None:
    """Return the time unless it lies at or after the end."""
    return at if at is not None and at < end else None
