"""What one reading of the database covers: a moment, a day, the company zone, one agent or all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, FromClause, Table, select

from agent_scorecard.rules.periods import add_months
from agent_scorecard.store.tables import METADATA

HISTORY_MONTHS = 14
TABLES = METADATA.tables
Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Scope:
    """`first` is the first day of the oldest month read; `end` the first moment after the as-of day in the zone."""

    connection: Connection
    as_of: date
    zone: ZoneInfo
    agent: str | None = None

    @property
    def first(self) -> date:
        return add_months(self.as_of.replace(day=1), -HISTORY_MONTHS)

    @property
    def end(self) -> datetime:
        midnight = datetime.combine(self.as_of + timedelta(days=1), time.min, tzinfo=self.zone)
        return midnight.astimezone(UTC)

    @property
    def start(self) -> datetime:
        """The first moment of the oldest day read."""
        return datetime.combine(self.first, time.min, tzinfo=self.zone).astimezone(UTC)

    def rows(self, table: FromClause, columns: Iterable[Any], *where: ColumnElement[bool], order: Iterable[Any]) -> Any:
        """Run one select, narrowed to the agent of this reading where the table has one."""
        chosen = select(*columns).where(*where).order_by(*order)
        if self.agent is not None:
            chosen = chosen.where(table.c.agent == self.agent)
        return self.connection.execute(chosen)


def by_agent(
    scope: Scope,
    name: str,
    fact: Callable[..., Fact],
    names: Iterable[str],
    *where: ColumnElement[bool],
    order: Iterable[str] = (),
) -> dict[str, list[Fact]]:
    """Read the named columns of a table as facts of each agent, in the order of those columns or of the key."""
    table = TABLES[name]
    sorted_by = [table.c.agent, *(table.c[column] for column in order or key_names(table))]
    columns = [table.c.agent, *(table.c[column] for column in names)]
    found: dict[str, list[Fact]] = defaultdict(list)
    for agent, *values in scope.rows(table, columns, *where, order=sorted_by):
        found[agent].append(fact(*values))
    return found


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
