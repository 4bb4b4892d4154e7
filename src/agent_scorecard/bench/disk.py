"""Goals 11 and 12: what observations and runs take on disk."""

from __future__ import annotations

from agent_scorecard.bench.place import Measured, Place
from agent_scorecard.bench.report import Goal, Row


def observations(place: Place, goal: Goal) -> Row:
    stored = place.long_company
    ours, theirs = place.work("narrow_layout", stored), place.work("default_layout", stored, place.folder / "text.db")
    small, large = ours.said["bytes"], theirs.said["bytes"]
    return Row(goal, ours, theirs, small / large, note=f"{small / 1e6:.1f} of {large / 1e6:.1f} MB")


def runs(place: Place, goal: Goal) -> Row:
    loaded = place.loaded
    stored = loaded.path.stat().st_size - loaded.empty
    return Row(goal, loaded.cost, None, stored / place.log_bytes, note=f"{stored / 1e6:.1f} MB")


DISK: tuple[Measured, ...] = (
    (Goal(11, "observations on disk", "SQLModel default", 0.20), observations),
    (Goal(12, "runs on disk", "source file", 0.12), runs),
)
