"""Filters whose choice stays in the address, so that a narrowed page can be shared."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.boards.changes.seen import KIND_WORDS, ChangesFilter
from agent_scorecard.boards.changes.seen import View as ChangeView
from agent_scorecard.boards.decisions import DecisionFilter
from agent_scorecard.boards.gates import passing
from agent_scorecard.boards.gates.passing import GatesFilter, Passing
from agent_scorecard.boards.incidents import IncidentFilter
from agent_scorecard.boards.ladder import Ladder, LadderFilter
from agent_scorecard.boards.oversight.seen import OversightFilter, Seen, View
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.ui import agent_menu, choose
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import ChangeKind, Choice, IncidentSeverity, Mode, Status, Tier

SEVERITIES = {
    **{each.value: each for each in IncidentSeverity if each is not IncidentSeverity.UNDETERMINED},
    "not stated": IncidentSeverity.UNDETERMINED,
}
KINDS = {word: kind for kind, word in KIND_WORDS.items()}
AGES = {"30 days": 30, "90 days": 90, "1 year": 365}
MODES = {mode.value.replace("_", " "): mode for mode in Mode}
SHOWN_STATUSES = (Status.LIVE, Status.PILOT, Status.PAUSED, Status.IDEA)


def row() -> DeltaGenerator:
    """One line for filters and tools, left out on paper."""
    return st.container(horizontal=True, vertical_alignment="center", key="controls")


def ladder(board: Ladder) -> LadderFilter:
    """Team, tier and status; nothing chosen means everything."""
    team = _team(board.teams)
    tiers = _several("Tier", [tier.value for tier in Tier], "tier")
    statuses = _several("Status", [status.value for status in SHOWN_STATUSES], "status")
    st.space("stretch")
    return LadderFilter(team, frozenset(map(Tier, tiers)), frozenset(map(Status, statuses)))


def oversight(chosen: Chosen, everyone: Sequence[Seen]) -> OversightFilter:
    """Team, tier and mode of the actions, and one agent; nothing chosen means everything."""
    team = _team(sorted({team for each in everyone if (team := each.one.evidence.agent.team)}))
    tiers = _several("Tier", [tier.value for tier in Tier], "tier")
    modes = _several("Mode", [*MODES], "mode")
    agent = choose.agent(chosen, key="oversight_agent")
    return OversightFilter(team, frozenset(map(Tier, tiers)), frozenset(MODES[word] for word in modes), agent or "")


def views(narrowed: OversightFilter) -> Sequence[View]:
    """The subject picked; of one agent everything is shown."""
    if narrowed.agent:
        return tuple(View)
    picked = st.segmented_control(
        "Subject",
        [view.value for view in View],
        default=None if "view" in st.session_state else View.GATES.value,
        required=True,
        label_visibility="collapsed",
        key="view",
        bind="query-params",
    )
    return (View(picked or View.GATES.value),)


def gates(chosen: Chosen, everyone: Sequence[Passing]) -> GatesFilter:
    """One agent; or team, tier, status and only what is open: nothing chosen means everything."""
    if agent := choose.agent(chosen, key="gates_agent"):
        agent_menu.of_gates(agent)
        return GatesFilter(agent=agent)
    team = _team(passing.teams(everyone))
    tiers = _several("Tier", [tier.value for tier in Tier], "tier")
    statuses = _several("Status", [status.value for status in SHOWN_STATUSES], "status")
    open_only = st.toggle("Open only", key="open", bind="query-params")
    return GatesFilter(team, frozenset(map(Tier, tiers)), frozenset(map(Status, statuses)), open_only)


def gate_view() -> passing.View:
    """The subject picked."""
    picked = st.segmented_control(
        "Subject",
        [view.value for view in passing.View],
        default=None if "view" in st.session_state else passing.View.AGENTS.value,
        required=True,
        label_visibility="collapsed",
        key="view",
        bind="query-params",
    )
    return passing.View(picked or passing.View.AGENTS.value)


def changes(chosen: Chosen, everyone: Sequence[Assessment]) -> ChangesFilter:
    """Team, one agent, and where changes are listed their kind and age; nothing chosen means everything."""
    team = _team(sorted({team for one in everyone if (team := one.evidence.agent.team)}))
    agent = choose.agent(chosen, key="changes_agent")
    topic = st.session_state.get("topic") or st.query_params.get("topic")
    is_log = topic in (None, ChangeView.LOG.value) or bool(agent)
    kind, days = _of_changes() if is_log else (None, None)
    return ChangesFilter(team, agent or "", kind, days)


def signals(chosen: Chosen, everyone: Sequence[Assessment]) -> tuple[str, str]:
    """Team and one agent; nothing chosen means everybody."""
    team = _team(sorted({team for one in everyone if (team := one.evidence.agent.team)}))
    return team, choose.agent(chosen, key="signals_agent") or ""


def of_team(everyone: Sequence[Assessment], team: str) -> Sequence[Assessment]:
    return [one for one in everyone if team in ("", one.evidence.agent.team)]


def _of_changes() -> tuple[ChangeKind | None, int | None]:
    kind = st.selectbox(
        "Kind",
        [*KINDS],
        index=None,
        placeholder="All kinds",
        label_visibility="collapsed",
        width=170,
        key="kind",
        bind="query-params",
    )
    since = st.selectbox(
        "Since",
        [*AGES],
        index=None,
        placeholder="Any time",
        label_visibility="collapsed",
        width=140,
        key="since",
        bind="query-params",
    )
    return KINDS[kind] if kind else None, AGES[since] if since else None


def change_views(narrowed: ChangesFilter) -> Sequence[ChangeView]:
    """The subject picked; of one agent everything is shown."""
    if narrowed.agent:
        return tuple(ChangeView)
    picked = st.segmented_control(
        "Subject",
        [view.value for view in ChangeView],
        default=None if "topic" in st.session_state else ChangeView.LOG.value,
        required=True,
        label_visibility="collapsed",
        key="topic",
        bind="query-params",
    )
    return (ChangeView(picked or ChangeView.LOG.value),)


def decisions(chosen: Chosen) -> DecisionFilter:
    """Agent, choice and a word that is looked for in everything said; nothing chosen means everything."""
    agent = choose.agent(chosen, key="decisions_agent")
    choices = _several("Choice", [choice.value for choice in Choice], "choice")
    text = st.text_input(
        "Search", placeholder="Search", label_visibility="collapsed", width=180, key="q", bind="query-params"
    )
    st.space("stretch")
    return DecisionFilter(agent or "", frozenset(map(Choice, choices)), text or "")


def incidents(chosen: Chosen, kinds: Sequence[str]) -> IncidentFilter:
    """Agent, severity, what it is called, and only what is open; nothing chosen means everything."""
    agent = choose.agent(chosen, key="incidents_agent")
    kind = _kind(kinds)
    severities = _several("Severity", [*SEVERITIES], "severity")
    open_only = st.toggle("Open only", key="open", bind="query-params")
    st.space("stretch")
    return IncidentFilter(agent or "", frozenset(SEVERITIES[word] for word in severities), open_only, kind)


def _kind(kinds: Sequence[str]) -> str:
    """One cause, harm, risk or tag that occurs; the address wins, so that a link below the register narrows it."""
    if not kinds:
        return ""
    asked = st.query_params.get("kind")
    if asked in kinds and st.session_state.get("kind_picked") != asked:
        st.session_state["kind_picked"] = asked
    picked = st.selectbox(
        "Called",
        kinds,
        index=None,
        placeholder="Any cause or harm",
        label_visibility="collapsed",
        width=220,
        key="kind_picked",
        on_change=choose.to_address,
        args=("kind_picked", "kind"),
    )
    return picked or ""


def people() -> str:
    """A word that is looked for in everything said of a person."""
    text = st.text_input(
        "Search",
        placeholder="Name, role or agent",
        label_visibility="collapsed",
        width=240,
        key="q",
        bind="query-params",
    )
    return text or ""


def _team(teams: Sequence[str]) -> str:
    if not teams:
        return ""
    team = st.selectbox(
        "Team",
        teams,
        index=None,
        placeholder="All teams",
        label_visibility="collapsed",
        width=200,
        key="team",
        bind="query-params",
    )
    return team or ""


def _several(label: str, words: Sequence[str], key: str) -> Sequence[str]:
    picked = st.segmented_control(
        label,
        words,
        selection_mode="multi",
        format_func=str.capitalize,
        label_visibility="collapsed",
        wrap=True,
        key=key,
        bind="query-params",
    )
    return picked or ()
