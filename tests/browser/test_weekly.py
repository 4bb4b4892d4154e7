"""Thirty minutes in a real browser: from the due list to a recorded week, whose change is promised."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import PHONE, journey, served

pytestmark = pytest.mark.browser

AS_OF = "as_of=2026-10-31"
STEM = "tag-helper_2026-10-01"
WELL = "Nobody had to correct a tag"
CHANGE = "Leave a ticket alone when two tags fit"
SIDEWAYS = (
    "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - main.clientWidth }"
)


def test_a_week_is_reviewed_from_the_due_list_and_its_change_is_a_promise(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        page = one.page
        one.open(f"?{AS_OF}")
        one.pick("acting_input", "Ana Ruiz")
        one.keyed("weeks_to_hold").get_by_role("link", name="Tag helper").click()
        one.headed("Tag helper")
        expect(page.get_by_text("Week 1 of 4 was to be reviewed by 8 Oct: 23 days late.")).to_have_count(1)

        one.keyed(f"week_handled_well_{STEM}", "textarea").fill(WELL)
        page.get_by_role("button", name="Record review").click()
        expect(page.get_by_text("Promise one change, or say why none is needed.")).to_have_count(1)

        one.keyed(f"week_kind_{STEM}").get_by_text("Move a threshold").click()
        one.keyed(f"week_what_{STEM}", "input").fill(CHANGE)
        one.pick(f"week_owner_{STEM}", "Ben Cole")
        one.pick(f"week_there_{STEM}", "Ana Ruiz")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Record review").click()
        expect(page.get_by_text("Week 1 of Tag helper is recorded.")).to_have_count(1)
        expect(page).to_have_url(re.compile(r"week=1"))

        page.reload()
        one.settled()
        expect(page.get_by_text(WELL)).to_have_count(1)
        expect(page.get_by_text(CHANGE)).to_have_count(1)
        page.set_viewport_size(PHONE)
        assert page.evaluate(SIDEWAYS) == 0
        one.keyed("weeks").get_by_role("link", name="Week 2").click()
        expect(page.get_by_text("Promised in week 1")).to_have_count(1)
