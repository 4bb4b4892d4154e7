"""The page about changes and evals from top to bottom: head, what needs a person, and the view the reader picked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.changes import log as log_board
from agent_scorecard.boards.changes.board import Changes
from agent_scorecard.boards.changes.seen import ChangesFilter, View, id_of
from agent_scorecard.boards.shapes import Attention
from agent_scorecard.ui import parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.links import link
from agent_scorecard.ui.markup import Html, el, join
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.changes import credentials, evals, guardrails, log, shared, tiers, tools
from agent_scorecard.ui.show.oversight.shared import capped
from agent_scorecard.ui.show.this_month import finding

TITLE = "Changes and evals"
FINDINGS_SHOWN = 2


def head(board: Changes) -> None:
    st.html(parts.head(board.over, TITLE, board.deck, board.more))


def views(chosen: Chosen, board: Changes, picked: Sequence[View], choice: ChangesFilter) -> None:
    """The subject picked, or every one of a single agent."""
    if not board.shown:
        st.html(join(parts.section(View.LOG.value), parts.empty("No agent fits this choice.")))
        return
    if len(picked) > 1:
        _ways_on(id_of(board.shown[0]))
    if View.LOG in picked:
        _attention(board)
    for view in picked:
        st.html(parts.section(view.value))
        SHOW[view](chosen, board, choice)


def _ways_on(agent: str) -> None:
    """Of one agent: the pages that say the rest about it."""
    ways = [
        el("a", word, href=link(page, agent=agent), data_open=link(page, agent=agent))
        for word, page in (("Scorecard", "scorecard"), ("Oversight", "oversight"), ("Gates", "gates"))
    ]
    rows(el("p", *ways, class_="as-turn"), key="changes_ways", here=shared.PAGE)


def _attention(board: Changes) -> None:
    """What needs a person: the heaviest, the rest at hand."""
    if not board.attention:
        return
    shown, hidden = board.attention[:FINDINGS_SHOWN], board.attention[FINDINGS_SHOWN:]
    title = f"{format.count(len(hidden))} more that {'needs' if len(hidden) == 1 else 'need'} a person"
    more = capped(title, _findings, hidden)
    rows(join(parts.section("Needs a person"), _findings(shown), more), key="changes_attention", here=shared.PAGE)


def _findings(found: Sequence[Attention]) -> Html:
    return el("ul", *(finding(row) for row in found), class_="as two")


SHOW: Mapping[View, Callable[[Chosen, Changes, ChangesFilter], None]] = {
    View.LOG: lambda chosen, board, choice: log.log(log_board.log(board.shown, chosen.policy, choice)),
    View.EVALS: lambda chosen, board, _: evals.evals(chosen, board.shown),
    View.TIERS: lambda chosen, board, _: tiers.tiers(chosen, board.shown),
    View.GUARDRAILS: lambda chosen, board, _: guardrails.guardrails(board.shown, chosen.policy),
    View.CREDENTIALS: lambda chosen, board, _: credentials.credentials(board.shown, chosen.policy),
    View.TOOLS: lambda chosen, board, _: tools.tools(board.shown, chosen.company),
}
