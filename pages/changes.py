"""Changes and evals: what was changed, who let it out, what saw it, and what guards it."""

import streamlit as st

from agent_scorecard.boards.changes.board import changes
from agent_scorecard.boards.changes.seen import in_view
from agent_scorecard.ui import change_form, choose, filters, first_steps, release_form
from agent_scorecard.ui.show.changes import page as show

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, show.TITLE, "No agent is on the board yet.")
    st.stop()

everyone = in_view(chosen.assessed)
top = st.container()
with filters.row():
    narrowed = filters.changes(chosen, everyone)
    change_form.here()
board = changes(chosen.company, chosen.as_of, everyone, chosen.policy, narrowed)
with top:
    show.head(board)
change_form.record(chosen)
release_form.planned(chosen, board)
show.views(chosen, board, filters.change_views(narrowed), narrowed)
