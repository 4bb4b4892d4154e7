"""Goals 8 to 10: judging a company and showing it, beside pandas, a bare page and a small company."""

from __future__ import annotations

from pathlib import Path

from agent_scorecard.bench.measure import Cost
from agent_scorecard.bench.place import FEW_AGENTS, Measured, Place, row
from agent_scorecard.bench.report import Goal, Row

RERUNS = 20
MANY_AGENTS = 1000
PAGE, PAGE_OF_MANY = 2.0, 3.0


def judged(place: Place, goal: Goal) -> Row:
    ours = place.work("judge", place.company).without_start()
    theirs = place.work("score_frames", place.company).without_start()
    return row(goal, ours, theirs, note="the peer scores measures only")


def this_month(place: Place, goal: Goal) -> Row:
    return _rerun(place, goal, "")


def quarter(place: Place, goal: Goal) -> Row:
    return _rerun(place, goal, "quarter")


def one_agent(place: Place, goal: Goal) -> Row:
    ours, theirs = (place.work("one_card", path).without_start() for path in _large_and_small(place))
    return row(goal, ours, theirs, note=f"{ours.said['cards']} agents one by one")


def scorecard_page(place: Place, goal: Goal) -> Row:
    known = place.company
    ours, theirs = (
        place.work("open_cold", known, path, "scorecard").without_start() for path in _large_and_small(place)
    )
    return row(goal, ours, theirs)


def _rerun(place: Place, goal: Goal, page: str) -> Row:
    ours = place.work("rerun", place.company, page, RERUNS).without_start()
    return row(goal, ours, _bare(place), note=f"{RERUNS} reruns")


def _bare(place: Place) -> Cost:
    return place.once("rerun_bare", place.folder, RERUNS).without_start()


def _large_and_small(place: Place) -> tuple[Path, Path]:
    return place.long_company, place.small_company


BOARDS: tuple[Measured, ...] = (
    (Goal(8, "judge every agent", "pandas read_sql + score", 1.0), judged),
    (Goal(9, "This month again", "a bare page again", PAGE), this_month),
    (Goal(9, "quarterly review again", "a bare page again", PAGE), quarter),
    (Goal(10, "read and judge one agent", f"the same of {FEW_AGENTS} agents", 1.2), one_agent),
    (Goal(10, "scorecard page opened first", f"the same of {FEW_AGENTS} agents", 1.2), scorecard_page),
)
