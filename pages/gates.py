"""Gates and checklist: which agents passed what they must, and for one of them what comes next."""

import streamlit as st

from agent_scorecard.boards.gates.agent import agent_gates
from agent_scorecard.boards.gates.board import gates
from agent_scorecard.boards.gates.one_pager import one_pager
from agent_scorecard.boards.gates.passing import passing
from agent_scorecard.boards.gates.plans import agent_plans
from agent_scorecard.ui import choose, filters, first_steps, gate_form
from agent_scorecard.ui.show.gates import agent as show_agent
from agent_scorecard.ui.show.gates import one_pager as show_paper
from agent_scorecard.ui.show.gates import page as show
from agent_scorecard.ui.show.gates import plans as show_plans

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, "Gates and checklist", "No agent is on the board yet.")
    st.stop()

everyone = passing(chosen.assessed, chosen.policy)
top = st.container()
with filters.row():
    narrowed = filters.gates(chosen, everyone)
board = gates(chosen.company, chosen.as_of, everyone, narrowed)
if not narrowed.agent or not board.shown:
    with top:
        show.head(board)
    show.view(chosen, board.shown, filters.gate_view(), narrowed.team)
    st.stop()

(one,) = board.shown
its = agent_gates(one, chosen.policy)
with top:
    show_agent.head(its)
    gate_form.told(chosen, its)
for number, part in enumerate(its.gates, 1):
    show_agent.gate(its, number, part)
    if part.is_next:
        gate_form.gate(chosen, its, part)
show_agent.checklist(its, its.checklist)
gate_form.checklist(chosen, its, its.checklist)
show_plans.agent(agent_plans(one.one.evidence, chosen.policy))
show_paper.one_pager(its.name, one_pager(one, chosen.policy))
