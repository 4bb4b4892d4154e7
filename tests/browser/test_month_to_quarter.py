"""What a month found reaches the quarter: a blocked agent, its card, a decision, the review and the ledger."""

from __future__ import annotations

import re
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Journey, journey, served

pytestmark = pytest.mark.browser

AGENT, OWNER = "Support triage", "Maya Okafor"
REASON = "People step in far more often since the new model."
NEXT_STEP = "Go back to the model before, and read the corrected runs"
COUNT_PRESSES = """
    addEventListener('pointerdown', () => { sessionStorage.presses = 1 + Number(sessionStorage.presses || 0) }, true)
"""
PRESSES = 8
"""The agent, the name twice, two fields, publish, the review and the ledger."""
PAGES = ["", "scorecard", "quarter", "decisions"]
MOST_PRESSES, MOST_CHANGES = 10, 3
"""What a manager may need to finish one agent that is due."""


def test_a_blocked_agent_is_decided_and_the_review_and_the_ledger_show_it(chromium, sample):
    with served(sample) as address, journey(chromium, address) as one:
        page = one.page
        page.add_init_script(COUNT_PRESSES)
        one.open("")
        needs = one.keyed("attention").get_by_role("listitem").filter(has_text=AGENT)
        expect(needs.get_by_role("img", name="block")).to_have_count(1)
        pages = pages_shown(page)

        needs.get_by_role("link", name=AGENT).click()
        one.headed(AGENT)
        one.pick("acting_input", OWNER)
        expect(one.keyed("decision")).to_contain_text(f"you decide as {OWNER}")
        expect(one.keyed("not_open")).to_contain_text("Expand")
        for field, element, said in (("reason", "textarea", REASON), ("next", "input", NEXT_STEP)):
            typed(one, field, element).click()
            typed(one, field, element).fill(said)
        page.get_by_role("button", name="Publish card").click()
        expect(page.get_by_text("Published: revise, September 2026.")).to_be_visible()

        one.go("Quarterly review")
        row = one.keyed("quarter_outcome").get_by_role("row", name=AGENT)
        expect(row).to_contain_text(re.compile(r"Revise\s*30 Oct"))

        one.go("Decisions")
        newest = one.keyed("ledger").get_by_role("row").nth(1)
        for said in (AGENT, OWNER, "Revise", REASON, NEXT_STEP):
            expect(newest).to_contain_text(said)

        assert (int(page.evaluate("sessionStorage.presses")), pages) == (PRESSES, PAGES)
        assert (PRESSES <= MOST_PRESSES, len(PAGES) - 1 <= MOST_CHANGES) == (True, True)


def typed(one: Journey, field: str, element: str):
    """A field of the decision form, whose key also names the card."""
    return one.page.locator(f"[class*=st-key-{field}_] {element}")


def pages_shown(page: Page) -> list[str]:
    """This page and every one after it; a change of what is chosen on a page is none."""
    shown = [named(page.url)]

    def note(name: str) -> None:
        if shown[-1] != name:
            shown.append(name)

    page.on("framenavigated", lambda frame: note(named(frame.url)))
    return shown


def named(address: str) -> str:
    return urlparse(address).path.strip("/")
