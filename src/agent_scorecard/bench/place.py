"""The folder everything is measured in; what several goals need is made once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from agent_scorecard.bench import records
from agent_scorecard.bench.measure import Cost, work
from agent_scorecard.bench.report import Goal, Row

FEW_AGENTS = 40
MONTHS, MANY_MONTHS = 6, 24


@dataclass(frozen=True)
class Loaded:
    """A database of the run log, what it took to load, and its size before."""

    path: Path
    cost: Cost
    empty: int


@dataclass(frozen=True)
class Place:
    """How much is measured, and where. No single work may take longer than `seconds`."""

    folder: Path
    runs: int
    agents: int
    seconds: float
    _known: dict[tuple[str, ...], Cost] = field(default_factory=dict)

    def work(self, *arguments: str | Path | int) -> Cost:
        """Measure one of `bench.work`. Raises NotMeasured."""
        return work(*map(str, arguments), seconds=self.seconds)

    def once(self, *arguments: str | Path | int) -> Cost:
        """Measure a work several goals are held against only once. Raises NotMeasured."""
        named = tuple(map(str, arguments))
        if named not in self._known:
            self._known[named] = self.work(*named)
        return self._known[named]

    @cached_property
    def log(self) -> Path:
        path = self.folder / "runs.jsonl"
        records.write(path, self.runs, self.agents)
        return path

    @property
    def log_bytes(self) -> int:
        """The size of the log, 0 when nobody asked for one."""
        return self.log.stat().st_size if "log" in vars(self) else 0

    @cached_property
    def loaded(self) -> Loaded:
        return self._load("loaded.db", roll_up="no")

    @cached_property
    def rolled_up(self) -> Loaded:
        return self._load("rolled.db", roll_up="yes")

    @cached_property
    def company(self) -> Path:
        """The company of half a year."""
        return self._company("company", self.agents, MONTHS)

    @cached_property
    def long_company(self) -> Path:
        return self._company("long", self.agents, MANY_MONTHS)

    @cached_property
    def small_company(self) -> Path:
        """A company of a few agents, as long as the long one."""
        return self._company("small", FEW_AGENTS, MANY_MONTHS)

    @cached_property
    def workbook(self) -> Path:
        file = self.folder / "company.xlsx"
        self.work("workbook", self.company.with_suffix(""), file)
        return file

    def _load(self, name: str, roll_up: str) -> Loaded:
        path = self.folder / name
        self.work("prepare", path, self.agents)
        empty = path.stat().st_size
        return Loaded(path, self.work("load", path, self.log, roll_up), empty)

    def _company(self, name: str, agents: int, months: int) -> Path:
        database = self.folder / f"{name}.db"
        self.work("build", database, database.with_suffix(""), agents, months)
        return database


def row(goal: Goal, ours: Cost, theirs: Cost, *, memory: bool = False, note: str = "") -> Row:
    """Hold what was measured against what the goal compares it with."""
    return Row(goal, ours, theirs, ours.cpu / theirs.cpu, ours.rss / theirs.rss if memory else None, note)


Measured = tuple[Goal, Callable[[Place, Goal], Row]]
"""A goal and how it is measured."""
