"""Signals: what the figures of every agent say by themselves, and what becomes of each alert."""

import streamlit as st

from agent_scorecard.boards.changes.seen import in_view
from agent_scorecard.boards.signals.agent import agent_signals
from agent_scorecard.boards.signals.page import signals_page
from agent_scorecard.ui import alert_form, choose, filters, first_steps
from agent_scorecard.ui.show.signals import agent as show_agent
from agent_scorecard.ui.show.signals import portfolio as show

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, show.TITLE, "No agent is on the board yet.")
    st.stop()

everyone = in_view(chosen.assessed)
top = st.container()
with filters.row():
    team, agent = filters.signals(chosen, everyone)
one = chosen.of(agent) if agent else None
if one is None:
    board = signals_page(chosen.company, chosen.as_of, filters.of_team(everyone, team), chosen.policy)
    with top:
        show.head(board)
    show.portfolio(board, chosen.policy)
    st.stop()

its = agent_signals(one, chosen.policy)
with top:
    show_agent.head(its)
    alert_form.told()
for place, form in enumerate(its.forms):
    show_agent.alert(form, place)
    alert_form.answer(chosen, form)
show_agent.body(its)
