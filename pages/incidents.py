"""Incidents: what happened, who noticed, what was done; and the quick report."""

import streamlit as st

from agent_scorecard.boards.incident import found, handling, one_incident
from agent_scorecard.boards.incidents import incidents
from agent_scorecard.ui import choose, filters, first_steps, incident_form, report_form
from agent_scorecard.ui.show import incidents as show

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, "Incidents", "No incident has been recorded.")
    st.stop()

whole = incidents(chosen.company, chosen.as_of, chosen.assessed)
show.head(whole)
report_form.report(chosen)
asked = st.query_params.get("incident")
opened = found(chosen.assessed, asked) if asked else None
if opened is not None:
    show.chosen(one_incident(chosen.company, chosen.as_of, *opened))
    incident_form.handle(chosen, handling(chosen.company, chosen.policy, *opened))
elif asked:
    show.not_found(asked)
with filters.row():
    narrowed = filters.incidents(chosen) if whole.total else None
    report_form.here()
show.register(incidents(chosen.company, chosen.as_of, chosen.assessed, narrowed), asked)
show.library(whole.library)
