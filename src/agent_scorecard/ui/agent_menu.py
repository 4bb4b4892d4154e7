"""What can be done with one agent from its pages: its oversight, its 3 a.m. card, its scorecard, a report, a print."""

from __future__ import annotations

from typing import Any

import streamlit as st

from agent_scorecard.ui.links import target
from agent_scorecard.ui.report_form import ASKED, ICON

CARD_ICON = ":material/phone_in_talk:"

_JS = """
export default function (component) {
  component.parentElement.querySelector("button").onclick = () => window.print();
}
"""


def of_scorecard(agent: str | None) -> None:
    """The menu at the far end of the controls of the scorecard."""
    if agent is None:
        return
    st.space("stretch")
    _leads("Oversight", ":material/visibility:", "oversight", agent=agent)
    card(agent)
    _report(agent)
    _print()


def of_gates(agent: str) -> None:
    """The menu of one agent's gates."""
    st.space("stretch")
    _leads("Scorecard", ":material/fact_check:", "scorecard", agent=agent)
    _leads("Oversight", ":material/visibility:", "oversight", agent=agent)
    _print()


def of_card(agent: str | None) -> None:
    """The menu of the 3 a.m. card; the place beside the search stays free where no agent is picked."""
    st.space("stretch")
    if agent is None:
        return
    _leads("Scorecard", ":material/fact_check:", "scorecard", agent=agent)
    _report(agent)
    _print()


def of_week(agent: str | None) -> None:
    """The menu of the weekly review; the place beside the search stays free where no agent is picked."""
    st.space("stretch")
    if agent is None:
        return
    _leads("Scorecard", ":material/fact_check:", "scorecard", agent=agent)


def of_incident(agent: str) -> None:
    """The way back to the register, and the menu of the agent of an incident."""
    with st.container(horizontal=True, vertical_alignment="center", key="controls"):
        if st.button("All incidents", icon=":material/arrow_back:", key="all_incidents"):
            st.query_params.pop("incident", None)
            st.rerun()
        st.space("stretch")
        _leads("Scorecard", ":material/fact_check:", "scorecard", agent=agent)
        card(agent)
        _print()


def card(agent: str) -> None:
    _leads("3 a.m. card", CARD_ICON, "on_call", agent=agent)


def _report(agent: str) -> None:
    _leads("Report incident", ICON, "incidents", agent=agent, **{ASKED: "1"})


def _leads(label: str, icon: str, page: str, **chosen: str) -> None:
    if st.button(label, icon=icon):
        st.switch_page(target(page)[0], query_params=chosen)


def _print() -> None:
    """The browser's own dialogue: only a script in the page can open it."""
    renderer: Any = st.components.v2.component(
        "agent_scorecard_print",
        html='<button type="button" class="as-print" title="Ctrl+P" aria-keyshortcuts="Control+P">'
        '<span class="mi" aria-hidden="true">print</span>Print</button>\n',
        js=_JS,
        isolate_styles=False,
    )
    renderer(key="print", width="content")
