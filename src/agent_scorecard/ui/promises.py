"""Say that a promise was kept: what a person types, and the recording it leads to."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.access import Right
from agent_scorecard.boards.shapes import Promise
from agent_scorecard.recording.follow_ups import close_follow_up
from agent_scorecard.recording.refusal import Refused
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen

LONGEST = 2_000


def follow_ups(chosen: Chosen, promised: Sequence[Promise]) -> None:
    """Let a person say that an open promise was kept, or read who may."""
    waiting = [(row, _why_not(chosen, row)) for row in promised if row.state != "done"]
    if not waiting:
        return
    with st.container(key="promises_kept"), st.expander("Mark a promise as done", type="compact"):
        for row, why in waiting:
            if not why:
                _close(chosen, row)
        for why in dict.fromkeys(why for _, why in waiting if why):
            st.html(parts.note(why))


def _why_not(chosen: Chosen, row: Promise) -> str:
    one = chosen.of(row.agent)
    promised = one.evidence.follow_ups if one is not None else ()
    owner = next((each.owner for each in promised if each.follow_up == row.follow_up), None)
    return offer.refusal(chosen, Right.CLOSE_FOLLOW_UP, agent=row.agent, person=owner)


def _close(chosen: Chosen, row: Promise) -> None:
    label = f"Note for “{row.what}”" if not row.in_place else f"How was it checked: “{row.what}”"
    note = st.text_input(parts.md(label), key=f"note_{row.follow_up}", max_chars=LONGEST)
    if st.button("Done", key=f"done_{row.follow_up}"):
        if not chosen.actor:
            st.error("Say who you are: pick or type your name under “Acting as” in the sidebar.")
            return
        try:
            close_follow_up(chosen.engine, row.follow_up, note or "", by=chosen.by, at=choose.now())
        except Refused as refused:
            st.error(parts.md(str(refused)))
            return
        st.rerun()
