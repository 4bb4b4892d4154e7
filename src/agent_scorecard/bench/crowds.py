"""Goal 18: many people on the quarterly review at once, timed inside the server."""

from __future__ import annotations

from pathlib import Path

from agent_scorecard.bench.place import FEW_AGENTS, Measured, Place
from agent_scorecard.bench.report import Goal, Row
from agent_scorecard.bench.works.crowd import ERRORS, RERUNS, SHARES

PEOPLE, TIMES = 25, 4
PAUSE, NO_PAUSE = 3, 0
MOST_MS = 500
PACED = f"{PEOPLE} sessions, each every {PAUSE} s"
WITHOUT = f"{PEOPLE} sessions without a pause"
PEER = f"{MOST_MS} ms server time at p95"


def few(place: Place, goal: Goal) -> Row:
    return _together(place, goal, place.small_company, PAUSE)


def few_at_once(place: Place, goal: Goal) -> Row:
    return _together(place, goal, place.small_company, NO_PAUSE)


def whole(place: Place, goal: Goal) -> Row:
    return _together(place, goal, place.company, PAUSE)


def whole_at_once(place: Place, goal: Goal) -> Row:
    return _together(place, goal, place.company, NO_PAUSE)


def _together(place: Place, goal: Goal, company: Path, pause: int) -> Row:
    """The ratio is p95 to what it may be."""
    ours = place.work("crowd", company, "quarter", PEOPLE, TIMES, pause).without_start()
    said = ours.said
    shares = ", ".join(f"{name} {said[name] / 1000:.0f}" for name in SHARES)
    errors = max(said[ERRORS], PEOPLE * TIMES - said[RERUNS])
    note = f"{shares} ms, {said[RERUNS]} of {PEOPLE * TIMES} reruns, {errors} errors"
    return Row(goal, ours, None, said["p95"] / 1000 / MOST_MS, note=note, errors=errors)


CROWDS: tuple[Measured, ...] = (
    (Goal(18, f"review of {FEW_AGENTS} agents, {PACED}", PEER, 1.0), few),
    (Goal(18, f"review of {FEW_AGENTS} agents, {WITHOUT}", PEER, 1.0), few_at_once),
    (Goal(18, f"review, {PACED}", PEER, 1.0), whole),
    (Goal(18, f"review, {WITHOUT}", PEER, 1.0), whole_at_once),
)
