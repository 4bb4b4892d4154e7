"""The filters of the page about runs; each choice stays in the address and begins the list anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date

import streamlit as st

from agent_scorecard.boards.runs import asked
from agent_scorecard.boards.runs.asked import RunsFilter
from agent_scorecard.boards.runs.found import RESULT_WORDS, ended_word, outcome_word
from agent_scorecard.rules.run_facts import RunTally
from agent_scorecard.ui import choose, run_log
from agent_scorecard.ui.choose import Chosen
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, RunStatus, ToolStatus

WIDTH = 168
OPEN, LONGEST = ("model", "prompt", "tool", "reason", "error"), 500
"""Words of the log; the others are words of ours."""
PLACES = ("before", "run", "at")
"""What names a place in one list, and means nothing in the next."""
JUDGED = (RunResult.SUCCESS, RunResult.FAILURE)


def picked(chosen: Chosen) -> RunsFilter:
    """Agent and period, and of an agent what its runs of that period can be narrowed by."""
    agent = choose.agent(chosen, key="runs_agent")
    if agent is None:
        st.space("stretch")
        return RunsFilter()
    _of_another_agent(agent)
    period = _one("Period", _periods(chosen.as_of), "period", _month, f"Last {asked.LATEST_DAYS} days")
    offered = run_log.tally(chosen, RunsFilter(agent, period))
    return RunsFilter(
        agent,
        period,
        _one("Review", [each.value for each in ReviewOutcome], "outcome", _outcome),
        _one("Status", [each.value for each in RunStatus], "status", _status),
        _one("Result", [each.value for each in JUDGED], "result", _result),
        _one("Model", offered.models, "model"),
        _one("Prompt", offered.prompts, "prompt"),
        _one("Action", offered.tools, "tool"),
        _one("Block reason", _reasons(offered, ToolStatus.BLOCKED), "reason"),
        _one("Error", _reasons(offered, None), "error"),
    )


def _periods(as_of: date) -> Sequence[str]:
    """Months, and whatever period the address names."""
    wanted = st.query_params.get("period", "")
    named = [wanted] if asked.is_period(wanted, as_of) else []
    return list(dict.fromkeys([*asked.months_offered(as_of), *named]))


def _reasons(found: RunTally, status: ToolStatus | None) -> Sequence[str]:
    return sorted({row.reason for row in found.recurring if row.status is status and row.reason})


def _month(period: str) -> str:
    said = asked.window_words(period)
    return said[:1].upper() + said[1:]


def _outcome(word: str) -> str:
    return outcome_word(ReviewOutcome(word))


def _status(word: str) -> str:
    return ended_word(RunStatus(word))


def _result(word: str) -> str:
    return RESULT_WORDS[RunResult(word)].capitalize()


def _one(label: str, words: Sequence[str], name: str, said: Callable[[str], str] = str, none: str = "") -> str:
    """One word of a few, the address first: what it asks for is offered even where no run has it any more."""
    asked_for = st.query_params.get(name, "")
    is_known = asked_for in words or (name in OPEN and asked_for.isprintable() and 0 < len(asked_for) <= LONGEST)
    options = list(dict.fromkeys([*words, *([asked_for] if is_known else [])]))
    if not options:
        return ""
    key, present = f"runs_{name}", asked_for if is_known else None
    if st.session_state.get(key) != present:
        st.session_state[key] = present
    found = st.selectbox(
        label,
        options,
        index=None,
        format_func=said,
        placeholder=none or f"Any {label.lower()}",
        label_visibility="collapsed",
        width=WIDTH,
        key=key,
        on_change=_begin_anew,
        args=(key, name),
    )
    return found or ""


def _begin_anew(key: str, name: str) -> None:
    choose.to_address(key, name)
    for place in PLACES:
        st.query_params.pop(place, None)


def _of_another_agent(agent: str) -> None:
    """What was asked of one agent's runs is not asked of another's."""
    if st.session_state.get("runs_of", agent) != agent:
        words = (field.name for field in fields(RunsFilter) if field.name not in ("agent", "period"))
        for name in (*words, *PLACES):
            st.query_params.pop(name, None)
    st.session_state["runs_of"] = agent
