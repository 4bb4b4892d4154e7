"""Measures the goals one after the other, on a synthetic log and a synthetic company that are thrown away."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from agent_scorecard.bench.boards import BOARDS, MANY_AGENTS, PAGE_OF_MANY
from agent_scorecard.bench.browsers import BROWSED
from agent_scorecard.bench.crowds import CROWDS
from agent_scorecard.bench.disk import DISK
from agent_scorecard.bench.engines import ENGINES
from agent_scorecard.bench.loads import LOADS
from agent_scorecard.bench.measure import NotMeasured
from agent_scorecard.bench.place import Measured, Place
from agent_scorecard.bench.report import BenchReport, Goal, Row, head, line
from agent_scorecard.bench.rollups import ROLL_UPS
from agent_scorecard.bench.starts import STARTS

SECONDS = 900.0
"""For a work on up to a million runs; more may take longer."""
MILLION = 1_000_000
MEASURED: tuple[Measured, ...] = tuple(
    sorted((*LOADS, *ROLL_UPS, *BOARDS, *DISK, *STARTS, *ENGINES, *CROWDS, *BROWSED), key=lambda pair: pair[0].number)
)
PAGE_RERUN = 9


def main(runs: int = MILLION, agents: int = 1000, goals: Iterable[int] = (), target: Path | None = None) -> int:
    """Measure, print each row when it is known, write all as JSON where asked; return 1 when a goal was missed."""
    _say(head(runs, agents))
    seconds = SECONDS * max(1, runs / MILLION)
    report = run_bench(runs, agents, tuple(goals), seconds=seconds, told=lambda row: _say(line(row)))
    if target is not None:
        target.write_text(json.dumps(report.as_json(), indent=1), encoding="utf-8")
    return int(any(row.reached is False for row in report.rows))


def run_bench(
    runs: int,
    agents: int,
    goals: Iterable[int] = (),
    *,
    seconds: float = SECONDS,
    told: Callable[[Row], object] = lambda _: None,
) -> BenchReport:
    """Measure the goals with these numbers, all when none is named; no single work may take longer than `seconds`."""
    wanted = set(goals) or {goal.number for goal, _ in MEASURED}
    with tempfile.TemporaryDirectory(prefix="agent-scorecard-bench-") as folder:
        place = Place(Path(folder), runs, agents, seconds)
        rows = []
        for goal, measure in MEASURED:
            if goal.number in wanted:
                rows.append(_row(place, _for_so_many(goal, agents), measure))
                told(rows[-1])
        return BenchReport(runs, agents, place.log_bytes, tuple(rows))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _row(place: Place, goal: Goal, measure: Callable[[Place, Goal], Row]) -> Row:
    try:
        return measure(place, goal)
    except NotMeasured as reason:
        return Row(goal, not_measured=str(reason))


def _for_so_many(goal: Goal, agents: int) -> Goal:
    """A page of more than a thousand agents may take a little longer."""
    return replace(goal, most=PAGE_OF_MANY) if goal.number == PAGE_RERUN and agents > MANY_AGENTS else goal
