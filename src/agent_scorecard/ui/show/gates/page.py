"""The gates page from top to bottom: head, the view the reader picked, or one agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.gates import agents as agents_board
from agent_scorecard.boards.gates import control_plane as control_board
from agent_scorecard.boards.gates import intake as intake_board
from agent_scorecard.boards.gates import plans as plans_board
from agent_scorecard.boards.gates.board import Gates
from agent_scorecard.boards.gates.passing import Passing, View
from agent_scorecard.ui import intake_form, long, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.markup import join
from agent_scorecard.ui.show.gates import agents, control_plane, intake, plans, shared


def head(board: Gates) -> None:
    st.html(parts.head(board.over, "Gates and checklist", board.deck, board.more))


def view(chosen: Chosen, shown: Sequence[Passing], picked: View, team: str = "") -> None:
    """Show what the reader picked of the agents that fit; the intake is of candidate tasks, so of a team alone."""
    st.html(parts.section(picked.value))
    if picked is View.INTAKE:
        _intake(chosen, team)
    else:
        SHOW[picked](chosen, shown)


def _agents(chosen: Chosen, shown: Sequence[Passing]) -> None:
    if not shown:
        st.html(join(parts.empty("No agent fits this choice.")))
        return
    long.turned(
        lambda page: agents.table(agents_board.agents(long.on_page(shown, shared.SIZE, page), chosen.policy)),
        len(shown),
        shared.SIZE,
        key="gates",
        here=shared.PAGE,
    )


def _plans(chosen: Chosen, shown: Sequence[Passing]) -> None:
    if not shown:
        st.html(parts.empty("No agent fits this choice."))
        return
    found = plans_board.rollouts(shown, chosen.policy)
    names = plans_board.plan_names(shown[0].one.evidence, chosen.policy)
    long.turned(
        lambda page: plans.table(long.on_page(found, shared.SIZE, page), names),
        len(found),
        shared.SIZE,
        key="rollouts",
        here=shared.PAGE,
    )


def _control_plane(chosen: Chosen, shown: Sequence[Passing]) -> None:
    board = control_board.control_plane(shown, chosen.policy)
    if not board.lines:
        st.html(parts.empty("No agent fits this choice."))
        return
    said = f"{format.n_of(board.there, board.of)} done, with evidence and an active owner."
    st.html(join(parts.note(said), control_plane.table(board)))


def _intake(chosen: Chosen, team: str) -> None:
    board = intake_board.intake(chosen.company, chosen.assessed, chosen.policy, team)
    intake.tasks(board, team)
    intake_form.ask(chosen, board)
    intake.below(board)


SHOW: Mapping[View, Callable[[Chosen, Sequence[Passing]], None]] = {
    View.AGENTS: _agents,
    View.CONTROL_PLANE: _control_plane,
    View.PLANS: _plans,
}
"""To add a view of agents: a word in `View`, and here what shows it."""
