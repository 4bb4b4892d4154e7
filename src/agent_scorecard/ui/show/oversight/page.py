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

FINDINGS_SHOWN = 2


def head(board: Oversight) -> None:
    st.html(parts.head(board.over, "Oversight", board.deck, board.more))


def attention(board: Oversight) -> None:
    """What needs a person: one line of the heaviest, the rest at hand."""
    if not board.attention:
        return
    shown, hidden = board.attention[:FINDINGS_SHOWN], board.attention[FINDINGS_SHOWN:]
    title = f"{format.count(len(hidden))} more that {'needs' if len(hidden) == 1 else 'need'} a person"
    more = shared.capped(title, _findings, hidden)
    rows(join(parts.section("Needs a person"), _findings(shown), more), key="oversight_attention")


def _findings(found: Sequence[Attention]) -> Html:
    return el("ul", *(finding(row) for row in found), class_="as two")


def views(board: Oversight, picked: Sequence[View], policy: Policy) -> None:
    """The subject picked, or every one of a single agent."""
    if not board.shown:
        st.html(join(parts.section("Actions"), parts.empty("No action fits this choice.")))
        return
    if len(picked) > 1:
        _ways_on(board.shown[0].agent)
    if View.GATES in picked:
        attention(board)
    for view in picked:
        st.html(parts.section(view.value))
        SHOW[view](board.shown, policy)


def _ways_on(agent: str) -> None:
    """Of one agent: the pages that say the rest about it."""
    ways = [
        el("a", word, href=link(page, agent=agent), data_open=link(page, agent=agent))
        for word, page in (("Scorecard", "scorecard"), ("3 a.m. card", "on_call"))
    ]
    rows(el("p", *ways, class_="as-turn"), key="oversight_ways", here=shared.PAGE)


def _gates(shown: Sequence[Seen], policy: Policy) -> None:
    spread = gates_board.spread(shown)
    shared.turned(lambda part: gates.table(gates_board.gates(part, policy), spread), shown, key="gates")


SHOW: Mapping[View, Callable[[Sequence[Seen], Policy], None]] = {
    View.GATES: _gates,
    View.PEOPLE: lambda shown, policy: people.people(people_board.people(shown, policy)),
    View.LIMITS: lambda shown, _: limits.limits(limits_board.limits(shown)),
    View.ACCESS: lambda shown, policy: access.access(access_board.access(shown, policy)),
    View.STOPPING: lambda shown, policy: stopping.stopping(stopping_board.stopping(shown, policy)),
    View.APPROVALS: lambda shown, policy: approvals.approvals(approvals_board.approvals(shown, policy)),
    View.NEXT_MODE: lambda shown, policy: next_mode.next_modes(next_board.next_modes(shown, policy)),
}
