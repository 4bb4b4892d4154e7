"""The risk tier of one agent, set by hand: up at once, down only where somebody else asked for it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.access import Right, Step
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
    with st.expander("Raise or lower the tier", type="compact", key=f"tier_of_{id_of(one)}"):
        why_not = {tier: _why_not(chosen, one, tier) for tier in Tier}
        open_to = [tier for tier in Tier if not why_not[tier]]
        if open_to:
            _form(chosen, one, open_to)
        for why in dict.fromkeys(why for why in why_not.values() if why):
            st.html(parts.note(why))


def _why_not(chosen: Chosen, one: Assessment, tier: Tier) -> str:
    """Why this tier is not theirs to set: whoever records a lower one approves it, any other is raised at once."""
    if lowers(one.evidence, chosen.policy, tier):
        return offer.refusal(chosen, Right.LOWER_TIER, agent=id_of(one), steps=(Step.APPROVE,))
    return offer.refusal(chosen, Right.RAISE_TIER, agent=id_of(one), steps=(Step.AT_ONCE,))


def _form(chosen: Chosen, one: Assessment, open_to: Sequence[Tier]) -> None:
    on_file = one.evidence.agent.risk_tier
    picked = st.radio(
        "Tier",
        [tier.value for tier in open_to],
        index=open_to.index(on_file) if on_file in open_to else None,
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
