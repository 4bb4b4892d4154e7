"""What became of the runs and records an incident touched, recorded by hand where the facts do not say it."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.access import Right
from agent_scorecard.boards.incident_undo import UndoBoard
from agent_scorecard.recording import Refused, UndoFields, record_undo
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import UndoState

STATES = (UndoState.ROLLED_BACK, UndoState.COMPENSATED, UndoState.CANNOT, UndoState.NOTHING, UndoState.OPEN)


def undone(chosen: Chosen, incident: str, agent: str | None, board: UndoBoard) -> None:
    turn = st.session_state.setdefault("handle_turn", 0)
    stem = f"undo_{incident}_{turn}"
    with st.expander("Record what was undone", type="compact", key=f"undo_{incident}"):
        if offer.is_closed(chosen, Right.HANDLE_INCIDENT, agent=agent):
            return
        left, right = st.columns(2, gap="large")
        with left:
            names = [line.name for line in board.lines]
            records = st.multiselect(
                "Runs or records",
                names,
                default=board.open,
                placeholder="Pick a run, or type what a system calls a record",
                accept_new_options=True,
                key=f"{stem}_records",
            )
        with right:
            state = st.radio(
                "What became of them",
                STATES,
                format_func=lambda state: state.word.capitalize(),
                horizontal=True,
                key=f"{stem}_state",
            )
            note = st.text_input("How, or why not", max_chars=500, key=f"{stem}_note")
        told = st.empty()
        if st.button("Record undo", icon=":material/undo:", key="undo_send"):
            try:
                fields = UndoFields(incident=incident, records=tuple(records), state=state, note=note)
                recorded = record_undo(chosen.engine, fields, by=chosen.by, at=choose.now())
            except Refused as refused:
                told.error(parts.md(str(refused)))
                return
            if not recorded:
                told.info("Nothing new to record: that is on file.")
                return
            st.session_state["handled"] = "Recorded what was undone."
            st.session_state["handle_turn"] = turn + 1
            st.rerun()
