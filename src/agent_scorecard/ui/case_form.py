"""A run that a person judged otherwise, turned into a case of an eval suite."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from agent_scorecard.access import Right
from agent_scorecard.boards.changes.evals import JudgedRun, judged
from agent_scorecard.boards.changes.seen import id_of
from agent_scorecard.recording import Refused
from agent_scorecard.recording.eval_cases import CaseFields, keep_eval_case
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evals import latest_evals
from agent_scorecard.rules.run_counts import first_of
from agent_scorecard.store.read_sample import judged_runs
from agent_scorecard.ui import choose, offer, parts
from agent_scorecard.ui.choose import Chosen

LISTED = 12


def runs(chosen: Chosen, one: Assessment) -> tuple[JudgedRun, ...]:
    """The latest runs of an agent that a person judged otherwise and nobody made a case yet."""
    first = first_of(chosen.policy.look_back.breaches_days, chosen.as_of)
    found = judged_runs(chosen.engine, id_of(one), first, chosen.as_of, LISTED)
    return judged(one, chosen.policy, found)[:LISTED]


def keep(chosen: Chosen, one: Assessment, listed: Sequence[JudgedRun]) -> None:
    """Say of a listed run that it is a case now."""
    if told := st.session_state.pop("case_told", None):
        st.success(told, icon=":material/check_circle:")
    if not listed:
        return
    with st.expander("Turn a run into an eval case", type="compact", key="keep_case"):
        if offer.is_closed(chosen, Right.KEEP_EVAL_CASE, agent=id_of(one)):
            return
        left, right = st.columns(2)
        names = [row.request_id for row in listed]
        run = left.selectbox("Run", names, index=None, placeholder="Which of them", key="case_run")
        suites = [row.suite for row in latest_evals(one.evidence)]
        suite = right.selectbox(
            "Suite",
            suites,
            index=0 if len(suites) == 1 else None,
            placeholder="Pick one or type its name",
            accept_new_options=True,
            key=f"case_suite_{id_of(one)}",
        )
        told = st.empty()
        if st.button("Record the case", icon=":material/save:", key="case_send"):
            fields = CaseFields(agent=id_of(one), request_id=run or "", suite=suite or "", kept_on=chosen.as_of)
            try:
                keep_eval_case(chosen.engine, fields, by=chosen.by, at=choose.now())
            except Refused as refused:
                told.error(parts.md(str(refused) if run else "Pick the run."))
            else:
                st.session_state["case_told"] = f"{run} is a case of {suite}."
                st.rerun()
        st.html(parts.note("It says that the case was added to the suite; the suite itself lives where it is run."))
