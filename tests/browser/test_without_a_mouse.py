"""What somebody must do every month and every quarter, with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from agent_scorecard.boards.quarter.board import Step
from tests.browser.server import Journey, journey, served

pytestmark = pytest.mark.browser

FURTHEST = 200
ACTING = ".st-key-acting_input input"


def test_a_card_is_opened_decided_and_published(chromium, sample):
    with served(sample) as address, journey(chromium, address) as one:
        one.arrive("")
        go_to(one, ".st-key-attention a[href='scorecard?agent=support-triage']")
        one.page.keyboard.press("Enter")
        one.headed("Support triage")
        name_oneself(one, "Maya Okafor")
        expect(one.keyed("decision")).to_contain_text("you decide as Maya Okafor")
        go_to(one, "[class*=st-key-choice_] input[type=radio]")
        one.page.keyboard.press("ArrowDown")
        one.settled()
        go_to(one, "[class*=st-key-reason_] textarea")
        one.page.keyboard.type("A week of the model before first.")
        go_to(one, "[class*=st-key-against_] input")
        pick(one, "Business need")
        go_to(one, "[class*=st-key-next_] input")
        one.page.keyboard.type("Read the corrected runs")
        go_to(one, "[class*=st-key-publish_] button")
        one.page.keyboard.press("Enter")
        expect(one.page.get_by_text("Published: maintain, September 2026.")).to_be_visible()


def test_a_step_is_picked_and_an_outcome_recorded(chromium, sample):
    with served(sample) as address, journey(chromium, address) as one:
        one.arrive("quarter?step=spend")
        go_to(one, ".st-key-quarter_step [role=radio]")
        for _ in Step:
            one.page.keyboard.press("ArrowRight")
        one.page.keyboard.press("Space")
        expect(one.page).to_have_url(re.compile("step=outcome"))
        expect(one.keyed("quarter_spend")).to_have_count(0)
        one.settled()
        name_oneself(one, "Ruth Svensson")
        expect(one.keyed("decision")).to_contain_text("you chair as Ruth Svensson")
        go_to(one, ".st-key-outcome_agent input")
        pick(one, "Lead routing")
        go_to(one, ".st-key-decision button:has-text('Record outcome')")
        one.page.keyboard.press("Enter")
        expect(one.page.get_by_text("Recorded for Lead routing")).to_be_visible()
        expect(one.keyed("quarter_outcome").get_by_role("row", name="Lead routing")).to_contain_text("Ruth Svensson")


def test_a_first_name_and_enter_mean_the_colleague_of_that_name(chromium, sample):
    with served(sample) as address, journey(chromium, address) as one:
        one.arrive("")
        go_to(one, ACTING)
        one.page.keyboard.type("maya")
        expect(one.page.get_by_role("option")).not_to_have_count(0)
        one.page.keyboard.press("Enter")
        expect(one.page.locator(ACTING)).to_have_value("Maya Okafor")


def go_to(one: Journey, control: str) -> None:
    """Press Tab until this control has the focus."""
    for _ in range(FURTHEST):
        one.page.keyboard.press("Tab")
        if one.page.locator(control).and_(one.page.locator(":focus")).count():
            return
    pytest.fail(f"Tab does not reach {control}")


def pick(one: Journey, name: str) -> None:
    """Type a name into the list that has the focus, and take the one it offers."""
    one.page.keyboard.type(name)
    expect(one.page.get_by_role("option", name=name, exact=True)).to_have_count(1)
    one.page.keyboard.press("Enter")
    one.settled()


def name_oneself(one: Journey, name: str) -> None:
    go_to(one, ACTING)
    pick(one, name)
