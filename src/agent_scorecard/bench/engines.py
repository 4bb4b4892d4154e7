"""Goal 16: Spark counts what this machine counts, figure for figure; what each takes stands beside it."""

from __future__ import annotations

from pathlib import Path

from agent_scorecard.bench.measure import Cost
from agent_scorecard.bench.place import Measured, Place
from agent_scorecard.bench.report import Goal, Row
from agent_scorecard.bench.works.engines import DIFFERENT, FIELDS, MEMORY
from agent_scorecard.bench.works.timing import CPU

EMBEDDED, SPARK = "embedded", "spark"


def same_figures(place: Place, goal: Goal) -> Row:
    """The ratio is the share of figures that differ."""
    (ours, one), (theirs, other) = (_rolled(place, engine) for engine in (SPARK, EMBEDDED))
    compared = place.work("compare_rolled", one, other).said
    times = f"{ours.cpu / theirs.cpu:.1f} x the CPU, {ours.rss / theirs.rss:.1f} x the memory"
    note = f"{compared[DIFFERENT]:,} of {compared[FIELDS]:,} figures differ; Spark takes {times}"
    return Row(goal, ours, theirs, compared[DIFFERENT] / compared[FIELDS], None, note)


def _rolled(place: Place, engine: str) -> tuple[Cost, Path]:
    database = place.folder / f"rolled-{engine}.db"
    place.work("prepare", database, place.agents)
    said = place.work("roll_up_there", database, place.log, engine).said
    return Cost(said[CPU] / 1e6, said[MEMORY], said), database


ENGINES: tuple[Measured, ...] = ((Goal(16, "roll up on Spark", "on this machine: equal figures", 0.0), same_figures),)
