"""Steps 1 and 2 on the screen: n of m in unit squares with whoever is missing, exceptions in two columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.control import Control, Exceptions, Gap
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.ui import long, parts
from agent_scorecard.ui.kept import once
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.exceptions import accepted
from agent_scorecard.ui.show.this_month import finding

GAPS_SHOWN = 2
SQUARES = 40
EXCEPTIONS_SHOWN = 12
EXCEPTIONS_TURNED = 24


def control(board: Quarter) -> None:
    rows(_control(board), key="quarter_control")
    if any(len(row.gaps) > GAPS_SHOWN + long.FOLDED for row in board.control):
        missing = [(row.name, gap) for row in board.control for gap in row.gaps]
        long.sheet("Not under control", missing, _record, key="quarter_gaps")


def exceptions(board: Quarter) -> None:
    long.turned(partial(_exceptions, board), len(board.exceptions.rows), EXCEPTIONS_TURNED, key="quarter_exceptions")
    if board.exceptions.accepted:
        rows(accepted(board.exceptions.accepted, two=True), key="quarter_accepted")


@once
def _control(board: Quarter) -> Html:
    figures = el("div", *(_figure(row, board) for row in board.control), class_="figs")
    return join(parts.section("Control over live agents", f"n of m, against {_ordinal(board)}"), figures)


@once
def _exceptions(board: Quarter, page: int) -> Html:
    found = board.exceptions
    opening = parts.section("Exceptions", _counted(found))
    if not found.rows:
        return join(opening, parts.empty("Nothing stands out."))
    if page != long.WHOLE:
        return join(opening, _findings(long.on_page(found.rows, EXCEPTIONS_TURNED, page)))
    hidden = found.rows[EXCEPTIONS_SHOWN:]
    folded = el("details", el("summary", f"{len(hidden)} more", class_="as-note"), _findings(hidden))
    return join(opening, _findings(found.rows[:EXCEPTIONS_SHOWN]), folded if hidden else None)


def _findings(found: Sequence[Attention]) -> Html:
    return el("ul", *(finding(row) for row in found), class_="as two")


def squares(there: int, of: int) -> Html:
    """One square for each agent, solid where it is under control; beyond forty the row would say nothing more."""
    shown = min(of, SQUARES)
    solid = round(there * shown / of) if of else 0
    solid = min(solid, shown - 1) if there < of else solid
    label = f"{there} of {of}"
    marks = (el("i", class_=None if place < solid else "open") for place in range(shown))
    return el("span", *marks, class_="un", role="img", aria_label=label)


def _figure(row: Control, board: Quarter) -> Html:
    return el(
        "div",
        el("small", row.name),
        el("p", el("b", str(row.there)), " ", el("span", f"of {row.of}", class_="mute")),
        squares(row.there, row.of),
        _missing(row),
        el("small", _before(row, board), class_="risk" if row.is_thinner else None),
    )


def _before(row: Control, board: Quarter) -> str:
    then = f"{row.there_before} of {row.of_before}" if row.of_before else "no live agent"
    return f"{words.period_words(board.before)}: {then}" + (", now thinner" if row.is_thinner else "")


def _missing(row: Control) -> Html:
    if not row.gaps:
        return el("p", row.holds)
    named = [
        el(
            "li",
            el("a", gap.name, href=link("scorecard", agent=gap.agent)),
            " ",
            gap.sentence,
            data_open=link("scorecard", agent=gap.agent),
        )
        for gap in row.gaps[: GAPS_SHOWN + long.FOLDED]
    ]
    folded, hidden = named[GAPS_SHOWN:], len(row.gaps) - GAPS_SHOWN
    others = parts.note("The others stand in the list below.") if hidden > len(folded) else None
    more = el("details", el("summary", f"{format.count(hidden)} more"), el("ul", *folded), others) if folded else None
    return join(el("ul", *named[:GAPS_SHOWN]), more)


def _record(missing: tuple[str, Gap]) -> Mapping[str, str]:
    name, gap = missing
    return {"Figure": name, "Agent": gap.name, "What is missing": gap.sentence}


def _counted(found: Exceptions) -> str:
    if not found.rows:
        return f"{found.before or 'none'} a quarter ago"
    blocking = f", {words.spelled(found.blocking).lower()} blocking" if found.blocking else ""
    return f"{len(found.rows)}{blocking}; {found.before or 'none'} a quarter ago"


def _ordinal(board: Quarter) -> str:
    return f"the end of {words.period_words(board.before)}"
