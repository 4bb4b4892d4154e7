"""Which period of one agent is looked at: from the address, or picked among the last ones."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.boards.scorecard import last_measured
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.periods import Grain, Period, parse
from agent_scorecard.ui.choose import to_address

OFFERED = 3


def picked(one: Assessment) -> Period:
    """Pick one of the last months up to the period judged today; the address wins."""
    latest = one.period
    offered = [latest.shifted(-back) for back in range(OFFERED - 1, -1, -1)]
    asked = _period_asked()
    offered = sorted({*offered, *(other for other in (last_measured(one), asked) if other is not None)})
    key = f"period_{one.evidence.agent.agent}"
    if asked is not None:
        st.session_state[key] = str(asked)
    words = {str(each): _short(each, latest) for each in offered}
    chosen = st.segmented_control(
        "Period",
        list(words),
        format_func=words.__getitem__,
        default=None if key in st.session_state else str(latest),
        required=True,
        key=key,
        label_visibility="collapsed",
        on_change=to_address,
        args=(key, "period"),
    )
    return parse(chosen) if chosen else latest


def _short(each: Period, latest: Period) -> str:
    if each.grain is not Grain.MONTH:
        return str(each)
    return f"{each.first:%b %Y}" if each == latest else f"{each.first:%b}"


def _period_asked() -> Period | None:
    try:
        return parse(st.query_params.get("period", ""))
    except ValueError:
        return None
