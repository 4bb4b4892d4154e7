"""An incident from its report to its closing: the owner cannot close it alone, and its fix is a promise of somebody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.server import Journey, journey, served

pytestmark = pytest.mark.browser

SENTENCE = "A refund was paid to the wrong card"
FIX = "The card is read again before a refund"


def test_a_serious_incident_is_closed_by_a_second_person_and_its_fix_is_promised(chromium, sample):
    with served(sample) as address, journey(chromium, address) as one:
        page = one.page
        one.open("incidents?agent=support-refund&report=1")
        one.pick("acting_input", "Maya Okafor")
        one.keyed("report_summary", "textarea").fill(SENTENCE)
        one.keyed("report_severity").get_by_text("High (SEV2)", exact=True).click()
        one.keyed("report_send", "button").click()
        one.headed(SENTENCE)
        expect(page.get_by_text("Nothing has contained it yet")).to_have_count(1)

        typed(one, "paused_at", "20261030 1500")
        typed(one, "resolved_at", "20261030 1600")
        recorded(one)
        expect(page.get_by_text("A serious incident is closed with its cause")).to_have_count(1)

        page.get_by_role("tab", name="Cause and fixes").click()
        page.get_by_role("textbox", name="Trace").fill("Run rf-7")
        page.get_by_role("textbox", name="What is fixed").fill(FIX)
        page.get_by_role("combobox", name="Who makes it").click()
        page.get_by_role("option", name="Aisha Khan").click()
        gaps = page.get_by_role("combobox", name="Guardrail gaps")
        gaps.fill("Nothing compared the cards")
        gaps.press("Enter")
        gaps.press("Tab")
        one.settled()
        recorded(one)
        expect(page.get_by_text("The owner of the agent does not do that alone: Ruth Svensson (ruth)")).to_have_count(1)

        one.pick("acting_input", "Ruth Svensson")
        recorded(one)
        expect(page.get_by_text("Recorded and closed.")).to_have_count(1)
        expect(page.get_by_role("row", name="Closed by Ruth Svensson")).to_have_count(1)

        one.go("This month")
        one.pick("acting_input", "Aisha Khan")
        expect(one.keyed("follow_ups").get_by_text(FIX)).to_have_count(1)


def typed(one: Journey, name: str, digits: str) -> None:
    """Type a time into its parts, which follow each other as they fill."""
    day, minutes = digits.split()
    parts = one.page.locator(f"[class*=st-key-handle_{name}_]").get_by_role("spinbutton")
    parts.first.click()
    one.page.keyboard.type(day + minutes)
    one.page.keyboard.press("Tab")
    one.settled()


def recorded(one: Journey) -> None:
    one.page.get_by_role("button", name="Record", exact=True).click()
    one.settled()
