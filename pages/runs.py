"""Runs: what an agent did, run by run, what its record lacks, what recurs, and how long it is kept."""

import streamlit as st

from agent_scorecard.boards.runs.agents import run_log as log_of
from agent_scorecard.boards.runs.asked import PAGE, address
from agent_scorecard.boards.runs.board import agent_runs
from agent_scorecard.boards.runs.found import place_in, runs_page
from agent_scorecard.boards.runs.keeping import purge_lines
from agent_scorecard.boards.runs.recurring import beside
from agent_scorecard.boards.runs.trail import trail
from agent_scorecard.ui import choose, first_steps, purge_form, run_filters, run_log
from agent_scorecard.ui.filters import row
from agent_scorecard.ui.show.runs import beside as show_beside
from agent_scorecard.ui.show.runs import page as show
from agent_scorecard.ui.show.runs import table
from agent_scorecard.ui.show.runs import trail as show_trail

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, show.TITLE, "No agent is on the board yet.")
    st.stop()

top = st.container()
with row():
    choice = run_filters.picked(chosen)
one = chosen.of(choice.agent) if choice.agent else None
if one is None:
    board = log_of(chosen.company, chosen.as_of, chosen.assessed, chosen.policy, run_log.gaps(chosen))
    with top:
        show.head(board)
    show.company(board)
    st.stop()

evidence, tally = one.evidence, run_log.tally(chosen, choice)
about = agent_runs(evidence, chosen.policy, choice, tally)
with top:
    show.head_of(about)
opened = run_log.opened(chosen, choice.agent)
if opened is not None:
    show_trail.trail(trail(evidence, opened), address(choice))
elif run := st.query_params.get("run"):
    show_trail.not_found(run)
found_beside = beside(evidence, chosen.policy, choice, tally)
after = place_in(st.query_params.get("before", ""))
found = run_log.page(chosen, choice, after)
if found:
    show_beside.recurring(found_beside)
    table.runs(runs_page(found, choice, after, evidence), opened)
else:
    show.empty(about)
show_beside.beside(found_beside)
show.keeping(about.kept, purge_lines(run_log.purges(chosen, choice.agent)))
purge_form.purge(chosen, choice.agent)
show.way_back(PAGE, "All agents")
