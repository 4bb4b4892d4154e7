"""The pages on thirty-five agents known by their runs alone: what is missing is said, nothing is made up."""

import re
from datetime import date, timedelta

import pytest
import streamlit as st

from agent_scorecard import where
from tests.pages.visit import Visit
from tests.real.conftest import LOADED_ON, Loaded
from tests.real.samples import by_month

AGENT = "GPT-5.4"
APRIL = date(2026, 5, 5)
on_each_day = pytest.mark.parametrize(
    "day", [APRIL, LOADED_ON, LOADED_ON + timedelta(days=45)], ids=["right after the runs", "loaded", "45 days later"]
)


@pytest.fixture
def visit(loaded: Loaded, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(where.DATABASE_VARIABLE, f"sqlite:///{loaded('openhands_index').path}")
    st.cache_resource.clear()
    yield lambda page, day, **asked: Visit(page, as_of=day.isoformat(), **asked).text
    st.cache_resource.clear()


@on_each_day
def test_the_card_names_no_owner_no_tier_and_no_bound(visit, day: date) -> None:
    text = visit("scorecard", day, agent=AGENT)
    for sentence in (
        "no owner named",
        "Tier not known",
        "Proposed: revise.",
        "Workflownot stated",
        "A person alwaysnot known: no action is on file",
        "No quality measure has a pass bound.",
        "No headline measure is marked.",
        "Nobody said since when it works at level 1.",
        "Contract 0 of 7.",
        "Budgetnot measured",
    ):
        assert sentence in text
    assert re.findall(r"\b(Met|Passing|At risk|Missed)\b", text) == []


def test_runs_known_by_a_stated_time_are_shown_without_a_verdict(visit) -> None:
    text, april = visit("scorecard", APRIL, agent=AGENT), by_month()[AGENT, "2026-04"]
    right, checked = april["resolved"], april["runs"] - april["resolved_null"]
    assert "Nothing here can be judged yet: no bounds are set." in text
    assert f"({right:,.0f} of {checked:,.0f} outputs checked); nobody set a bound to judge it by." in text
    assert f"Per completed task{april['cost_sum'] / right:.2f} USD, n = {right:.0f}" in text.replace("\u202f", " ")


def test_a_month_without_runs_shows_no_figure_and_says_when_there_was_one(visit) -> None:
    text = visit("scorecard", LOADED_ON, agent=AGENT)
    assert "No bounds are set; the last figures are of April 2026." in text
    assert "No run was logged in this period." in text
    assert "Publishing freezes the 0 figures above." in text


@on_each_day
def test_the_ladder_lists_all_at_the_first_level_and_moves_none(visit, day: date) -> None:
    text = visit("ladder", day)
    assert text.count("no owner named · tier not known · idea") == 35
    assert "No level moves today." in text
    assert re.findall(r"Pause|Retire|Expand", text) == []


@on_each_day
def test_the_home_page_proposes_to_stop_nobody(visit, day: date) -> None:
    assert re.findall(r"Pause|Retire", visit("this_month", day)) == []


def test_the_home_page_asks_one_question_first(visit) -> None:
    text = visit("this_month", LOADED_ON)
    assert "Nothing blocks an agent." in text
    assert "Who answers for this agent?" in text
    assert text.count("0 of 15 known") == 34
