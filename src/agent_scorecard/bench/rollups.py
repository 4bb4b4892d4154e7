"""Goals 6 and 7: the roll-up of runs, whole and after a load that touched a little, beside pandas."""

from __future__ import annotations

from agent_scorecard.bench.measure import Cost
from agent_scorecard.bench.place import Measured, Place, row
from agent_scorecard.bench.report import Goal, Row

TOUCHED = 1000
RATIO, MEMORY = 0.75, 0.2


def whole(place: Place, goal: Goal) -> Row:
    ours = place.work("roll_up", place.rolled_up.path).without_start()
    return row(goal, ours, _frame(place), memory=True, note="ours: each day, and what a month cannot add up")


def touched(place: Place, goal: Goal) -> Row:
    ours = place.work("roll_up_touched", place.rolled_up.path, TOUCHED).without_start()
    return row(goal, ours, _frame(place), note=f"{ours.said['touched']:,} agent-days")


def _frame(place: Place) -> Cost:
    return place.once("rolled_up_frame", place.rolled_up.path).without_start()


ROLL_UPS: tuple[Measured, ...] = (
    (Goal(6, "roll up every run", "pandas read_sql + groupby", RATIO, MEMORY), whole),
    (Goal(7, f"roll up {TOUCHED:,} agent-days", "pandas over every run", 1 / 40), touched),
)
