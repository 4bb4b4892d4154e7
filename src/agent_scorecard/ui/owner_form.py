"""Name who answers for an agent: at once where nobody active does, else handed over by its owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard import format
from agent_scorecard.access import AccessMode, Right, Step, can
from agent_scorecard.recording import OwnerFields, Refused, name_owner
from agent_scorecard.recording.fields import LONGEST
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.standing import about
from agent_scorecard.ui import choose, parts
from agent_scorecard.ui.choose import Chosen

DONE = "owner_named"


def owners(chosen: Chosen) -> None:
    """The form, for the agents whose owner the person who looks may name or change; unowned ones come first."""
    if told := st.session_state.pop(DONE, None):
        st.success(parts.md(told), icon=":material/check_circle:")
    if not chosen.agents:
        return
    answers = [(row, _answer(chosen, row)) for row in chosen.agents]
    open_to = {row.agent.agent: row for row, answer in answers if answer is True}
    with st.expander("Name or change an owner", type="compact", key="owner_form"):
        if open_to:
            _pick(chosen, open_to)
        for why in {
            row.active_owner is None: answer for row, answer in reversed(answers) if answer is not True
        }.values():
            st.html(parts.note(str(why)))


def _pick(chosen: Chosen, open_to: Mapping[str, Evidence]) -> None:
    ids = sorted(open_to, key=lambda agent: (open_to[agent].active_owner is not None, _name(open_to[agent])))
    left, right = st.columns(2, gap="large")
    agent = left.selectbox(
        "Agent",
        ids,
        index=None,
        format_func=lambda id_: _name(open_to[id_]),
        placeholder="Pick the agent",
        key="owned_agent",
    )
    if agent is not None:
        _form(chosen, open_to[agent], right)


def _form(chosen: Chosen, row: Evidence, right: DeltaGenerator) -> None:
    owner, agent = row.active_owner, row.agent.agent
    people = sorted(chosen.company.people.values(), key=lambda person: person.name.casefold())
    names = {one.person: one.name for one in people if one.active_on(chosen.as_of) and one is not owner}
    person = right.selectbox(
        "Who answers for it from now on",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Pick the person",
        key=f"new_owner_{agent}",
    )
    hint = "What led to this, and who knows of it"
    reason = st.text_input("Why", placeholder=hint, max_chars=LONGEST, key=f"why_owner_{agent}")
    if owner is not None:
        st.html(parts.note(f"{owner.name} answers for it and asks for the change: you approve it by recording it."))
    if st.button("Name the owner", icon=":material/person_check:", key="name_owner", disabled=person is None):
        asked_by = "" if owner is None else owner.person
        fields = OwnerFields(
            agent=agent, person=person or "", reason=reason or "", since=chosen.as_of, asked_by=asked_by
        )
        day = format.full_day(chosen.as_of)
        _record(chosen, fields, f"{names[person or '']} answers for {_name(row)} from {day} on.")


def _record(chosen: Chosen, fields: OwnerFields, done: str) -> None:
    if not chosen.actor:
        st.error("Say who you are: pick or type your name under “Acting as” in the sidebar.")
        return
    try:
        name_owner(chosen.engine, fields, by=chosen.by, at=choose.now())
    except Refused as refused:
        st.error(parts.md(str(refused)))
        return
    st.session_state[DONE] = done
    st.rerun()


def _answer(chosen: Chosen, row: Evidence) -> Literal[True] | str:
    """Whoever could only ask for it tells a reviewer: what is recorded here counts."""
    if chosen.acting.mode is AccessMode.LOCAL:
        return True
    step = Step.AT_ONCE if row.active_owner is None else Step.APPROVE
    return can(chosen.acting, Right.NAME_OWNER, about(row, chosen.policy, chosen.acting), step)


def _name(row: Evidence) -> str:
    return row.agent.name
