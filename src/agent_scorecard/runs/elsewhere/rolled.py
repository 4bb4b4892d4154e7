"""What a roll-up brings: figures by day and month, calls by tool, and an account of every line it read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from agent_scorecard.runs.calls import from_content
from agent_scorecard.runs.refusal import RefusedRun
from agent_scorecard.store.tables.rolled import USED


class DayKey(NamedTuple):
    """What a row of daily figures is about; `day` is an ordinal in the company zone, "" = unknown."""

    day: int
    agent: str
    version: str
    case_class: str
    mode: str
    currency: str
    stated: int


class DayRow(NamedTuple):
    """Daily figures in the order of `COUNTERS`."""

    key: DayKey
    counts: tuple[float, ...]


class MonthRow(NamedTuple):
    """A figure of a month that days cannot add up to; `month` is the ordinal of its first day."""

    month: int
    agent: str
    measure: str
    value: float
    n: int


class RefusedFile(NamedTuple):
    """A file of which nothing was taken: its name, runs read, why, and the line (0 = none)."""

    source: str
    read: int
    code: str
    reason: str
    line: int = 0


AgentDay = tuple[int, str]
"""(day as ordinal, agent id)."""


@dataclass(slots=True)
class Rolled:
    """The answer of an engine; `read` counts the runs of files that were taken, as do the numbers after it.

    `runs` are the runs counted by day and agent, `calls` the calls by day, agent and tool in the order of
    `tables.rolled.USED` and then those without approval, `waiting` the runs of ids nobody knows.
    """

    days: list[DayRow] = field(default_factory=list)
    months: list[MonthRow] = field(default_factory=list)
    runs: dict[AgentDay, int] = field(default_factory=dict)
    calls: dict[AgentDay, dict[str, tuple[int, ...]]] = field(default_factory=dict)
    read: int = 0
    duplicate: int = 0
    refused: int = 0
    rounded: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    unknown_keys: Mapping[str, int] = field(default_factory=dict)
    refusals: list[RefusedRun] = field(default_factory=list)
    refused_files: list[RefusedFile] = field(default_factory=list)


def by_tool(rows: Iterable[Mapping[str, Any]]) -> dict[AgentDay, dict[str, tuple[int, ...]]]:
    """Add up lists of calls, each with how many runs made it, by day, agent and tool."""
    found: dict[AgentDay, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for row in rows:
        tools = found[row["day"], row["agent"]]
        for tool, made in from_content(row["content"]).by_tool().items():
            alone = made["needing"] if row["approved"] == 0 else 0
            counts = (*(made[kind] for kind in USED), alone)
            before = tools.get(tool, (0,) * len(counts))
            tools[tool] = tuple(had + row["n"] * each for had, each in zip(before, counts, strict=True))
    return found
