"""Filters whose choice stays in the address, so that a narrowed page can be shared."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.boards.ladder import Ladder, LadderFilter
from agent_scorecard.vocabulary import Status, Tier

SHOWN_STATUSES = (Status.LIVE, Status.PILOT, Status.PAUSED, Status.IDEA)


def ladder(board: Ladder) -> LadderFilter:
    """Team, tier and status; nothing chosen means everything."""
    with st.container(horizontal=True, vertical_alignment="center", key="controls"):
        team = None
        if board.teams:
            team = st.selectbox(
                "Team",
                board.teams,
                index=None,
                placeholder="All teams",
                label_visibility="collapsed",
                width=240,
                key="team",
                bind="query-params",
            )
        tiers = st.segmented_control(
            "Tier",
            [tier.value for tier in Tier],
            selection_mode="multi",
            format_func=str.capitalize,
            label_visibility="collapsed",
            key="tier",
            bind="query-params",
        )
        statuses = st.segmented_control(
            "Status",
            [status.value for status in SHOWN_STATUSES],
            selection_mode="multi",
            format_func=str.capitalize,
            label_visibility="collapsed",
            key="status",
            bind="query-params",
        )
    return LadderFilter(team or "", frozenset(map(Tier, tiers or ())), frozenset(map(Status, statuses or ())))
