"""Filters whose choice stays in the address, so that a narrowed page can be shared."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.boards.decisions import DecisionFilter
from agent_scorecard.boards.incidents import IncidentFilter
from agent_scorecard.boards.ladder import Ladder, LadderFilter
from agent_scorecard.ui import choose
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import Choice, IncidentSeverity, Status, Tier

SEVERITIES = {
    **{each.value: each for each in IncidentSeverity if each is not IncidentSeverity.UNDETERMINED},
    "not stated": IncidentSeverity.UNDETERMINED,
}
SHOWN_STATUSES = (Status.LIVE, Status.PILOT, Status.PAUSED, Status.IDEA)


def row() -> DeltaGenerator:
    """One line for filters and tools, left out on paper."""
    return st.container(horizontal=True, vertical_alignment="center", key="controls")


def ladder(board: Ladder) -> LadderFilter:
    """Team, tier and status; nothing chosen means everything."""
    team = None
    if board.teams:
        team = st.selectbox(
            "Team",
            board.teams,
            index=None,
            placeholder="All teams",
            label_visibility="collapsed",
            width=200,
            key="team",
            bind="query-params",
        )
    tiers = _several("Tier", [tier.value for tier in Tier], "tier")
    statuses = _several("Status", [status.value for status in SHOWN_STATUSES], "status")
    st.space("stretch")
    return LadderFilter(team or "", frozenset(map(Tier, tiers)), frozenset(map(Status, statuses)))


def decisions(chosen: Chosen) -> DecisionFilter:
    """Agent, choice and a word that is looked for in everything said; nothing chosen means everything."""
    agent = choose.agent(chosen, key="decisions_agent")
    choices = _several("Choice", [choice.value for choice in Choice], "choice")
    text = st.text_input(
        "Search", placeholder="Search", label_visibility="collapsed", width=180, key="q", bind="query-params"
    )
    st.space("stretch")
    return DecisionFilter(agent or "", frozenset(map(Choice, choices)), text or "")


def incidents(chosen: Chosen) -> IncidentFilter:
    """Agent, severity, and only what is open; nothing chosen means everything."""
    agent = choose.agent(chosen, key="incidents_agent")
    severities = _several("Severity", [*SEVERITIES], "severity")
    open_only = st.toggle("Open only", key="open", bind="query-params")
    st.space("stretch")
    return IncidentFilter(agent or "", frozenset(SEVERITIES[word] for word in severities), open_only)


def _several(label: str, words: Sequence[str], key: str) -> Sequence[str]:
    picked = st.segmented_control(
        label,
        words,
        selection_mode="multi",
        format_func=str.capitalize,
        label_visibility="collapsed",
        key=key,
        bind="query-params",
    )
    return picked or ()
