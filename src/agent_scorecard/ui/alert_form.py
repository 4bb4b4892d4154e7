"""What a person does about an alert: has it, mutes it until a day, closes it; and the recording it leads to."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from agent_scorecard.access import Right
from agent_scorecard.boards.signals.agent import AlertForm
from agent_scorecard.recording import AlertFields, Refused, handle_alert
from agent_scorecard.recording.alerts import LONGEST_REASON, RIGHTS
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import AlertAct, AlertState

TOLD = "alert_told"
USUAL_DAYS = 7
WORDS = {
    AlertAct.ACKNOWLEDGED: "I have it",
    AlertAct.MUTED: "Mute it until a day",
    AlertAct.CLOSED: "Close it",
}
WHY = {
    AlertAct.ACKNOWLEDGED: "It stays open, with a name beside it, and asks again after a while.",
    AlertAct.MUTED: "It asks nobody until then, or until it becomes worse. A block stays a block.",
    AlertAct.CLOSED: "Found and dealt with. Still there after the cool-down, it asks again.",
}


def told() -> None:
    if said := st.session_state.pop(TOLD, None):
        st.success(parts.md(said), icon=":material/check_circle:")


def answer(chosen: Chosen, form: AlertForm) -> None:
    """The form under one alert; nothing for a kind that is only observed."""
    alert = form.alert
    if alert.state is AlertState.OBSERVED:
        return
    if offer.is_closed(chosen, Right.HANDLE_ALERT, Right.MUTE_ALERT, agent=alert.agent):
        return
    key = f"alert_{alert.agent}_{alert.alert}"
    with st.expander("Answer this alert", type="compact", key=f"{key}_form"):
        left, right = st.columns(2, gap="large")
        with left:
            act = _act(_closed(chosen, form), key)
        with right:
            _rest(chosen, form, act, key)


def _closed(chosen: Chosen, form: AlertForm) -> dict[AlertAct, str]:
    """Why an act is not open to the person who looks, by the facts or by the table of rights; "" where it is."""
    found = form.acting.closed
    return {act: found[act] or offer.refusal(chosen, RIGHTS[act], agent=form.alert.agent) for act in AlertAct}


def _act(closed: dict[AlertAct, str], key: str) -> AlertAct:
    """Pick what is done; what is closed carries the sentence that says why."""
    offered = [act for act in AlertAct if not closed[act]]
    picked = st.radio(
        "What is done",
        offered,
        format_func=WORDS.__getitem__,
        captions=[WHY[act] for act in offered],
        key=f"{key}_act",
    )
    for act in AlertAct:
        if closed[act]:
            st.html(parts.note(f"Not open: {WORDS[act].lower()}. {closed[act]}"))
    return picked or AlertAct.ACKNOWLEDGED


def _rest(chosen: Chosen, form: AlertForm, act: AlertAct, key: str) -> None:
    alert, acting = form.alert, form.acting
    reason = st.text_area("Reason", max_chars=LONGEST_REASON, height=90, key=f"{key}_reason") or ""
    until = None
    if act is AlertAct.MUTED:
        usual = min(chosen.as_of + timedelta(days=USUAL_DAYS), acting.latest)
        until = st.date_input(
            "Quiet until",
            usual,
            min_value=acting.first,
            max_value=acting.latest,
            format="YYYY-MM-DD",
            key=f"{key}_until",
        )
    place = st.empty()
    if not st.button("Record it", type="primary", icon=":material/save:", key=f"{key}_send"):
        return
    fields = AlertFields(
        agent=alert.agent,
        alert=alert.alert,
        act=act,
        as_of=chosen.as_of,
        reason=reason,
        until=until,
        seen=alert.last.seq if alert.last is not None else 0,
    )
    try:
        handle_alert(chosen.engine, fields, by=chosen.by, at=choose.now())
    except Refused as refused:
        place.error(parts.md(str(refused)))
    else:
        st.session_state[TOLD] = f"Recorded as {act.value}."
        st.rerun()
