"""The oversight page from top to bottom: head, what needs a person, and the view the reader picked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.boards.oversight.board import Oversight
from agent_scorecard.boards.oversight.gates import gates as gates_board
from agent_scorecard.boards.oversight.seen import View
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.ui import parts
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.oversight import gates, shared
from agent_scorecard.ui.show.this_month import finding

FINDINGS_SHOWN = 2


def head(board: Oversight) -> None:
    st.html(parts.head(board.over, "Oversight", board.deck, board.more))


def attention(board: Oversight) -> None:
    """What needs a person: one line of the heaviest, the rest at hand."""
    if not board.attention:
        return
    shown, hidden = board.attention[:FINDINGS_SHOWN], board.attention[FINDINGS_SHOWN:]
    more = shared.folded(
        f"{len(hidden)} more that {'needs' if len(hidden) == 1 else 'need'} a person", _findings(hidden)
    )
    rows(join(parts.section("Needs a person"), _findings(shown), more if hidden else None), key="oversight_attention")


def _findings(found: Sequence[Attention]) -> Html:
    return el("ul", *(finding(row) for row in found), class_="as two")


def views(board: Oversight, picked: Sequence[View], policy: Policy) -> None:
    for view in picked:
        st.html(parts.section(view.value, board.range))
        if not board.shown:
            st.html(parts.empty("No action fits this choice."))
            return
        SHOW[view](board, policy)
    turn(board)


def turn(board: Oversight) -> None:
    """The ways to the agents before and after these; the rest of the choice stays."""
    steps = [("Agents before", board.part - 1), ("Agents after", board.part + 1)]
    ways = [_way(word, part) for word, part in steps if 1 <= part <= board.parts]
    if ways:
        rows(el("p", *ways, class_="as-turn"), key="oversight_turn", here=shared.PAGE)


def _way(word: str, part: int) -> Html:
    address = link(shared.PAGE, part=str(part))
    return el("a", word, href=address, data_open=address)


def _gates(board: Oversight, policy: Policy) -> None:
    gates.gates(gates_board(board.shown, policy))


SHOW = {View.GATES: _gates}
