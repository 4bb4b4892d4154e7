"""A link carries what was chosen, and gives it back unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard import where
from agent_scorecard.ui.links import link, target

CHOSEN = st.text(min_size=1)


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ({}, "scorecard"),
        ({"agent": "support-triage"}, "scorecard?agent=support-triage"),
        ({"agent": "a", "period": "2026-10"}, "scorecard?agent=a&period=2026-10"),
        ({"agent": "a", "period": None}, "scorecard?agent=a"),
        ({"agent": ""}, "scorecard"),
        ({"agent": "a&b=c#d/../e ?"}, "scorecard?agent=a%26b%3Dc%23d%2F..%2Fe+%3F"),
    ],
)
def test_a_link_holds_the_page_and_what_was_chosen(chosen, address):
    assert link("scorecard", **chosen) == address


@given(CHOSEN, CHOSEN)
def test_what_was_chosen_comes_back(agent, period):
    address = link("scorecard", agent=agent, period=period)
    assert target(address) == (str(where.PAGES / "scorecard.py"), {"agent": agent, "period": period})


@given(CHOSEN)
def test_a_link_never_leaves_the_app(agent):
    address = link("scorecard", agent=agent)
    assert address.startswith("scorecard?agent=")
    assert not set(address.removeprefix("scorecard?agent=")) & set("&#=?/:\\<>\"' \n")


@pytest.mark.parametrize("page", sorted(path.stem for path in where.PAGES.glob("*.py")))
def test_every_page_can_be_linked(page):
    script, chosen = target(link(page))
    assert (script, chosen) == (str(where.PAGES / f"{page}.py"), {})
