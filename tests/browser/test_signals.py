"""From the alert to its answer in a real browser: found on the list, read with its chart, muted, and still a block."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import PHONE, journey, served
from tests.browser.test_oversight import stays_inside

pytestmark = pytest.mark.browser

KEY = "alert_support-triage_intervention_climbing-CH-152"
WHY = "The prompt is put right on Monday"


def test_an_alert_is_found_read_and_muted_and_the_block_stays(chromium, sample):
    with served(sample) as address, journey(chromium, address) as one:
        page = one.page
        one.open("signals")
        one.pick("acting_input", "Ruth Svensson")
        one.keyed("signals_asking").get_by_role("link", name="Support triage").click()
        one.headed("Support triage")
        expect(page).to_have_url(re.compile(r"signals\?.*agent=support-triage"))
        expect(page.get_by_text("1.7 to 4.9 points more")).to_have_count(1)
        expect(page.locator(".js-plotly-plot")).to_have_count(1)

        page.get_by_text("Answer this alert").click()
        one.keyed(f"{KEY}_act").get_by_text("Mute it until a day").click()
        one.keyed(f"{KEY}_reason", "textarea").fill(WHY)
        one.keyed(f"{KEY}_send", "button").click()
        expect(page.get_by_text(re.compile(f"Muted until .* by Ruth Svensson.*{WHY}")).first).to_be_visible()

        page.reload()
        one.settled()
        expect(page.get_by_text(re.compile("Muted until .* by Ruth Svensson")).first).to_be_visible()
        page.set_viewport_size(PHONE)
        stays_inside(page)
        page.get_by_role("link", name="Decide on its scorecard").click()
        one.headed("Support triage")
        expect(page.get_by_text("People step in 41").first).to_be_visible()
