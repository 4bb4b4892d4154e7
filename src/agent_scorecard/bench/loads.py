"""Goals 1 to 5 and 17: loading a run log beside the tools people load one with."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

from agent_scorecard.bench.measure import NotMeasured, command
from agent_scorecard.bench.place import Measured, Place, row
from agent_scorecard.bench.report import Goal, Row

MOST_MEMORY = 300_000_000
SCALE = 10
TABLE = (
    "CREATE TABLE runs (agent INTEGER, at INTEGER, request TEXT, context INTEGER, reading INTEGER, calls INTEGER,"
    " cost INTEGER, duration_ms INTEGER, user_key INTEGER, approver INTEGER, error INTEGER,"
    " PRIMARY KEY (agent, at, request)) WITHOUT ROWID;"
)


def session(place: Place, goal: Goal) -> Row:
    ours, most = place.loaded.cost, max(1, place.runs // SCALE)
    theirs = place.work("session_add", place.folder / "session.db", place.log, most)
    scaled = replace(theirs, cpu=theirs.cpu * place.runs / most)
    return row(goal, ours, scaled, note=f"peer run on {most:,} and scaled")


def sqlite_utils(place: Place, goal: Goal) -> Row:
    tool = Path(sys.executable).with_name("sqlite-utils")
    if not tool.exists():
        raise NotMeasured("sqlite-utils is not installed")
    ours = place.loaded.cost
    options = ("--nl", "--pk", "request_id", "--ignore")
    words = [str(tool), "insert", str(place.folder / "utils.db"), "runs", str(place.log), *options]
    return row(goal, ours, command(words, seconds=place.seconds))


def pandas(place: Place, goal: Goal) -> Row:
    ours = place.loaded.cost
    return row(goal, ours, place.work("data_frame", place.folder / "pandas.db", place.log), memory=True)


def sqlite_import(place: Place, goal: Goal) -> Row:
    tool = shutil.which("sqlite3")
    if tool is None:
        raise NotMeasured("the sqlite3 command is not installed")
    loaded, parsed = place.loaded, place.folder / "runs.csv"
    place.work("parse", loaded.path, parsed)
    script = f"{TABLE}\n.mode csv\n.import {parsed} runs\n"
    theirs = command([tool, str(place.folder / "import.db")], seconds=place.seconds, stdin=script)
    return row(goal, loaded.cost, theirs)


def again(place: Place, goal: Goal) -> Row:
    first = place.loaded
    second = place.work("load", first.path, place.log, "no")
    changed = second.said["new"] + second.said["changed"]
    return row(goal, second, first.cost, note=f"{changed} rows changed")


def with_roll_up(place: Place, goal: Goal) -> Row:
    return row(goal, place.rolled_up.cost, place.loaded.cost)


LOADS: tuple[Measured, ...] = (
    (Goal(1, "load", "pydantic + SQLModel session.add", 1 / 18), session),
    (Goal(2, "load", "sqlite-utils insert", 1 / 3.5), sqlite_utils),
    (Goal(3, "load", "pandas read_json + to_sql", 1 / 8, 1 / 20), pandas),
    (Goal(4, "load", "sqlite3 .import of the parsed CSV", 1.4), sqlite_import),
    (Goal(5, "load again", "first load", 0.9), again),
    (Goal(17, "load with roll-up", "load without", 2.5, most_bytes=MOST_MEMORY), with_roll_up),
)
