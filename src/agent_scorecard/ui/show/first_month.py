"""The weekly reviews to hold, as a short list beside the cards that are due."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.boards.weekly.first_months import MonthLine
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join

FEW = 12


def weeks(lines: Sequence[MonthLine]) -> Html:
    """One entry for each agent in its first month, the longest waiting first."""
    left_out = len(lines) - FEW
    more = parts.note(f"And {left_out} more on the page of weekly reviews.") if left_out > 0 else None
    return join(parts.section("Weekly reviews", "first month"), el("ul", *map(_line, lines[:FEW]), class_="as"), more)


def _line(line: MonthLine) -> Html:
    address = link("weekly", agent=line.agent)
    look = theme.OVERDUE if line.late else theme.AHEAD if line.owed else theme.OPEN
    tone = "bad" if line.late else "risk" if line.owed else "mute"
    said = el("span", el("a", line.name, href=address), f" {line.week}, ", el("span", line.when, class_=tone))
    about = f"{line.reviewed} reviewed; next card {line.card}"
    return el("li", parts.icon(look, "overdue" if line.late else "due"), said, el("small", about), data_open=address)
