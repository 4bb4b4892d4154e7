"""Decisions: the ledger, what was promised, and each frozen card."""

import streamlit as st

from agent_scorecard.boards.decisions import decisions, narrowed
from agent_scorecard.boards.follow_through import decided_of_due
from agent_scorecard.boards.proposed import proposal_lines
from agent_scorecard.ui import choose, filters, first_steps, offer, records
from agent_scorecard.ui.show import decisions as show

chosen = choose.company()
if not chosen.assessed:
    first_steps.no_agents(chosen, "Decisions", "No decision has been recorded yet.")
    st.stop()

readable = offer.readable(chosen)
of_all = len(readable) == len(chosen.assessed)
whole = decisions(chosen.company, chosen.as_of, readable, chosen.policy.proposal.back_dated_days, of_all=of_all)
show.head(whole)
show.proposed(proposal_lines(readable, chosen.policy, chosen.acting))
if not whole.total:
    show.nothing_yet(whole)
    first_steps.open_first(whole.first)
    show.chain(records.chain(chosen, asked=bool(st.session_state.get(show.CHECK))))
    st.stop()

asked = records.decision_asked(chosen)
line = next((line for line in whole.lines if asked is not None and line.seq == asked.seq), None)
if asked is not None and line is not None:
    show.chosen(line, records.frozen(chosen, asked), records.came_of(chosen, asked))
elif wanted := st.query_params.get("decision"):
    show.not_found(wanted)
with filters.row():
    board = narrowed(whole, filters.decisions(chosen))
    records.download(chosen, board.lines)
show.ledger(board, line.seq if line else None)
show.followed(records.came(chosen), decided_of_due(readable, chosen.as_of))
show.chain(records.chain(chosen, asked=bool(st.session_state.get(show.CHECK))))
