"""The quick report: whoever saw an agent do harm says it in one sentence, from any page of an agent."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.access import Right
from agent_scorecard.recording import IncidentFields, Refused, report_incident
from agent_scorecard.recording.incidents import LONGEST
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.markup import join
from agent_scorecard.vocabulary import DetectedBy, IncidentSeverity

ASKED = "report"
LONGEST_RUN = 120
ICON = ":material/add_alert:"
SEV_WORDS = tuple(each for each in IncidentSeverity if each is not IncidentSeverity.UNDETERMINED)
"""In the order of SEV1 to SEV4, the words other tools call them by."""
SEVERITIES = {
    IncidentSeverity.UNDETERMINED.value: "Not stated",
    **{
        each.value: f"{each.value.capitalize()} (SEV{number})"
        for number, each in reversed(tuple(enumerate(SEV_WORDS, 1)))
    },
}
NOTICED_BY = {
    DetectedBy.USER.value: "Somebody who uses the output",
    DetectedBy.REVIEWER.value: "A reviewer",
    DetectedBy.MONITOR.value: "An alert",
    DetectedBy.CUSTOMER.value: "A customer",
    DetectedBy.AUDITOR.value: "An auditor or regulator",
}


def here() -> None:
    """The button of the register, which opens the form above it."""
    if st.button("Report incident", icon=ICON, disabled=_is_open()):
        st.query_params[ASKED] = "1"
        st.rerun()


def told() -> None:
    """The answer to a report that was just sent."""
    if said := st.session_state.pop("reported", None):
        st.success(said, icon=":material/check_circle:")


def report(chosen: Chosen) -> None:
    """The form while the address asks for it."""
    if _is_open():
        with st.container(key="report"):
            if offer.is_closed(chosen, Right.REPORT_INCIDENT):
                return
            about = f"you report as {chosen.called}" if chosen.called else "pick your name under “Acting as” first"
            st.html(join(parts.section("Report an incident", about)))
            _form(chosen)


def _is_open() -> bool:
    return st.query_params.get(ASKED) == "1"


def _form(chosen: Chosen) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        agent = _agent(chosen)
        summary = st.text_area(
            "What happened",
            placeholder="One sentence, no customer data",
            max_chars=LONGEST,
            height=96,
            required=True,
            key="report_summary",
        )
        severity = st.radio(
            "Severity", list(SEVERITIES), format_func=SEVERITIES.__getitem__, horizontal=True, key="report_severity"
        )
    with right:
        noticed_by = st.selectbox(
            "Who noticed first",
            list(NOTICED_BY),
            format_func=NOTICED_BY.__getitem__,
            index=None,
            placeholder="Not stated",
            key="report_noticed_by",
        )
        noticed, occurred = _times(chosen)
        request = _run()
    told = st.empty()
    fields = IncidentFields(
        agent=agent or "",
        summary=summary or "",
        detected_at=noticed,
        severity=IncidentSeverity(severity),
        detected_by=DetectedBy(noticed_by) if noticed_by else None,
        occurred_at=occurred,
        request_id=request or "",
    )
    _buttons(chosen, fields, told)


def _agent(chosen: Chosen) -> str | None:
    """The agent it is about: the one of the address, until another one is picked."""
    names = {one.agent.agent: one.agent.name for one in chosen.agents}
    ids = sorted(names, key=lambda id_: (names[id_].casefold(), id_))
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    asked = st.query_params.get("agent")
    return st.selectbox(
        "Agent",
        ids,
        index=ids.index(asked) if asked in names else None,
        format_func=lambda id_: f"{names[id_]} ({id_})" if names[id_] in twice else names[id_],
        placeholder="Find an agent",
        required=True,
        key="report_agent",
    )


def _run() -> str | None:
    """The run it is about: the one of the address, until another one is typed."""
    asked = st.query_params.get("run", "")[:LONGEST_RUN]
    placeholder = "Its request id, where known"
    return st.text_input("Run", value=asked, placeholder=placeholder, max_chars=LONGEST_RUN, key="report_request")


def _times(chosen: Chosen) -> tuple[datetime, datetime | None]:
    """When it was noticed and, where known, when it happened: both in the company's zone."""
    zone = ZoneInfo(chosen.company.zone)
    minute = choose.now().astimezone(zone).time().replace(second=0, microsecond=0)
    opened = datetime.combine(chosen.as_of, st.session_state.setdefault("report_minute", minute))
    left, right = st.columns(2)
    with left:
        noticed = st.datetime_input("Noticed", value=opened, format="YYYY-MM-DD", step=60, key="report_noticed")
    with right:
        occurred = st.datetime_input(
            "Happened, where known", value=None, format="YYYY-MM-DD", step=60, key="report_occurred"
        )
    return noticed.replace(tzinfo=zone), occurred.replace(tzinfo=zone) if occurred else None


def _buttons(chosen: Chosen, fields: IncidentFields, told: DeltaGenerator) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Report", type="primary", icon=ICON, shortcut="Ctrl+Enter", key="report_send"):
            _send(chosen, fields, told)
        if st.button("Cancel", key="report_cancel"):
            _close()
            st.rerun()
    st.html(parts.note("It counts at once. What is done about it, and why it happened, is recorded where it is read."))


def _send(chosen: Chosen, fields: IncidentFields, told: DeltaGenerator) -> None:
    if not fields.agent:
        told.error("Pick the agent.")
        return
    token = st.session_state.setdefault("report_token", uuid4().hex)
    try:
        incident = report_incident(chosen.engine, fields, by=chosen.by, at=choose.now(), token=token)
    except Refused as refused:
        told.error(parts.md(str(refused)))
        return
    _close()
    st.session_state["reported"] = f"Reported as {incident}."
    st.query_params["incident"] = incident
    st.rerun()


def _close() -> None:
    """The next report is another one: its own token, its own minute."""
    st.query_params.pop(ASKED, None)
    st.query_params.pop("run", None)
    for key in ("report_token", "report_minute"):
        st.session_state.pop(key, None)
