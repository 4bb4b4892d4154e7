"""The quarterly review as it was chosen: quarter and step stand in the address, the review is read once a revision."""

from __future__ import annotations

from datetime import date

import streamlit as st
from sqlalchemy import Engine

from agent_scorecard.boards.quarter.board import Quarter, quarter
from agent_scorecard.boards.quarter.held import NoSuchQuarter, asked, held, held_on, named, offered
from agent_scorecard.boards.quarter.steps import Step
from agent_scorecard.recording.reviews import reviews_of
from agent_scorecard.rules.periods import parse
from agent_scorecard.store.database import revision
from agent_scorecard.ui import choose, memory
from agent_scorecard.ui.choose import Chosen

KEPT_REVIEWS = 4
EVERYTHING = "all"


def review(chosen: Chosen) -> Quarter:
    """The review of the quarter in the address, otherwise of the last one that is over."""
    try:
        wanted = asked(st.query_params.get("quarter"), chosen.as_of)
    except NoSuchQuarter:
        del st.query_params["quarter"]
        wanted = asked(None, chosen.as_of)
    return _review(choose.url(), revision(chosen.engine), str(wanted), chosen.as_of, chosen.engine)


def title(chosen: Chosen) -> str:
    return named(asked(None, chosen.as_of))


def steps(board: Quarter) -> tuple[Step, ...]:
    """Pick a quarter and a step; all ten are shown unless one is picked."""
    with st.container(horizontal=True, vertical_alignment="center", key="controls"):
        _pick_quarter(board)
        st.space("stretch")
        picked = _pick_step()
    return tuple(Step) if picked is None else (picked,)


def _pick_step() -> Step | None:
    known = {EVERYTHING: "All", **{step.value: step.word for step in Step}}
    given = st.query_params.get("step")
    st.session_state["quarter_step"] = given if given in known else EVERYTHING
    word = st.segmented_control(
        "Step",
        list(known),
        format_func=known.__getitem__,
        required=True,
        key="quarter_step",
        label_visibility="collapsed",
        on_change=_to_address,
        args=("quarter_step", "step"),
    )
    return None if word in (None, EVERYTHING) else Step(word)


def _pick_quarter(board: Quarter) -> None:
    texts = sorted({*map(str, offered(choose.as_of())), str(board.period)}, reverse=True)
    st.session_state["quarter_picked"] = str(board.period)
    st.selectbox(
        "Quarter",
        texts,
        format_func=lambda text: named(parse(text)),
        key="quarter_picked",
        label_visibility="collapsed",
        width=190,
        on_change=_to_address,
        args=("quarter_picked", "quarter"),
    )


def _to_address(key: str, name: str) -> None:
    value = st.session_state.get(key)
    if value and value != EVERYTHING:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


@st.cache_resource(max_entries=KEPT_REVIEWS, show_spinner="Reading the quarter…")
def _review(address: str, at_revision: int, wanted: str, as_of: date, _kept: Engine) -> Quarter:
    """Build a review once: `address` and `at_revision` are only what the answer is kept under."""
    del address, at_revision
    period = parse(wanted)
    portfolio, policy, now = choose.judged_on(_kept, held_on(period, as_of))
    _, _, before = choose.judged_on(_kept, period.previous.last)
    recorded = reviews_of(_kept, wanted)
    with memory.kept_for_long():
        board = quarter(held(portfolio.company, policy, period, now, before, recorded, as_of=as_of), as_of)
        for one in (*now, *before):
            one.evidence.memo.forget()
    return board
