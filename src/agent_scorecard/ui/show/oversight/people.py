"""Who answers for each action: the gaps first, in red with their way out, then every action with its people."""

from __future__ import annotations

from agent_scorecard.boards.oversight.people import People, PeopleGroup, PeopleRow, Slot
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.oversight import shared

COLUMNS = 5
HEADS = ("Action", "Accountable", "System owner", "Risk owner", "Consulted, informed")


def people(board: People) -> None:
    gaps = el("ul", *(_gap(action, gap) for action, gap in board.gaps), class_="as two") if board.gaps else None
    rows(join(el("p", board.said, class_="as-sentence"), gaps, _table(board)), key="oversight_people", here=shared.PAGE)


def _gap(action: str, gap: Attention) -> Html:
    subject = f"{action} " if action else ""
    return el(
        "li",
        parts.icon(theme.SEVERITIES[gap.severity], gap.severity.value),
        el("span", el("b", gap.name), f" {subject}", gap.text),
        el("small", gap.way_out),
    )


def _table(board: People) -> Html:
    heads = [parts.heading(name) for name in HEADS]
    body = [row for group in board.groups for row in _group(group)]
    return parts.table(heads, body, class_="as fold people-of", label="Who answers for each action")


def _group(group: PeopleGroup) -> list[Html]:
    title = shared.agent_row(group.agent, group.name, group.about, COLUMNS)
    return [title, *shared.or_said([_row(row) for row in group.rows], "No action may run.", COLUMNS)]


def _row(row: PeopleRow) -> Html:
    upon = f"upon: {row.trigger}" if row.trigger else ""
    return el(
        "tr",
        shared.action_cell(row.action, row.about),
        *(_slot(name, slot) for name, slot in zip(HEADS[1:], row.slots, strict=False)),
        el("td", row.others, el("small", upon) if upon else None, class_="wide"),
    )


def _slot(name: str, slot: Slot) -> Html:
    held = parts.status(theme.SEVERITIES[slot.gap], slot.name) if slot.gap else slot.name
    return el("td", shared.on_narrow(name), held, class_="wide")
