"""Measures the goals one after the other on one synthetic log, in a folder that is thrown away."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from agent_scorecard.bench import records
from agent_scorecard.bench.measure import Cost, NotMeasured, command, work
from agent_scorecard.bench.report import BenchReport, Goal, Row

MOST_MEMORY = 300_000_000
GOALS = (
    Goal(1, "load", "pydantic + SQLModel session.add", 1 / 18),
    Goal(2, "load", "sqlite-utils insert", 1 / 3.5),
    Goal(3, "load", "pandas read_json + to_sql", 1 / 8, 1 / 20),
    Goal(4, "load", "sqlite3 .import of the parsed CSV", 1.4),
    Goal(5, "load again", "first load", 0.9),
    Goal(12, "runs on disk", "source file", 0.12),
    Goal(17, "load with roll-up", "load without", 2.5, most_bytes=MOST_MEMORY),
)
SCALE = 10
SECONDS = 600.0
TABLE = (
    "CREATE TABLE runs (agent INTEGER, at INTEGER, request TEXT, context INTEGER, reading INTEGER, calls INTEGER,"
    " cost INTEGER, duration_ms INTEGER, user_key INTEGER, approver INTEGER, error INTEGER,"
    " PRIMARY KEY (agent, at, request)) WITHOUT ROWID;"
)


def main(runs: int = 1_000_000, agents: int = 1000, goals: Iterable[int] = (), target: Path | None = None) -> int:
    """Measure, print the table, write it as JSON where asked; return 1 when a measured goal was missed."""
    report = run_bench(runs, agents, tuple(goals))
    sys.stdout.write(report.as_table())
    if target is not None:
        target.write_text(json.dumps(report.as_json(), indent=1), encoding="utf-8")
    return int(any(row.reached is False for row in report.rows))


def run_bench(runs: int, agents: int, goals: Iterable[int] = (), *, seconds: float = SECONDS) -> BenchReport:
    """Measure the goals with these numbers, all when none is named; no single work may take longer than `seconds`."""
    wanted = set(goals) or {goal.number for goal in GOALS}
    with tempfile.TemporaryDirectory(prefix="agent-scorecard-bench-") as folder:
        bench = Bench(Path(folder), runs, agents, seconds)
        rows = tuple(bench.row(goal) for goal in GOALS if goal.number in wanted)
        return BenchReport(runs, agents, bench.size, rows)


class Bench:
    """One synthetic log and what was measured on it so far: the first load is shared by every goal."""

    def __init__(self, folder: Path, runs: int, agents: int, seconds: float) -> None:
        self.folder, self.runs, self.agents, self.seconds = folder, runs, agents, seconds
        self.log = folder / "runs.jsonl"
        self.size = records.write(self.log, runs, agents)
        self._first: Cost | None = None
        self._empty = 0
        self._measures: Mapping[int, Callable[[Goal], Row]] = {
            1: self._session,
            2: self._sqlite_utils,
            3: self._pandas,
            4: self._import,
            5: self._again,
            12: self._disk,
            17: self._rolled_up,
        }

    def row(self, goal: Goal) -> Row:
        try:
            return self._measures[goal.number](goal)
        except NotMeasured as reason:
            return Row(goal, not_measured=str(reason))

    @property
    def _loaded(self) -> Path:
        return self.folder / "loaded.db"

    def first(self) -> Cost:
        """Load the log into an empty database, once for all goals."""
        if self._first is None:
            work("prepare", str(self._loaded), str(self.agents), seconds=self.seconds)
            self._empty = self._loaded.stat().st_size
            self._first = work("load", str(self._loaded), str(self.log), "no", seconds=self.seconds)
        return self._first

    def _session(self, goal: Goal) -> Row:
        most = max(1, self.runs // SCALE)
        theirs = work("session_add", str(self.folder / "session.db"), str(self.log), str(most), seconds=self.seconds)
        scaled = replace(theirs, cpu=theirs.cpu * self.runs / most)
        return _row(goal, self.first(), scaled, note=f"peer run on {most:,} and scaled")

    def _sqlite_utils(self, goal: Goal) -> Row:
        tool = Path(sys.executable).with_name("sqlite-utils")
        if not tool.exists():
            raise NotMeasured("sqlite-utils is not installed")
        options = ("--nl", "--pk", "request_id", "--ignore")
        words = [str(tool), "insert", str(self.folder / "utils.db"), "runs", str(self.log), *options]
        return _row(goal, self.first(), command(words, seconds=self.seconds))

    def _pandas(self, goal: Goal) -> Row:
        theirs = work("data_frame", str(self.folder / "pandas.db"), str(self.log), seconds=self.seconds)
        return _row(goal, self.first(), theirs, memory=True)

    def _import(self, goal: Goal) -> Row:
        tool = shutil.which("sqlite3")
        if tool is None:
            raise NotMeasured("the sqlite3 command is not installed")
        ours, parsed = self.first(), self.folder / "runs.csv"
        work("parse", str(self._loaded), str(parsed), seconds=self.seconds)
        script = f"{TABLE}\n.mode csv\n.import {parsed} runs\n"
        return _row(goal, ours, command([tool, str(self.folder / "import.db")], seconds=self.seconds, stdin=script))

    def _again(self, goal: Goal) -> Row:
        first = self.first()
        again = work("load", str(self._loaded), str(self.log), "no", seconds=self.seconds)
        changed = again.said["new"] + again.said["changed"]
        return _row(goal, again, first, note=f"{changed} rows changed")

    def _disk(self, goal: Goal) -> Row:
        first = self.first()
        stored = self._loaded.stat().st_size - self._empty
        return Row(goal, first, None, stored / self.size, note=f"{stored / 1e6:.1f} MB")

    def _rolled_up(self, goal: Goal) -> Row:
        first, database = self.first(), self.folder / "rolled.db"
        work("prepare", str(database), str(self.agents), seconds=self.seconds)
        ours = work("load", str(database), str(self.log), "yes", seconds=self.seconds)
        return _row(goal, ours, first)


def _row(goal: Goal, ours: Cost, theirs: Cost, *, memory: bool = False, note: str = "") -> Row:
    return Row(goal, ours, theirs, ours.cpu / theirs.cpu, ours.rss / theirs.rss if memory else None, note)
