"""Goal 15: pages opened by a real Chromium to settled, beside the page Streamlit says hello with."""

from __future__ import annotations

from agent_scorecard.bench.measure import Cost
from agent_scorecard.bench.place import FEW_AGENTS, Measured, Place, row
from agent_scorecard.bench.report import Goal, Row
from agent_scorecard.bench.works.browser import CPU, HELLO, MONTH, MS, SCORECARD

PEER = "Streamlit's hello page"
MOST = 2.0
TIMES = 3


def this_month(place: Place, goal: Goal) -> Row:
    return _opened(place, goal, MONTH)


def scorecard(place: Place, goal: Goal) -> Row:
    return _opened(place, goal, SCORECARD)


def _opened(place: Place, goal: Goal, page: str) -> Row:
    cost = place.once("open_pages", place.small_company, TIMES)
    ours, theirs = (Cost(cost.said[f"{name}_{CPU}"] / 1e6, cost.rss, cost.said) for name in (page, HELLO))
    times = f"settled after {cost.said[f'{page}_{MS}']} ms against {cost.said[f'{HELLO}_{MS}']} ms"
    return row(goal, ours, theirs, note=f"CPU of server and browser, lowest of {TIMES}; {times}")


BROWSED: tuple[Measured, ...] = (
    (Goal(15, f"This month of {FEW_AGENTS} agents in Chromium", PEER, MOST), this_month),
    (Goal(15, f"a scorecard of {FEW_AGENTS} agents in Chromium", PEER, MOST), scorecard),
)
