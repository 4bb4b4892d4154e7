"""Scorecard: one agent, one period, one page that ends in a decision."""

import streamlit as st

from agent_scorecard.boards.scorecard import scorecard
from agent_scorecard.ui import (
    agent_menu,
    choose,
    exception_form,
    first_steps,
    forms,
    period,
    promises,
    proposal_form,
    tasks,
)
from agent_scorecard.ui.show import published
from agent_scorecard.ui.show import scorecard as show

chosen = choose.company()
if not chosen.agents:
    first_steps.no_agents(chosen, "Scorecard", "No agent is on the board yet.")
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", key="controls"):
    agent = choose.agent(chosen, key="scorecard_agent")
    found = chosen.of(agent) if agent else None
    wanted = period.picked(found) if found else None
    agent_menu.of_scorecard(agent)

if found is None or wanted is None:
    first_steps.no_agent_picked(chosen)
    st.stop()

corrects = choose.corrects(found)
one = choose.judged(chosen, found, wanted, corrects)
board = scorecard(one, chosen.policy, choose.sample(chosen, one))
show.head(board)
proposal_form.answered(chosen, one, board, forms.stem_of(board))
if frozen := tasks.frozen_card(chosen, one):
    published.published(frozen)
show.body(board)
exception_form.exceptions(chosen, board)
show.promised(board)
show.paper(board)
promises.follow_ups(chosen, board.follow_ups)
forms.decision(chosen, board, corrects)
