"""Oversight: where a person stands before an agent acts, who answers, and what limits the harm."""

import streamlit as st

from agent_scorecard.boards.oversight.board import oversight
from agent_scorecard.boards.oversight.seen import seen
from agent_scorecard.ui import choose, filters, first_steps
from agent_scorecard.ui.show.oversight import page as show

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, "Oversight", "No agent is on the board yet.")
    st.stop()

everyone = seen(chosen.assessed, chosen.policy)
top = st.container()
with filters.row():
    narrowed = filters.oversight(chosen, everyone)
board = oversight(chosen.company, chosen.as_of, everyone, chosen.policy, narrowed)
with top:
    show.head(board)
show.views(board, filters.views(narrowed), chosen.policy)
