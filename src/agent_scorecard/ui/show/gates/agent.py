"""One agent's gates and checklist, item by item: what stands, in whose words or by which facts, and who signed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.gates.agent import AgentGates, Block, ChecklistPart, GatePart, ItemLine
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.rules.gate_steps import SIGNED_AS
from agent_scorecard.ui import parts, theme
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows


def head(board: AgentGates) -> None:
    st.html(parts.head(board.over, board.name, board.deck))
    st.html(parts.facts(board.facts))
    if board.attention:
        found = el("ul", *(_finding(row) for row in board.attention), class_="as two")
        st.html(join(parts.section("Needs a person"), found))


def gate(board: AgentGates, number: int, part: GatePart) -> None:
    """One gate: its items are in sight where they are worked on, folded away where it is passed."""
    end = parts.status(theme.GATES[part.cell.state], _stands(part))
    opening = parts.section(f"{number}. {part.name}", part.note, end)
    rows(join(opening, _body(board.agent, part)), key=f"gate_{part.gate.value}")


def checklist(board: AgentGates, part: ChecklistPart) -> None:
    owed = [SIGNED_AS[role] for role in part.owed]
    signed = ". ".join(part.signed) or "Nobody signed it yet"
    to_sign = f" To be signed as {' and as '.join(owed)}." if owed else ""
    opening = parts.section("Checklist", f"{part.there} of {part.of} there")
    said = parts.note(f"{signed}.{to_sign} {part.flag}".strip())
    blocks = el("div", *(_block(board.agent, block) for block in part.blocks), class_="sixteen")
    rows(join(opening, said, blocks), key="gate_checklist")


def _body(agent: str, part: GatePart) -> Html:
    if not part.items:
        return parts.note("None of its items is asked at this tier.")
    items = join(_items(agent, part.items), _deeper(part.deeper))
    return items if part.is_next else el("details", el("summary", part.there, class_="as-note"), items)


def _deeper(rest: Sequence[str]) -> Html | None:
    return parts.note(f"Not asked at this tier: {'; '.join(rest)}.") if rest else None


def _stands(part: GatePart) -> str:
    word = part.cell.state.value.capitalize()
    return f"{word}, {part.cell.about}" if part.cell.about else word


def _block(agent: str, block: Block) -> Html:
    return el("div", el("div", block.name, class_="as-sub", role="heading", aria_level="3"), _items(agent, block.items))


def _items(agent: str, lines: Sequence[ItemLine]) -> Html:
    return el("ul", *(_item(agent, line) for line in lines), class_="as gate-items")


def _item(agent: str, line: ItemLine) -> Html:
    look = theme.EVIDENCE[line.state]
    return el(
        "li",
        parts.icon(look, line.state.value.replace("_", " ")),
        el("span", line.text, el("em", f" {line.depth}", class_="mute") if line.depth else None),
        el("small", line.said) if line.said else None,
        _from(agent, line) if line.facts else None,
    )


def _from(agent: str, line: ItemLine) -> Html:
    address = link(line.place, agent=agent) if line.place != "load_data" else link(line.place)
    return el("small", "From ", el("a", line.facts, href=address), data_open=address, title=line.columns)


def _finding(row: Attention) -> Html:
    return el(
        "li",
        parts.icon(theme.SEVERITIES[row.severity], row.severity.value),
        el("span", row.text),
        el("small", row.way_out),
    )
