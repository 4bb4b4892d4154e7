"""What came of decisions: the sum as a sentence, and each one that can be told, what did not work first."""

from __future__ import annotations

from agent_scorecard.boards.follow_through import EffectLine, FollowThrough
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join

TITLE = "What came of them"
SHOWN = 6


def came(board: FollowThrough, about: str = "") -> Html:
    """The section; where nothing can be told yet it says so and why."""
    said = parts.note(board.sentence or "No decision of this time cites a measure yet.")
    lines = [_line(line) for line in board.told]
    listed = el("ul", *lines[:SHOWN], class_="as two") if lines else None
    rest = el("ul", *lines[SHOWN:], class_="as two")
    more = el("details", el("summary", f"{len(lines) - SHOWN} more", class_="as-note"), rest)
    opening = parts.section("What came of the decisions", about or None)
    return join(opening, said, listed, more if len(lines) > SHOWN else None)


def _line(line: EffectLine) -> Html:
    address = link("decisions", decision=str(line.seq))
    look, word = (theme.DONE, "moved") if line.moved else (theme.NOT_MOVED, "did not move")
    return el(
        "li",
        parts.icon(look, word),
        el("span", el("a", line.name, href=address), " ", line.text),
        data_open=address,
    )
