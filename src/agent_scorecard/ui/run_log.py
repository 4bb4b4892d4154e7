"""What the page about runs asks of the log: a page of lines, one run, what they add up to; kept for each revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st
from sqlalchemy import Engine

from agent_scorecard.boards.runs.agents import short_agents
from agent_scorecard.boards.runs.asked import RunsFilter, wanted
from agent_scorecard.boards.runs.found import SIZE
from agent_scorecard.rules.audit_log import audited
from agent_scorecard.rules.run_facts import RunLine, RunPlace, RunsAsked, RunTally, RunTrail
from agent_scorecard.runs.explorer.pages import page_of
from agent_scorecard.runs.explorer.tallies import tally_of
from agent_scorecard.runs.explorer.trails import trail_of
from agent_scorecard.store.database import reader
from agent_scorecard.store.read_purges import Purged, purges_of
from agent_scorecard.ui import choose
from agent_scorecard.ui.choose import Chosen

LOOKED_INTO, RUNS_EACH = 10, 5_000
LONGEST_MOMENT = 18


def page(chosen: Chosen, choice: RunsFilter, after: RunPlace | None) -> tuple[RunLine, ...]:
    """One more run than a page holds, so that it is known whether older ones follow."""
    return page_of(chosen.engine, wanted(choice, chosen.as_of), SIZE + 1, after)


def tally(chosen: Chosen, choice: RunsFilter) -> RunTally:
    return _tally(choose.url(), chosen.portfolio.revision, wanted(choice, chosen.as_of), chosen.engine)


@st.cache_resource(max_entries=40, show_spinner="Counting runs…")
def _tally(address: str, at_revision: int, asked: RunsAsked, _engine: Engine) -> RunTally:
    """All but the last two are only what the answer is kept under."""
    del address, at_revision
    return tally_of(_engine, asked)


def gaps(chosen: Chosen) -> Mapping[str, RunTally]:
    """What the records lack of the agents below the bound, the largest of them, in their last complete month."""
    short = short_agents(chosen.assessed, chosen.policy)[:LOOKED_INTO]
    return _gaps(choose.url(), chosen.portfolio.revision, chosen.as_of, short, chosen)


@st.cache_resource(max_entries=4, show_spinner=False)
def _gaps(
    address: str, at_revision: int, as_of: date, short: tuple[str, ...], _chosen: Chosen
) -> Mapping[str, RunTally]:
    del address, at_revision, as_of
    months = {agent: one for agent in short if (one := _chosen.of(agent)) is not None}
    asked = {agent: audited(one.evidence, _chosen.policy).month for agent, one in months.items()}
    return {
        agent: tally_of(_chosen.engine, RunsAsked(agent, month.first, month.last), RUNS_EACH)
        for agent, month in asked.items()
    }


def opened(chosen: Chosen, agent: str) -> RunTrail | None:
    """The run the address names, None where it names none or the log does not hold it."""
    run, at = st.query_params.get("run", ""), st.query_params.get("at", "")
    is_moment = at.isascii() and at.isdecimal() and len(at) <= LONGEST_MOMENT
    return trail_of(chosen.engine, agent, run, int(at) if is_moment else None) if run else None


def purges(chosen: Chosen, agent: str) -> tuple[Purged, ...]:
    with reader(chosen.engine).begin() as connection:
        return purges_of(connection, agent)
