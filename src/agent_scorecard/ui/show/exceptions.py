"""Gaps accepted for a time, as a list: what, until when, by whom and why."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.boards.exceptions import ExceptionLine, counted
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join

TITLE = "Accepted for now"


def accepted(lines: Sequence[ExceptionLine], *, of_one: bool = False, two: bool = False) -> Html:
    """The list under its heading; on the card of one agent its name is not said again."""
    listed = el("ul", *(_line(line, of_one=of_one) for line in lines), class_="as two" if two else "as")
    return join(parts.section(TITLE, counted(lines)), listed)


def _line(line: ExceptionLine, *, of_one: bool) -> Html:
    address = None if of_one else link("scorecard", agent=line.agent)
    who = el("a", line.name, href=address) if address else None
    until = el("span", f"until {line.until}, {line.left}", class_="bad" if line.soon else None)
    return el(
        "li",
        parts.icon(theme.ACCEPTED, "accepted for a time"),
        el("span", who, " " if who else None, line.what),
        el("small", until, f" · {line.by}: {line.why.lower()}. {line.note}"),
        data_open=address,
    )
