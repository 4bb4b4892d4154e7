"""What was done about an incident: times, severity and cause, recorded one by one until it can be closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.boards.incident import Handling
from agent_scorecard.recording import Refused, StepFields, handle_incident
from agent_scorecard.recording.incident_fields import CAUSES
from agent_scorecard.ui import choose, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.report_form import SEVERITIES
from agent_scorecard.vocabulary import IncidentSeverity

ASKED = {
    "rca_trace": "Where the run that explains it can be read",
    "rca_guardrail_gaps": "Which guardrail was missing or failed",
    "rca_fixes": "What is changed so that it does not happen again",
}


def handle(chosen: Chosen, form: Handling) -> None:
    """The form under an incident that was opened, and the answer once it was sent."""
    if told := st.session_state.pop("handled", None):
        st.success(told, icon=":material/check_circle:")
    if form.to_close:
        st.html(parts.note(form.to_close))
    with st.expander("Record what was done", type="compact", key=f"handle_{form.incident}"):
        left, right = st.columns(2, gap="large")
        with left:
            moments = _moments(chosen, form)
            severity = _severity(form)
        with right:
            causes: dict[str, Any] = {
                name: _cause(form, name, word, said) for name, word, said in form.cause if name in CAUSES
            }
        told_here = st.empty()
        if st.button("Record", icon=":material/save:", key="handle_send"):
            said = StepFields(incident=form.incident, severity=severity, **moments, **causes)
            _send(chosen, form, said, told_here)
        st.html(parts.note("Nothing here stops an agent; what is recorded counts at once."))


def _moments(chosen: Chosen, form: Handling) -> dict[str, Any]:
    zone = ZoneInfo(chosen.company.zone)
    typed = {}
    for place, (name, word, known) in enumerate(form.moments):
        if place % 2 == 0:
            sides = st.columns(2)
        with sides[place % 2]:
            typed[name] = _moment(form, name, word, known, zone)
    return typed


def _moment(form: Handling, name: str, word: str, known: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A time that is new: one left as it was on file says nothing, whatever its seconds."""
    minute = known.replace(second=0, microsecond=0) if known else None
    typed = st.datetime_input(word, value=minute, format="YYYY-MM-DD", step=60, key=_key(form, name, minute))
    return typed.replace(tzinfo=zone) if typed is not None and typed != minute else None


def _severity(form: Handling) -> IncidentSeverity | None:
    known = form.severity.value
    picked = st.radio(
        "Severity",
        list(SEVERITIES),
        index=list(SEVERITIES).index(known),
        format_func=SEVERITIES.__getitem__,
        horizontal=True,
        key=_key(form, "severity", known),
    )
    return IncidentSeverity(picked) if picked != known else None


def _cause(form: Handling, name: str, word: str, said: str) -> str:
    _, longest = CAUSES[name]
    typed = st.text_area(
        word, value=said, placeholder=ASKED[name], max_chars=longest, height=82, key=_key(form, name, said)
    )
    return typed if typed != said else ""


def _key(form: Handling, name: str, known: object) -> str:
    """A field begins anew when what is on file changes, so that nobody's newer word is overwritten by a stale one."""
    return f"handle_{name}_{form.incident}_{crc32(str(known).encode())}"


def _send(chosen: Chosen, form: Handling, said: StepFields, told: DeltaGenerator) -> None:
    try:
        recorded = handle_incident(chosen.engine, said, by=chosen.by, at=choose.now())
    except Refused as refused:
        told.error(parts.md(str(refused)))
        return
    if not recorded:
        told.info("Nothing new to record: the form shows what is on file now.")
        return
    closed = " and closed" if "resolved_at" in recorded and form.is_open else ""
    st.session_state["handled"] = f"Recorded{closed}."
    st.rerun()
