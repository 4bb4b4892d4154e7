"""Weekly review: thirty minutes for an agent in its first month, ending in one change or none."""

import streamlit as st

from agent_scorecard.boards.weekly.board import no_month, weekly
from agent_scorecard.boards.weekly.first_months import first_months
from agent_scorecard.ui import agent_menu, choose, first_steps, weekly_form
from agent_scorecard.ui.show import weekly as show

chosen = choose.company()
if not chosen.agents:
    first_steps.no_agents(chosen, "Weekly review", "No agent is on the board yet.")
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", key="controls"):
    agent = choose.agent(chosen, key="weekly_agent")
    found = chosen.of(agent) if agent else None
    agent_menu.of_week(agent)

if found is None:
    months = first_months(chosen.company, chosen.as_of, chosen.assessed, chosen.policy)
    show.first_months(months, st.query_params.get("agent", ""))
    st.stop()

week = weekly_form.week(chosen, found)
if week is None:
    show.no_month("Weekly review", found.evidence.agent.name, no_month(found))
    st.stop()

board = weekly(found, chosen.policy, week, weekly_form.sample(chosen, found, week))
show.head(board)
show.figures(board)
weekly_form.meeting(chosen, board)
show.earlier(board)
