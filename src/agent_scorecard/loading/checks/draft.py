"""One row on its way in: what the files give, what is stored already, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent_scorecard.loading.refusal import Code

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    column: str
    code: Code
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row came from: the number of the reading in its load, and the line."""

    reading: int
    line: int


@dataclass(slots=True)
class Draft:
    """A row by natural key. `given` holds the columns of the header, `stored` the row on file, if any.

    `earlier` are answers of a gate that the same load brings and a later one replaces.
    """

    kind: str
    key: Key
    given: dict[str, object]
    origins: tuple[Origin, ...]
    stored: Mapping[str, object] | None = None
    defaults: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    earlier: tuple[Mapping[str, object], ...] = ()

    def __getitem__(self, column: str) -> object:
        """The value as it will be stored: given, otherwise on file, otherwise the default."""
        if column in self.given:
            value = self.given[column]
            return self.defaults.get(column) if value is None else value
        if self.stored is not None:
            return self.stored.get(column)
        return self.defaults.get(column)

    def text(self, column: str) -> str:
        value = self[column]
        return "" if value is None else str(value)

    def fills(self, column: str) -> bool:
        return self[column] not in (None, "", ())

    def gives(self, column: str) -> bool:
        """Say whether this load itself fills the column."""
        return self.given.get(column) not in (None, "", ())

    def refuse(self, column: str, code: Code, reason: str) -> None:
        self.faults += (Fault(column, code, reason),)

    def warn(self, column: str, code: Code, reason: str) -> None:
        fault = Fault(column, code, reason)
        if fault not in self.warnings:
            self.warnings += (fault,)

    def needs(self, columns: str, reason: str) -> None:
        """Refuse each of these columns (blank-separated names) that stays empty."""
        for column in columns.split():
            if not self.fills(column):
                self.refuse(column, Code.MISSING, f"must be filled {reason}")

    @property
    def row(self) -> dict[str, object]:
        """Every column with the value it will have."""
        return {column: self[column] for column in {**self.defaults, **(self.stored or {}), **self.given}}
