"""This month as it was chosen: built once for each revision, day and name."""

from __future__ import annotations

from datetime import date

import streamlit as st

from agent_scorecard.boards.exceptions import exception_lines
from agent_scorecard.boards.this_month import ThisMonth, this_month
from agent_scorecard.ui import choose, memory
from agent_scorecard.ui.choose import Chosen

KEPT_MONTHS = 8


def board(chosen: Chosen) -> ThisMonth:
    return _board(choose.url(), chosen.portfolio.revision, chosen.as_of, chosen.actor, chosen)


@st.cache_resource(max_entries=KEPT_MONTHS, show_spinner=False)
def _board(address: str, at_revision: int, day: date, actor: str | None, _chosen: Chosen) -> ThisMonth:
    """Build it once: all but the last are only what the answer is kept under."""
    del address, at_revision, day, actor
    with memory.kept_for_long():
        accepted = exception_lines(_chosen.assessed, _chosen.policy)
        return this_month(_chosen.company, _chosen.as_of, _chosen.assessed, _chosen.actor, _chosen.strangers, accepted)
