"""Something went wrong: from the card to the report, the register and back to the card."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import journey, served

pytestmark = pytest.mark.browser

SENTENCE = "A brief named the wrong client"


def test_a_report_from_a_card_stands_on_the_register_and_on_the_card(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        page = one.page
        one.open("scorecard?agent=brief-writer&as_of=2026-10-31")
        one.pick("acting_input", "Ben Cole")
        page.get_by_role("button", name="Report incident").click()
        one.headed("Incidents")
        one.keyed("report_summary", "textarea").fill(SENTENCE)
        one.keyed("report_severity").get_by_text("High (SEV2)", exact=True).click()
        one.settled()
        one.keyed("report_send", "button").click()
        expect(page.get_by_text("Reported as R-")).to_be_visible()
        page.get_by_role("button", name="All incidents").click()
        row = one.keyed("register").get_by_role("row", name=SENTENCE)
        expect(row).to_contain_text("High")
        expect(row).to_contain_text("Open, ")
        row.click()
        page.get_by_role("button", name="Scorecard", exact=True).click()
        one.headed("Brief writer")
        expect(page.get_by_text("1 recorded, 1 open").first).to_be_visible()


def test_a_row_opens_in_place_and_the_list_stays_narrowed(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        page = one.page
        one.open("incidents?agent=brief-writer&report=1&as_of=2026-10-31")
        one.pick("acting_input", "Ben Cole")
        one.keyed("report_summary", "textarea").fill(SENTENCE)
        one.keyed("report_send", "button").click()
        expect(page.get_by_text("Reported as R-")).to_be_visible()
        one.settled()
        page.get_by_role("button", name="All incidents").click()
        expect(page.get_by_role("heading", name="Timeline")).to_have_count(0)
        one.settled()
        one.keyed("open").get_by_text("Open only").click()
        expect(page).to_have_url(re.compile("open=true"))
        one.settled()
        one.keyed("register").get_by_role("row", name=SENTENCE).click()
        expect(page.get_by_role("heading", name="Timeline")).to_have_count(1)
        expect(page).to_have_url(re.compile(r"open=true.*&incident=R-"))


def test_what_was_done_is_recorded_where_it_is_read_and_the_night_card_shows_it(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        page = one.page
        one.open("incidents?agent=brief-writer&report=1&as_of=2026-10-31")
        one.pick("acting_input", "Ben Cole")
        one.keyed("report_summary", "textarea").fill(SENTENCE)
        one.keyed("report_send", "button").click()
        expect(page.get_by_text("Reported as R-")).to_be_visible()
        one.settled()

        page.get_by_test_id("stRadioGroup").get_by_text("Low (SEV4)").click()
        one.settled()
        page.get_by_role("textbox", name="Why it is not serious").fill("One internal draft")
        page.get_by_role("tab", name="Cause and fixes").click()
        page.get_by_role("textbox", name="Trace").fill("Draft of 12 October")
        page.get_by_role("button", name="Record", exact=True).click()
        expect(page.get_by_text("Recorded.", exact=True)).to_be_visible()
        one.settled()
        expect(page.get_by_text("1 of 3 written down")).to_have_count(1)
        page.get_by_role("button", name="3 a.m. card").click()
        one.headed("Brief writer")
        expect(one.keyed("open_incidents")).to_contain_text("low, not contained")
