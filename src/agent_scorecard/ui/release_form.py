"""A planned change that was opened: what it still asks for, and the three ways on: out, on somebody's risk, or away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.access import Right
from agent_scorecard.boards.changes.board import Changes
from agent_scorecard.boards.changes.log import PlanRow, plan_row
from agent_scorecard.recording import Refused, RiskFields, accept_risk, release_change, withdraw_change
from agent_scorecard.recording.changes import LONGEST_REASON
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.markup import Html, el, join

ASKED = "change"
RISK_DAYS = 30


def planned(chosen: Chosen, board: Changes) -> None:
    """The change the address names, while it is planned."""
    row = _opened(chosen, board)
    if row is None:
        return
    with st.container(key="release"):
        st.html(join(parts.opened(f"{row.name}: {row.kind} {row.what}", row.change), _told(row)))
        left, right = st.columns(2, gap="large")
        with left:
            _release(chosen, row)
        with right:
            if row.lacks:
                _accept(chosen, row)
            _withdraw(chosen, row)


def _opened(chosen: Chosen, board: Changes) -> PlanRow | None:
    asked = st.query_params.get(ASKED, "")
    found = (plan_row(one, chosen.policy, asked) for one in board.shown) if asked else ()
    return next((row for row in found if row is not None), None)


def _told(row: PlanRow) -> Html:
    lacks = row.lacks or (row.accepted or "Nothing but somebody who approves it by releasing it.",)
    return parts.pairs(
        [
            ("Why", row.reason),
            ("Made by", f"{row.author}, ready since {row.since}"),
            ("Still asked for", join(*(el("span", said, class_="line") for said in lacks))),
        ]
    )


def _release(chosen: Chosen, row: PlanRow) -> None:
    if offer.is_closed(chosen, Right.RELEASE_CHANGE, agent=row.agent):
        return
    zone = ZoneInfo(chosen.company.zone)
    minute = choose.now().astimezone(zone).time().replace(second=0, microsecond=0)
    opened = datetime.combine(chosen.as_of, st.session_state.setdefault("release_minute", minute))
    at = st.datetime_input("Released", value=opened, format="YYYY-MM-DD", step=60, key=f"released_{row.change}")
    told = st.empty()
    if st.button("Release", type="primary", icon=":material/rocket_launch:", key="release_send"):
        said = f"{row.change} is released."
        when = at.replace(tzinfo=zone)
        _record(partial(release_change, chosen.engine, row.change, when, by=chosen.by, at=choose.now()), said, told)
    who = f"Whoever releases it approves it: {chosen.actor}." if chosen.actor else "Pick your name under “Acting as”."
    st.html(parts.note(f"{who} It counts from then on: a marker on every trend, and what evals are held against."))


def _accept(chosen: Chosen, row: PlanRow) -> None:
    with st.expander("Accept the risk of no passing eval", type="compact", key="accept_risk"):
        if offer.is_closed(chosen, Right.ACCEPT_RELEASE_RISK, agent=row.agent):
            return
        reason = st.text_area("Why the risk is taken", max_chars=LONGEST_REASON, height=82, key="risk_reason")
        until = st.date_input("Until", value=chosen.as_of + timedelta(days=RISK_DAYS), key="risk_until")
        told = st.empty()
        if st.button("Accept", icon=":material/gavel:", key="risk_send"):
            fields = RiskFields(change=row.change, reason=reason or "", accepted_on=chosen.as_of, expires_on=until)
            said = "The risk is accepted."
            _record(partial(accept_risk, chosen.engine, fields, by=chosen.by, at=choose.now()), said, told)
        st.html(parts.note("Only its risk owner may, for a time; the finding about the eval stays."))


def _withdraw(chosen: Chosen, row: PlanRow) -> None:
    with st.expander("Withdraw it", type="compact", key="withdraw"):
        if offer.is_closed(chosen, Right.PLAN_CHANGE, agent=row.agent):
            return
        reason = st.text_input("Why it will not be released", max_chars=LONGEST_REASON, key="withdraw_reason")
        told = st.empty()
        if st.button("Withdraw", icon=":material/undo:", key="withdraw_send"):
            said = f"{row.change} is withdrawn."
            why, day = reason or "", chosen.as_of
            write = partial(withdraw_change, chosen.engine, row.change, why, day, by=chosen.by, at=choose.now())
            _record(write, said, told)


def _record(write: Callable[[], object], said: str, told: DeltaGenerator) -> None:
    try:
        write()
    except Refused as refused:
        told.error(parts.md(str(refused)))
        return
    st.session_state.pop("release_minute", None)
    st.session_state["change_told"] = said
    st.rerun()
