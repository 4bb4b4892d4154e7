"""A change before it is released: what changes, why, by whom; recorded, then let out by somebody else's hand."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.access import Right
from agent_scorecard.boards.changes.seen import KIND_WORDS
from agent_scorecard.recording import ChangeFields, Refused, record_change
from agent_scorecard.recording.changes import HERE, LONGEST_ID, LONGEST_REASON, LONGEST_VALUE
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.markup import join

ASKED, TOKEN, MINUTE = "record", "change_token", "change_minute"
ICON = ":material/add:"
KINDS = {KIND_WORDS[kind]: kind for kind in HERE}


def here() -> None:
    """The button that opens the form."""
    if st.button("Record a change", icon=ICON, disabled=_is_open()):
        st.query_params[ASKED] = "1"
        st.query_params.pop("change", None)
        st.rerun()


def record(chosen: Chosen) -> None:
    """The form while the address asks for it, and the answer once it was sent."""
    if told := st.session_state.pop("change_told", None):
        st.success(told, icon=":material/check_circle:")
    if _is_open():
        with st.container(key="change"):
            if offer.is_closed(chosen, Right.PLAN_CHANGE, agent=st.query_params.get("agent")):
                return
            about = "you record it" if chosen.actor else "pick your name under “Acting as” first"
            st.html(join(parts.section("Record a change", about)))
            _form(chosen)


def _is_open() -> bool:
    return st.query_params.get(ASKED) == "1"


def _form(chosen: Chosen) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        agent = _agent(chosen)
        kind = st.selectbox("What is changed", list(KINDS), required=True, key="change_kind")
        before, after = st.columns(2)
        old = before.text_input("From", placeholder="4.1", max_chars=LONGEST_VALUE, key="change_from")
        new = after.text_input("To", placeholder="4.2", max_chars=LONGEST_VALUE, required=True, key="change_to")
        reason = st.text_area("Why", max_chars=LONGEST_REASON, height=82, required=True, key="change_reason")
    with right:
        author = st.text_input("Author", value=chosen.actor or "", max_chars=LONGEST_ID, key="change_author")
        action = _action(chosen, agent)
        ready = _ready(chosen)
        number = st.text_input(
            "Number",
            placeholder="Ticket or pull request, where there is one",
            max_chars=LONGEST_ID,
            key="change_number",
        )
    fields = ChangeFields(
        agent=agent or "",
        kind=KINDS[kind or next(iter(KINDS))],
        from_value=old or "",
        to_value=new or "",
        reason=reason or "",
        author=author or "",
        action=action,
        planned_at=ready,
        change=number or "",
    )
    _buttons(chosen, fields, st.empty())


def _agent(chosen: Chosen) -> str | None:
    names = {one.agent.agent: one.agent.name for one in chosen.agents}
    ids = sorted(names, key=lambda id_: (names[id_].casefold(), id_))
    asked = st.query_params.get("agent")
    return st.selectbox(
        "Agent",
        ids,
        index=ids.index(asked) if asked in names else None,
        format_func=lambda id_: f"{names[id_]} ({id_})" if list(names.values()).count(names[id_]) > 1 else names[id_],
        placeholder="Find an agent",
        required=True,
        key="change_agent",
    )


def _action(chosen: Chosen, agent: str | None) -> str | None:
    """The action it is about, none of them for the whole agent."""
    found = next((one.actions for one in chosen.agents if one.agent.agent == agent), ())
    names = sorted(row.action for row in found)
    return st.selectbox("Action", names, index=None, placeholder="The whole agent", key=f"change_action_{agent}")


def _ready(chosen: Chosen) -> datetime:
    zone = ZoneInfo(chosen.company.zone)
    minute = choose.now().astimezone(zone).time().replace(second=0, microsecond=0)
    opened = datetime.combine(chosen.as_of, st.session_state.setdefault(MINUTE, minute))
    picked = st.datetime_input(
        "Ready for the eval since", value=opened, format="YYYY-MM-DD", step=60, key="change_ready"
    )
    return picked.replace(tzinfo=zone)


def _buttons(chosen: Chosen, fields: ChangeFields, told: DeltaGenerator) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "Record the change", type="primary", icon=":material/save:", shortcut="Ctrl+Enter", key="change_send"
        ):
            _send(chosen, fields, told)
        if st.button("Cancel", key="change_cancel"):
            _close()
            st.rerun()
    st.html(parts.note("It is planned with this, not released: what it still asks for is said where it is listed."))


def _send(chosen: Chosen, fields: ChangeFields, told: DeltaGenerator) -> None:
    if not fields.agent:
        told.error("Pick the agent.")
        return
    token = st.session_state.setdefault(TOKEN, uuid4().hex)
    try:
        number = record_change(chosen.engine, fields, by=chosen.by, at=choose.now(), token=token)
    except Refused as refused:
        told.error(parts.md(str(refused)))
        return
    _close()
    st.session_state["change_told"] = f"Planned as {number}."
    st.query_params.update({"agent": fields.agent, "change": number})
    st.rerun()


def _close() -> None:
    """The next change is another one: its own token, its own minute."""
    st.query_params.pop(ASKED, None)
    for key in (TOKEN, MINUTE):
        st.session_state.pop(key, None)
