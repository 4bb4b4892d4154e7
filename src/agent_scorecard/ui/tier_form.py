"""The risk tier of one agent, set by hand: up at once, down only where somebody else asked for it."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.access import Right
from agent_scorecard.boards.changes.seen import id_of
from agent_scorecard.recording import Refused
from agent_scorecard.recording.tiers import LONGEST, TierFields, set_tier
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.tiers import lowers
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import Tier


def set_one(chosen: Chosen, one: Assessment) -> None:
    """The form under the tier of an agent, and the answer once it was sent."""
    if told := st.session_state.pop("tier_told", None):
        st.success(told, icon=":material/check_circle:")
    if offer.refusal(chosen, Right.RAISE_TIER, Right.LOWER_TIER, agent=id_of(one)):
        return
    with st.expander("Raise or lower the tier", type="compact", key=f"tier_of_{id_of(one)}"):
        on_file = one.evidence.agent.risk_tier
        picked = st.radio(
            "Tier",
            [tier.value for tier in Tier],
            index=None if on_file is None else list(Tier).index(on_file),
            format_func=str.capitalize,
            horizontal=True,
            key=f"tier_{id_of(one)}",
        )
        asked_by = _asked_by(chosen) if picked and lowers(one.evidence, chosen.policy, Tier(picked)) else ""
        reason = st.text_area("Why", max_chars=LONGEST, height=82, key="tier_reason")
        said = st.empty()
        if st.button("Set the tier", icon=":material/save:", key="tier_send", disabled=picked is None) and picked:
            fields = TierFields(
                agent=id_of(one), tier=Tier(picked), reason=reason or "", set_on=chosen.as_of, asked_by=asked_by
            )
            try:
                set_tier(chosen.engine, fields, by=chosen.by, at=choose.now())
            except Refused as refused:
                said.error(parts.md(str(refused)))
            else:
                st.session_state["tier_told"] = f"Its tier is {picked}."
                st.rerun()
        st.html(parts.note("It counts at once: gates, evidence and how often it is reviewed follow the tier."))


def _asked_by(chosen: Chosen) -> str:
    """Who wants it lower: whoever records it approves it."""
    people = sorted(chosen.company.people.values(), key=lambda person: person.name.casefold())
    names = {person.person: person.name for person in people if person.active_on(chosen.as_of)}
    asked = st.selectbox(
        "Who asks for the lower tier",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="You approve it by recording it",
        key="tier_asked_by",
    )
    return asked or ""
