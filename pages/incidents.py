"""Incidents: what happened, who noticed, what was done; and the quick report."""

import streamlit as st

from agent_scorecard.boards.incident import found, one_incident
from agent_scorecard.boards.incident_handling import handling
from agent_scorecard.boards.incident_patterns import patterns
from agent_scorecard.boards.incidents import incidents
from agent_scorecard.ui import (
    agent_menu,
    choose,
    filters,
    first_steps,
    incident_form,
    promises,
    report_form,
    tasks,
    undo_form,
)
from agent_scorecard.ui.show import incident as show_one
from agent_scorecard.ui.show import incidents as show

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, "Incidents", "No incident has been recorded.")
    st.stop()

company, policy, as_of = chosen.company, chosen.policy, chosen.as_of
whole = incidents(company, as_of, chosen.assessed)
asked = st.query_params.get("incident")
opened = found(chosen.assessed, asked) if asked else None
if opened is not None:
    one, row = opened
    board = one_incident(company, policy, as_of, one, row, tasks.touched_runs(chosen, row))
    report_form.told()
    agent_menu.of_incident(board.agent)
    show_one.page(board, whole.over)
    incident_form.handle(chosen, handling(company, policy, chosen.assessed, one, row))
    promises.follow_ups(chosen, board.fixes)
    undo_form.undone(chosen, row.incident, row.agent, board.undo)
    st.stop()

common = patterns(chosen.assessed)
show.head(whole, common)
report_form.report(chosen)
if asked:
    show.not_found(asked)
with filters.row():
    narrowed = filters.incidents(chosen, [kind.key for kind in common.kinds]) if whole.total else None
    report_form.here()
show.register(incidents(company, as_of, chosen.assessed, narrowed), asked)
if whole.total:
    show.patterns(common)
show.library(whole.library)
