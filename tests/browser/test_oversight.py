"""Oversight in a real browser: from the matrix to one agent, and a narrowed view that survives reload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import PHONE, Journey, journey, served

pytestmark = pytest.mark.browser

AS_OF = "as_of=2026-10-31"


def test_a_row_opens_one_agent_and_a_choice_survives_reload(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        one.open(f"oversight?{AS_OF}")
        one.headed("Oversight")
        matrix = one.keyed("gates")
        expect(matrix.get_by_role("row", name="tickets.delete")).to_contain_text("Forbidden")
        expect(matrix.get_by_role("img", name="Out of the loop")).to_have_count(1)
        stays_inside(one.page)

        matrix.get_by_role("link", name="Brief writer").click()
        expect(one.page).to_have_url(re.compile(r"agent=brief-writer"))
        subjects = one.page.get_by_test_id("stMain").get_by_role("heading", level=2)
        expect(subjects.filter(has_text="Next mode")).to_have_count(1)
        expect(one.keyed("people").get_by_role("row", name="tickets.read")).to_contain_text("Ana Ruiz")

        one.page.reload()
        one.settled()
        expect(one.keyed("switches").get_by_role("row", name="Brief writer")).to_contain_text("Disable the schedule")
        one.page.get_by_role("link", name="3 a.m. card").last.click()
        expect(one.page).to_have_url(re.compile(r"/on_call\?agent=brief-writer"))


def test_a_subject_picked_with_the_keyboard_is_in_the_address(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        one.open(f"oversight?{AS_OF}")
        one.page.get_by_role("radio", name="Stop and undo").focus()
        one.page.keyboard.press("Space")
        expect(one.keyed("switches").get_by_role("row", name="Brief writer")).to_have_count(1)
        expect(one.page).to_have_url(re.compile(r"view=Stop"))
        one.page.reload()
        expect(one.keyed("switches").get_by_role("row", name="Brief writer")).to_have_count(1)


def test_on_a_phone_rows_fold_and_nothing_runs_out_of_sight(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        one.page.set_viewport_size(PHONE)
        for view in ("Human gates", "People", "Limits", "Access", "Stop and undo", "Approvals", "Next mode"):
            read_on(one, view)


def read_on(one: Journey, view: str) -> None:
    one.open(f"oversight?{AS_OF}&view={view}")
    one.headed("Oversight")
    expect(one.page.get_by_role("heading", name=view, level=2)).to_have_count(1)
    stays_inside(one.page)


def stays_inside(page: Page) -> None:
    """No table is wider than the page."""
    wide = page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert wide <= 0
