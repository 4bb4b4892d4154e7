"""From files to a decision in a real browser: the way a person takes every month."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import journey, served
from tests.pages.conftest import FIRST
from tests.pages.visit import menu

pytestmark = pytest.mark.browser

AS_OF = "as_of=2026-10-31"
CARD = "brief-writer_2026-10"


def test_files_become_a_due_list_a_card_a_decision_and_a_step_on_the_ladder(chromium, tmp_path):
    with served(tmp_path / "board.db") as address, journey(chromium, address) as one:
        page = one.page

        one.open(f"load_data?{AS_OF}")
        one.keyed("files_0", "input[type=file]").set_input_files(sorted(FIRST.glob("*.csv")))
        one.settled()
        page.get_by_role("button", name="Load", exact=True).click()
        expect(page.get_by_text("Loaded: 68 new.")).to_be_visible()

        one.go("Autonomy ladder")
        expect(one.keyed("ladder").get_by_role("row", name="Brief writer")).to_contain_text("6 of 7 there")

        one.go("This month")
        due = one.keyed("due").get_by_role("row", name="Brief writer")
        expect(due).to_contain_text("213 days late")
        due.get_by_role("link", name="Brief writer").click()
        one.headed("Brief writer")
        expect(page).to_have_url(re.compile(r"/scorecard\?agent=brief-writer$"))

        one.pick("acting_input", "Ana Ruiz")
        expect(one.keyed("decision")).to_contain_text("you decide as Ana Ruiz")
        one.keyed(f"reason_{CARD}", "textarea").fill("Eight months without a correction.")
        one.keyed(f"next_{CARD}", "input").fill("Read every brief of November")
        page.get_by_role("button", name="Publish card").click()
        expect(page.get_by_text("Published: maintain, October 2026.")).to_be_visible()
        expect(page.get_by_text("Scorecard · October 2026 · published")).to_be_visible()

        one.go("Autonomy ladder")
        row = one.keyed("ladder").get_by_role("row", name="Brief writer")
        expect(row).to_contain_text("7 of 7 there")
        expect(row).to_contain_text("May move to 2")

        one.go("This month")
        expect(one.keyed("follow_ups")).to_contain_text("Read every brief of November")


def test_a_deep_link_is_the_first_thing_a_fresh_process_is_asked_for(chromium, first):
    """The router runs before the page, or its menu, its sidebar and whatever guards them would be left out."""
    with served(first) as address, journey(chromium, address) as one:
        one.open(f"scorecard?agent=brief-writer&period=2026-09&{AS_OF}")
        one.headed("Brief writer")
        expect(one.page.get_by_text("Scorecard · September 2026")).to_be_visible()
        links = one.page.get_by_test_id("stSidebarNav").get_by_role("link")
        expect(links).to_have_text([re.compile(title) for title in menu().values()])
        expect(one.page.get_by_test_id("stSidebar")).to_contain_text("Local mode")


def test_whoever_decides_second_is_told_and_keeps_what_was_typed(chromium, first):
    with served(first) as address, journey(chromium, address) as slow:
        quick = slow.another()
        for one, reason in ((slow, "Typed for a long time."), (quick, "Typed at once.")):
            one.open(f"scorecard?agent=brief-writer&{AS_OF}")
            one.headed("Brief writer")
            one.pick("acting_input", "Ana Ruiz")
            one.keyed(f"reason_{CARD}", "textarea").fill(reason)
            one.keyed(f"next_{CARD}", "input").fill("Go on")

        quick.page.get_by_role("button", name="Publish card").click()
        expect(quick.page.get_by_text("Published: maintain, October 2026.")).to_be_visible()

        slow.page.get_by_role("button", name="Publish card").click()
        told = "ana decided maintain since you opened this card: look at it again. What you typed is kept."
        expect(slow.page.get_by_role("alert")).to_have_text(told)
        expect(slow.keyed(f"reason_{CARD}", "textarea")).to_have_value("Typed for a long time.")


def test_a_card_survives_reload_and_the_way_back(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        one.open(f"?{AS_OF}")
        one.keyed("due").get_by_role("link", name="Tag helper").click()
        one.headed("Tag helper")
        one.page.reload()
        one.headed("Tag helper")
        one.page.go_back()
        one.headed("This month")
        one.page.go_forward()
        one.headed("Tag helper")
