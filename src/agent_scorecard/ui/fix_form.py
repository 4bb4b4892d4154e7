"""Say that a fix of an incident was made, where the incident is read."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.boards.shapes import Promise
from agent_scorecard.recording import Refused, close_follow_up
from agent_scorecard.ui import choose, parts
from agent_scorecard.ui.choose import Chosen


def made(chosen: Chosen, fixes: tuple[Promise, ...]) -> None:
    """One line for each fix that is still open."""
    waiting = [row for row in fixes if row.state != "done"]
    if not waiting:
        return
    with st.expander("Mark a fix as done", type="compact", key="fixes_made"):
        for row in waiting:
            note = st.text_input(parts.md(f"What was done: “{row.what}”"), key=f"fix_note_{row.follow_up}")
            if st.button("Done", icon=":material/check:", key=f"fix_done_{row.follow_up}"):
                _close(chosen, row, note or "")


def _close(chosen: Chosen, row: Promise, note: str) -> None:
    try:
        close_follow_up(chosen.engine, row.follow_up, note, by=chosen.by, at=choose.now())
    except Refused as refused:
        st.error(parts.md(str(refused)))
        return
    st.session_state["handled"] = "Recorded as done."
    st.rerun()
