"""The table a bench prints and writes as JSON: work, peer, ratio, goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from agent_scorecard.bench.measure import Cost


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the goals: the highest ratio to the peer, of memory too or in bytes where there is such a limit."""

    number: int
    work: str
    peer: str
    most: float
    most_memory: float | None = None
    most_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured for a goal. `not_measured` holds the reason where nothing was; then every figure is None.

    With an error a goal is missed, whatever the figures.
    """

    goal: Goal
    ours: Cost | None = None
    theirs: Cost | None = None
    ratio: float | None = None
    memory_ratio: float | None = None
    note: str = ""
    not_measured: str | None = None
    errors: int = 0

    @property
    def reached(self) -> bool | None:
        """Say whether the goal was reached, None where it was not measured."""
        if self.ratio is None or self.ours is None:
            return None
        memory = self.goal.most_memory is None or (self.memory_ratio or 0) <= self.goal.most_memory
        within = self.goal.most_bytes is None or self.ours.rss <= self.goal.most_bytes
        return self.ratio <= self.goal.most and memory and within and not self.errors


@dataclass(frozen=True, slots=True)
class BenchReport:
    """The whole table; `as_json` is what a file keeps."""

    runs: int
    agents: int
    file_bytes: int
    rows: tuple[Row, ...]

    def as_json(self) -> Mapping[str, Any]:
        rows = [asdict(row) | {"reached": row.reached} for row in self.rows]
        return {"runs": self.runs, "agents": self.agents, "file_bytes": self.file_bytes, "rows": rows}


def head(runs: int, agents: int) -> str:
    return f"{runs:,} runs, {agents:,} agents; CPU seconds, peak MB"


def line(row: Row) -> str:
    name = f"{row.goal.number:>3}  {row.goal.work} / {row.goal.peer}"
    if row.not_measured is not None:
        return f"{name:<75} not measured: {row.not_measured}"
    memory = "" if row.memory_ratio is None else f", memory {row.memory_ratio:.3f} (goal {row.goal.most_memory:.3f})"
    most = f", at most {row.goal.most_bytes / 1e6:.0f} MB" if row.goal.most_bytes else ""
    word = "reached" if row.reached else "missed"
    costs = f"{_cost(row.ours)} / {_cost(row.theirs)}"
    return f"{name:<75} {row.ratio:.3f} (goal {row.goal.most:.3f}{most}) {word}{memory}  [{costs}] {row.note}".rstrip()


def _cost(cost: Cost | None) -> str:
    return "-" if cost is None else f"{cost.cpu:.2f} s {cost.rss / 1e6:.0f} MB"
