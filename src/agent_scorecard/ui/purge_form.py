"""The form that purges old runs of an agent: what would go is said before, what went after."""

from __future__ import annotations

import streamlit as st

from agent_scorecard import format
from agent_scorecard.access import Right
from agent_scorecard.recording import PurgeAsked, PurgeTold, Refused, planned_purge, purge_runs
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen


def purge(chosen: Chosen, agent: str) -> None:
    """Say what may go today and, to those who may, offer to let it go."""
    if told := st.session_state.pop("purge_told", None):
        st.success(told, icon=":material/check_circle:")
    asked = PurgeAsked(agent=agent, as_of=chosen.as_of)
    plan = planned_purge(chosen.engine, asked, choose.today())
    st.html(parts.note(said(plan)))
    if not offer.is_closed(chosen, Right.PURGE_RUNS, agent=agent):
        with st.expander("Purge old runs", type="compact", key="purge"):
            _form(chosen, asked, plan)


def _form(chosen: Chosen, asked: PurgeAsked, plan: PurgeTold) -> None:
    st.html(parts.note("They cannot be brought back here: backups and exports made before still hold them."))
    told, is_closed = st.empty(), bool(plan.why_not)
    sure = st.checkbox(f"{format.plural(plan.removed, 'run')} shall go for good", key="purge_sure", disabled=is_closed)
    if st.button("Purge", icon=":material/delete_sweep:", disabled=is_closed or not sure, key="purge_send"):
        try:
            done = purge_runs(chosen.engine, asked, by=chosen.by, at=choose.now())
        except Refused as refused:
            told.error(parts.md(str(refused)))
        else:
            st.session_state["purge_told"] = f"{format.plural(done.removed, 'run')} purged. No figure changed."
            st.rerun()


def said(plan: PurgeTold) -> str:
    """What a purge of today would do, or why it would not."""
    if plan.why_not:
        return plan.why_not
    stays = f", {format.plural(plan.kept, 'important run')} of that time {'stays' if plan.kept == 1 else 'stay'}"
    before = format.full_day(plan.kept_from)
    return f"{format.plural(plan.removed, 'run')} before {before} may go{stays if plan.kept else ''}."
