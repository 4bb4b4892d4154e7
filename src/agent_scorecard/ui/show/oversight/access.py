"""Permissions granted beside their use, with what to take away or renew marked."""

from __future__ import annotations

from agent_scorecard.boards.oversight.access import AccessGroup, AccessRow, AccessView
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.oversight import shared

COLUMNS = 4


def access(board: AccessView) -> None:
    heads = [
        parts.heading("Action"),
        parts.heading("Granted"),
        parts.heading(f"Used in {board.days} days"),
        parts.heading("Credential until"),
    ]
    body = [row for group in board.groups for row in _group(group)]
    table = parts.table(heads, body, class_="as fold access-of", label="Permissions granted and used")
    rows(join(el("p", board.said, class_="as-sentence"), table), key="oversight_access", here=shared.PAGE)


def _group(group: AccessGroup) -> list[Html]:
    title = shared.agent_row(group.agent, group.name, "", COLUMNS)
    shown = [*(_row(row) for row in group.rows), *(_stranger(text) for text in group.strangers)]
    return [title, *shared.or_said(shown, "No action may run.", COLUMNS)]


def _row(row: AccessRow) -> Html:
    warned = parts.status(theme.AHEAD, row.excess) if row.excess else None
    past = parts.status(theme.OVERDUE, row.expired) if row.expired else None
    return el(
        "tr",
        shared.action_cell(row.action, row.about),
        el("td", shared.lines(row.scope, row.purpose), class_="wide"),
        el("td", warned or row.used, el("small", row.last) if row.last else None, class_="nw"),
        el("td", shared.on_narrow("Credential until"), row.expires, el("small", past) if past else None, class_="wide"),
    )


def _stranger(text: str) -> Html:
    return el("tr", el("td", parts.status(theme.BLOCKED, text), colspan=str(COLUMNS), class_="answers"))
