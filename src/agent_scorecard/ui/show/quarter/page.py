"""The quarterly review: its sentence, and the steps that were picked in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from agent_scorecard.boards import words
from agent_scorecard.boards.quarter.board import Quarter
from agent_scorecard.boards.quarter.steps import Step
from agent_scorecard.ui import parts
from agent_scorecard.ui.rows import rows
from agent_scorecard.ui.show.follow_through import came
from agent_scorecard.ui.show.quarter.comparison import inventory, value_map, values
from agent_scorecard.ui.show.quarter.control import control, exceptions
from agent_scorecard.ui.show.quarter.outcome import outcomes
from agent_scorecard.ui.show.quarter.shared import overlap, plane
from agent_scorecard.ui.show.quarter.spend import spend
from agent_scorecard.ui.show.quarter.standing import gates, levels, proposals


def head(board: Quarter) -> None:
    st.html(parts.head(board.over, board.title, board.deck, board.more))


def steps(board: Quarter, picked: Sequence[Step]) -> None:
    """Show the steps; with all of them the map and the ladder stand side by side (look 7)."""
    whole = len(picked) > 1
    for step in picked:
        show = BESIDE.get(step, SHOWN[step]) if whole else SHOWN[step]
        show(board)
        _how(board, step)


def _how(board: Quarter, step: Step) -> None:
    told = parts.how("How this was computed", ((what, (said,)) for what, said in board.how.get(step, ())))
    if told is not None:
        st.html(told)


def _map_beside_ladder(board: Quarter) -> None:
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        value_map(board)
    with right:
        levels(board)
    gates(board)


def _value(board: Quarter) -> None:
    values(board)
    value_map(board)


def _ladder(board: Quarter) -> None:
    levels(board)
    gates(board)


def _proposals(board: Quarter) -> None:
    proposals(board)
    rows(came(board.follow_through, f"of {words.period_words(board.period)}"), key="quarter_came")


SHOWN: Mapping[Step, Callable[[Quarter], None]] = {
    Step.CONTROL: control,
    Step.EXCEPTIONS: exceptions,
    Step.INVENTORY: inventory,
    Step.VALUE: _value,
    Step.LADDER: _ladder,
    Step.PROPOSALS: _proposals,
    Step.OVERLAP: overlap,
    Step.PLANE: plane,
    Step.SPEND: spend,
    Step.OUTCOME: outcomes,
}
BESIDE: Mapping[Step, Callable[[Quarter], None]] = {Step.VALUE: values, Step.LADDER: _map_beside_ladder}
