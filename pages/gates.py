"""Gates and checklist: which agents passed what they must, and what is missing next."""

import streamlit as st

from agent_scorecard.boards.gates.board import gates
from agent_scorecard.boards.gates.passing import passing
from agent_scorecard.ui import choose, filters, first_steps
from agent_scorecard.ui.show.gates import page as show

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, "Gates and checklist", "No agent is on the board yet.")
    st.stop()

everyone = passing(chosen.assessed, chosen.policy)
top = st.container()
with filters.row():
    narrowed = filters.gates(chosen, everyone)
board = gates(chosen.company, chosen.as_of, everyone, narrowed)
with top:
    show.head(board)
picked = filters.gate_view(narrowed)
if picked is not None:
    show.view(chosen, board.shown, picked)
