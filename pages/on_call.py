"""3 a.m. card: one agent, whom to call, how it is stopped, and what there is to go back to."""

import streamlit as st

from agent_scorecard.boards.on_call.board import on_call
from agent_scorecard.ui import agent_menu, choose, first_steps
from agent_scorecard.ui.show import on_call as show

chosen = choose.company()
if not chosen.agents:
    first_steps.no_agents(chosen, "3 a.m. card", "No agent is on the board yet.")
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", key="controls"):
    agent = choose.agent(chosen, key="on_call_agent")
    found = chosen.of(agent) if agent else None
    agent_menu.of_card(agent)

if found is None:
    first_steps.no_card_picked(chosen)
    st.stop()

show.card(on_call(found, chosen.policy))
