"""Accept a gap for a time, renew it once or end it early: what a risk owner types, and the recording it leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from agent_scorecard import format
from agent_scorecard.boards.exceptions import ExceptionForm, ExceptionLine
from agent_scorecard.boards.scorecard import Scorecard
from agent_scorecard.recording.exceptions import GapFields, RenewalFields, accept_gap, end_exception, renew_exception
from agent_scorecard.recording.refusal import Refused
from agent_scorecard.rules.facts import AcceptedGap
from agent_scorecard.ui import choose, parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import ExceptionReason

LONGEST = 2_000
USUAL_DAYS = 30
TOLD = "exception_told"


def exceptions(chosen: Chosen, board: Scorecard) -> None:
    """What there is to accept or to end, folded away; nothing where no gap is open and none is accepted."""
    form = board.exceptions
    if told := st.session_state.pop(TOLD, None):
        st.success(told, icon=":material/hourglass_top:")
    if not form.gaps and not form.lines:
        return
    with st.container(key="more"), st.expander("Accept a gap for a time", type="compact"):
        st.html(parts.note(form.asked))
        if chosen.actor in form.people:
            _accept(chosen, board.agent, form)
            for line in form.lines:
                _change(chosen, form, line)


def _accept(chosen: Chosen, agent: str, form: ExceptionForm) -> None:
    if not form.gaps:
        return
    sentences = {row.name: row.sentence for row in form.gaps}
    left, right = st.columns([2, 1])
    with left:
        gap = st.selectbox(
            "Which gap",
            list(sentences),
            format_func=sentences.__getitem__,
            index=None,
            placeholder="Pick one",
            key=f"gap_{agent}",
        )
        note = st.text_input("Why it can wait", max_chars=LONGEST, required=True, key=f"gap_note_{agent}")
    with right:
        reason = st.selectbox(
            "Reason",
            [each.value for each in ExceptionReason],
            format_func=lambda value: ExceptionReason(value).word,
            key=f"gap_reason_{agent}",
        )
        until = _until(chosen, form, f"gap_until_{agent}")
    if not st.button("Accept until this day", key=f"gap_accept_{agent}"):
        return
    if gap is None:
        st.error("Pick the gap.")
        return
    fields = GapFields(
        agent=agent,
        gap=gap,
        reason=ExceptionReason(reason),
        note=note or "",
        expires_on=until,
        as_of=chosen.as_of,
    )
    _record(lambda: accept_gap(chosen.engine, fields, by=chosen.by, at=choose.now()), "Accepted")


def _change(chosen: Chosen, form: ExceptionForm, line: ExceptionLine) -> None:
    """One that holds: renewed once until a later day, or ended now."""
    key = line.exception
    st.html(parts.note(f"{line.what}: accepted until {line.until}, {line.left}."))
    note = st.text_input(f"Why {key} goes on or ends", max_chars=LONGEST, key=f"why_{key}") or ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if line.may_renew:
            until = _until(chosen, form, f"until_{key}")
            renewal = RenewalFields(exception=key, note=note, expires_on=until, as_of=chosen.as_of)
            if st.button("Renew once", key=f"renew_{key}"):
                _record(lambda: renew_exception(chosen.engine, renewal, by=chosen.by, at=choose.now()), "Renewed")
        if st.button("End it now", key=f"end_{key}"):
            _record(
                lambda: end_exception(chosen.engine, key, note, as_of=chosen.as_of, by=chosen.by, at=choose.now()),
                "Ended",
            )


def _until(chosen: Chosen, form: ExceptionForm, key: str) -> date:
    usual = min(chosen.as_of + timedelta(days=USUAL_DAYS), form.latest)
    return st.date_input(
        "Until",
        value=usual,
        min_value=chosen.as_of + timedelta(days=1),
        max_value=form.latest,
        format="YYYY-MM-DD",
        key=key,
    )


def _record(write: Callable[[], AcceptedGap], done: str) -> None:
    try:
        row = write()
    except Refused as refused:
        st.error(parts.md(str(refused)))
        return
    until = "" if row.ended_on is not None else f" until {format.full_day(row.expires_on)}"
    st.session_state[TOLD] = f"{done}{until}: {row.exception}."
    st.rerun()
