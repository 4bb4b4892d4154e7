"""Agents x gates: four gates, five papers, and what is missing next, what blocks a live agent first."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard import format
from agent_scorecard.boards.gates.agents import GATE_HEADS, PAPER_HEADS, AgentRow, GateCell, Share
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.show.gates import shared
from agent_scorecard.vocabulary import Severity


def table(rows: Sequence[AgentRow]) -> Html:
    heads = [
        parts.heading("Agent"),
        *(parts.heading(name) for name in GATE_HEADS),
        *(parts.heading(name, "n") for name in PAPER_HEADS),
        parts.heading("Missing next"),
    ]
    return parts.table(heads, [_row(row) for row in rows], class_="as fold passing", label="Agents and their gates")


def _row(row: AgentRow) -> Html:
    address = link(shared.PAGE, agent=row.agent)
    return el(
        "tr",
        el("td", el("a", row.name, href=address), el("small", row.about), class_="action"),
        *(el("td", _cell(name, cell), class_="wide") for name, cell in zip(GATE_HEADS, row.gates, strict=True)),
        *(el("td", _share(name, share), class_="n") for name, share in zip(PAPER_HEADS, row.papers, strict=True)),
        el("td", _blocked(row) if row.blocks else row.next, class_="wide next"),
        data_open=address,
    )


def _cell(name: str, cell: GateCell) -> Html:
    look = theme.GATES[cell.state]
    tone = "risk" if cell.late else None
    return join(
        shared.on_narrow(name),
        parts.status(look, cell.state.value.capitalize()),
        el("small", cell.about, class_=tone) if cell.about else None,
    )


def _share(name: str, share: Share) -> Html:
    said = format.n_of(share.there, share.of)
    unsigned = el("small", "to sign") if share.unsigned and share.there == share.of else None
    return join(shared.on_narrow(name), said if share.complete else el("b", said), unsigned)


def _blocked(row: AgentRow) -> Html:
    return join(parts.icon(theme.SEVERITIES[Severity.BLOCK], "blocks"), " ", row.next)
