"""Goals 13 and 14: what a fresh process costs, from its start to the answer."""

from __future__ import annotations

import sys

from agent_scorecard import where
from agent_scorecard.bench.measure import Cost, command
from agent_scorecard.bench.place import Measured, Place, row
from agent_scorecard.bench.report import Goal, Row
from agent_scorecard.bench.slices import AS_OF
from agent_scorecard.bench.works.company import watched

TIMES = 3
APP = f"import runpy; runpy.run_path({str(where.APP)!r})"
FIRST_PAGE = f"{APP}; import agent_scorecard.ui.sidebar"
THEIRS = "import streamlit, sqlmodel"
SHARE = 1 / 20


def one_card(place: Place, goal: Goal) -> Row:
    agent = watched(str(place.company))[0]
    asked = ["--db", f"sqlite:///{place.company}", "scorecard", agent, "--as-of", str(AS_OF), "--json"]
    ours = command([sys.executable, "-m", "agent_scorecard", *asked], seconds=place.seconds)
    return row(goal, ours, _workbook(place))


def every_card(place: Place, goal: Goal) -> Row:
    ours = place.work("cards", place.company, place.folder / "cards.json")
    return row(goal, ours, _workbook(place))


def app(place: Place, goal: Goal) -> Row:
    return _imported(place, goal, APP)


def first_page(place: Place, goal: Goal) -> Row:
    return _imported(place, goal, FIRST_PAGE)


def _imported(place: Place, goal: Goal, script: str) -> Row:
    """Take turns, so that whatever else the machine does falls on both."""
    turns = [
        [command([sys.executable, "-c", each], seconds=place.seconds) for each in (script, THEIRS)]
        for _ in range(TIMES)
    ]
    ours, theirs = (min(costs, key=lambda cost: cost.cpu) for costs in zip(*turns, strict=True))
    return row(goal, ours, theirs, note=f"lowest of {TIMES}")


def _workbook(place: Place) -> Cost:
    return place.once("score_workbook", place.workbook)


STARTS: tuple[Measured, ...] = (
    (Goal(13, "one scorecard to JSON", "pandas read_excel + groupby", SHARE), one_card),
    (Goal(13, "every scorecard to JSON", "pandas read_excel + groupby", SHARE), every_card),
    (Goal(14, "import of app.py", "import streamlit, sqlmodel", 1.15), app),
    (Goal(14, "import of what its router needs, too", "import streamlit, sqlmodel", 1.15), first_page),
)
