"""The oversight page from top to bottom: head, what needs a person, and the view the reader picked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.oversight import access as access_board
from agent_scorecard.boards.oversight import approvals as approvals_board
from agent_scorecard.boards.oversight import gates as gates_board
from agent_scorecard.boards.oversight import limits as limits_board
from agent_scorecard.boards.oversight import next_mode as next_board
from agent_scorecard.boards.oversight import people as people_board
from agent_scorecard.boards.oversight import stopping as stopping_board
from agent_scorecard.boards.oversight.board import Oversight
from agent_scorecard.boards.oversight.seen import Seen, View
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.ui import parts
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.oversight import access, approvals, gates, limits, next_mode, people, shared, stopping
from agent_scorecard.ui.show.this_month import finding

FINDINGS_SHOWN, MOST_FOLDED = 2, 40


def head(board: Oversight) -> None:
    st.html(parts.head(board.over, "Oversight", board.deck, board.more))


def attention(board: Oversight) -> None:
    """What needs a person: one line of the heaviest, the rest at hand."""
    if not board.attention:
        return
    shown, hidden = board.attention[:FINDINGS_SHOWN], board.attention[FINDINGS_SHOWN:]
    more = _folded(hidden) if hidden else None
    rows(join(parts.section("Needs a person"), _findings(shown), more), key="oversight_attention")


def _folded(hidden: Sequence[Attention]) -> Html:
    title = f"{format.count(len(hidden))} more that {'needs' if len(hidden) == 1 else 'need'} a person"
    rest = len(hidden) - MOST_FOLDED
    said = parts.note(f"And {format.count(rest)} more: pick a team or an agent.") if rest > 0 else None
    return shared.folded(title, join(_findings(hidden[:MOST_FOLDED]), said))


def _findings(found: Sequence[Attention]) -> Html:
    return el("ul", *(finding(row) for row in found), class_="as two")


def views(board: Oversight, picked: Sequence[View], policy: Policy) -> None:
    if len(picked) > 1 and board.shown:
        _ways_on(board.shown[0].agent)
    if View.GATES in picked:
        attention(board)
    for view in picked:
        st.html(parts.section(view.value, board.range))
        if not board.shown:
            st.html(parts.empty("No action fits this choice."))
            return
        SHOW[view](board.shown, policy)
    turn(board)


def _ways_on(agent: str) -> None:
    """Of one agent: the pages that say the rest about it."""
    ways = [
        el("a", word, href=link(page, agent=agent), data_open=link(page, agent=agent))
        for word, page in (("Scorecard", "scorecard"), ("3 a.m. card", "on_call"))
    ]
    rows(el("p", *ways, class_="as-turn"), key="oversight_ways", here=shared.PAGE)


def turn(board: Oversight) -> None:
    """The ways to the agents before and after these; the rest of the choice stays."""
    steps = [("Agents before", board.part - 1), ("Agents after", board.part + 1)]
    ways = [_way(word, part) for word, part in steps if 1 <= part <= board.parts]
    if ways:
        rows(el("p", *ways, class_="as-turn"), key="oversight_turn", here=shared.PAGE)


def _way(word: str, part: int) -> Html:
    address = link(shared.PAGE, part=str(part))
    return el("a", word, href=address, data_open=address)


SHOW: Mapping[View, Callable[[Sequence[Seen], Policy], None]] = {
    View.GATES: lambda shown, policy: gates.gates(gates_board.gates(shown, policy)),
    View.PEOPLE: lambda shown, policy: people.people(people_board.people(shown, policy)),
    View.LIMITS: lambda shown, _: limits.limits(limits_board.limits(shown)),
    View.ACCESS: lambda shown, policy: access.access(access_board.access(shown, policy)),
    View.STOPPING: lambda shown, policy: stopping.stopping(stopping_board.stopping(shown, policy)),
    View.APPROVALS: lambda shown, policy: approvals.approvals(approvals_board.approvals(shown, policy)),
    View.NEXT_MODE: lambda shown, policy: next_mode.next_modes(next_board.next_modes(shown, policy)),
}
