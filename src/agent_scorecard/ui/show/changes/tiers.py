"""The tiers on the screen, those that ask for a word first; of one agent the form that sets it."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard.boards.changes import tiers as board_of
from agent_scorecard.boards.changes.tiers import TierRow
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.tiers import Standing
from agent_scorecard.ui import parts, theme, tier_form
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el
from agent_scorecard.ui.show.changes import shared
from agent_scorecard.ui.show.oversight.shared import lines, on_narrow

WORDS = {
    Standing.NOT_STATED: (theme.ASKED, "Not stated: suggested {suggested} counts"),
    Standing.NOT_COUNTED: (theme.AHEAD, "Stated {stated} without a reason: {suggested} counts"),
}


def tiers(chosen: Chosen, shown: Sequence[Assessment]) -> None:
    board = board_of.tiers(shown, chosen.policy)
    shared.said(board.said, shown)
    shared.turned(_table, board.rows, key="tiers")
    if len(shown) == 1:
        tier_form.set_one(chosen, shown[0])


def _table(found: Sequence[TierRow]) -> Html:
    heads = [parts.heading(name) for name in ("Agent", "Tier", "Suggested by its actions", "Why it is stated so")]
    return parts.table(heads, map(_row, found), class_="as fold tiers-of", label="Risk tiers")


def _row(row: TierRow) -> Html:
    actions = el("a", "its actions", href=link("oversight", agent=row.agent))
    return el(
        "tr",
        shared.agent_cell(row.agent, row.name),
        el("td", el("b", row.counts.capitalize()), el("small", _standing(row)), class_="nw start"),
        el("td", f"{row.suggested.capitalize()}: ", row.why, " ", el("small", actions), class_="wide"),
        el("td", on_narrow("Reason") if row.reason else None, lines(row.reason, row.set_here), class_="wide"),
        data_open=shared.address(row.agent),
    )


def _standing(row: TierRow) -> Html | str:
    if row.standing not in WORDS:
        return f"stated, {row.standing.value}"
    look, words = WORDS[row.standing]
    return parts.status(look, words.format(stated=row.stated, suggested=row.suggested))
