"""Propose a decision to a second person, and answer one: what a person types, and the recording it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.access import Step
from agent_scorecard.boards.proposed import ProposalLine, of_card, proposal_lines
from agent_scorecard.boards.rights import offer
from agent_scorecard.boards.scorecard import Scorecard
from agent_scorecard.recording.fields import DecisionFields
from agent_scorecard.recording.people import id_of
from agent_scorecard.recording.proposals import (
    approve_proposal,
    decline_proposal,
    propose_decision,
    withdraw_proposal,
)
from agent_scorecard.recording.refusal import Refused
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.proposed import to_approve, waiting
from agent_scorecard.rules.signatures import Signature, asked_for, may_be_proposed
from agent_scorecard.ui import choose, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.show import proposed as show
from agent_scorecard.vocabulary import Choice

TOLD = "proposal_told"
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class WaysOn:
    """What a form may offer for a choice: to publish it at once, to propose it, and a sentence where neither goes."""

    publish: bool
    propose: bool
    sentence: str = ""


AT_ONCE = WaysOn(publish=True, propose=False)


def ways_on(chosen: Chosen, fields: DecisionFields) -> WaysOn:
    """Return how a person may go on with what they chose; whoever is alone is offered nothing more than before."""
    one = chosen.of(fields.agent)
    if one is None:
        return AT_ONCE
    action = next((row for row in one.evidence.actions if row.action == fields.action), None)
    offered = offer(one, chosen.policy, chosen.acting, fields.choice, fields.kind, action)
    asked = to_approve(one.evidence, chosen.policy, one.reading, fields.choice, fields.kind, fields.action)
    others = asked.open_to(id_of(chosen.company, chosen.actor or ""))
    is_free = fields.supersedes is None and not waiting(one.evidence, chosen.as_of)
    may_wait = is_free and may_be_proposed(one.evidence, fields.choice) and bool(others)
    if offered.step is None and chosen.actor:
        return WaysOn(publish=False, propose=False, sentence=offered.sentence)
    return WaysOn(publish=offered.step is not Step.PROPOSE, propose=may_wait)


def to_resume(chosen: Chosen, agent: str, choice: Choice | None) -> Signature | None:
    """Return whom the end of a pause asks for beside whoever ends it."""
    one = chosen.of(agent)
    if one is None or choice is not Choice.MAINTAIN:
        return None
    return asked_for(one.evidence, chosen.policy, one.reading, choice)


def answered(chosen: Chosen, one: Assessment, board: Scorecard, stem: str) -> None:
    """The proposal of this agent that waits or lapsed, with what the person who looks may do about it."""
    if told := st.session_state.pop(TOLD, None):
        st.success(told, icon=":material/how_to_reg:")
    line = of_card(proposal_lines((one,), chosen.policy, chosen.acting), board.seen)
    if line is None:
        return
    with st.container(key="proposal"):
        st.html(show.band(line))
        if line.may_answer:
            _answer(chosen, line)
        if line.may_withdraw:
            _withdraw(chosen, line)
        if not line.waits:
            st.button(
                "Take its words into the form",
                key=f"again_{line.proposal}",
                on_click=lambda: st.session_state.update(
                    {f"reason_{stem}": line.reason, f"next_{stem}": line.next_step}
                ),
            )


def propose(chosen: Chosen, fields: DecisionFields, seen: int, stem: str, told: DeltaGenerator) -> None:
    """Record what was typed as a proposal; what is refused is said where the form says it."""
    token = st.session_state.setdefault(f"asked_{stem}", uuid4().hex)
    try:
        made = propose_decision(chosen.engine, fields, by=chosen.by, at=choose.now(), token=token, seen=seen)
    except Refused as refused:
        told.error(parts.md(str(refused)))
        return
    del st.session_state[f"asked_{stem}"]
    st.session_state[TOLD] = f"Proposed: {made.choice}. Nothing has changed yet: it waits for a second person."
    st.rerun()


def _answer(chosen: Chosen, line: ProposalLine) -> None:
    key = line.proposal
    reason = st.text_input("If you decline it: why", key=f"decline_reason_{key}", max_chars=LONGEST) or ""
    told = st.empty()
    with st.container(horizontal=True):
        approve = st.button("Approve", type="primary", icon=":material/how_to_reg:", key=f"approve_{key}")
        decline = st.button("Decline", key=f"decline_{key}")
    if approve:
        token = st.session_state.setdefault(f"approving_{key}", uuid4().hex)
        _record(
            lambda: approve_proposal(
                chosen.engine, key, by=chosen.by, at=choose.now(), as_of=chosen.as_of, token=token
            ),
            f"Approved: {line.what}. The card is frozen as it stands now.",
            told,
        )
    if decline:
        _record(
            lambda: decline_proposal(chosen.engine, key, reason, by=chosen.by, at=choose.now()),
            "Declined: whoever proposed it reads why.",
            told,
        )


def _withdraw(chosen: Chosen, line: ProposalLine) -> None:
    if st.button("Withdraw", key=f"withdraw_{line.proposal}"):
        _record(
            lambda: withdraw_proposal(chosen.engine, line.proposal, by=chosen.by, at=choose.now()),
            "Withdrawn.",
            st.empty(),
        )


def _record(write: Callable[[], object], done: str, told: DeltaGenerator) -> None:
    try:
        write()
    except Refused as refused:
        told.error(parts.md(str(refused)))
        return
    st.session_state[TOLD] = done
    st.rerun()
