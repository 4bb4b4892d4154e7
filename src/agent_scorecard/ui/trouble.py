"""What a person sees when a page fails: one sentence with a number that the app's log knows, never a traceback."""

from __future__ import annotations

import logging
from uuid import uuid4

import streamlit as st

from agent_scorecard.recording.refusal import Refused
from agent_scorecard.ui.parts import md

LOG = logging.getLogger("agent_scorecard")


def tell(fault: Exception) -> bool:
    """Log the fault under a short number and show that number; True keeps Streamlit's own message away.

    What recording refuses is no fault: it is said as it stands.
    """
    if isinstance(fault, Refused):
        st.error(md(str(fault)))
        return True
    number = uuid4().hex[:4]
    LOG.error("error %s", number, exc_info=fault)
    st.error(
        f"This page failed (error {number}). Nothing was half written. Reload the page; if it fails again, "
        f"look for “error {number}” in the log of the app.",
        icon=":material/error:",
    )
    return True
