"""What if: move a number of the ladder and see who would move, without saving anything."""

from __future__ import annotations

import streamlit as st

from agent_scorecard.boards.ladder import moved
from agent_scorecard.rules.assess import assess_all
from agent_scorecard.ui import parts
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.ui.markup import el
from agent_scorecard.vocabulary import Level


def ladder(chosen: Chosen) -> None:
    opened = st.popover("What if", icon=":material/tune:", type="tertiary", key="what_if", on_change="rerun")
    if opened.open:
        with opened:
            _draft(chosen)


@st.fragment
def _draft(chosen: Chosen) -> None:
    policy = chosen.policy
    st.caption("Draft numbers. Nothing is saved.")
    days = {
        level: st.number_input(
            f"Days at level {level.value}", 0, 400, policy.ladder.steps[level].min_days, key=f"what_if_{level.value}"
        )
        for level in (Level.ASSISTED, Level.RECOMMENDED, Level.BOUNDED)
    }
    proof = st.number_input("Cases needed for proof", 1, 100_000, policy.proof.min_n, key="what_if_proof")
    edits = {
        "ladder": {"steps": {str(level.value): {"min_days": int(n)} for level, n in days.items()}},
        "proof": {"min_n": int(proof)},
    }
    draft = policy.changed(edits)
    lines = moved(chosen.assessed, assess_all(chosen.portfolio, draft)) if draft != policy else ()
    if not lines:
        st.html(parts.note("With these numbers nobody would stand elsewhere."))
        return
    st.html(el("ul", *(el("li", el("span", el("b", name), " ", what)) for name, what in lines), class_="as"))
