"""Something goes wrong at night: from the scorecard to the card, on a phone, and to the printer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from agent_scorecard.store.database import open_database
from tests.browser.server import PHONE, Journey, journey, served
from tests.browser.test_paper import pages_of_paper
from tests.pages.conftest import FIRST, filled_with

pytestmark = pytest.mark.browser

AS_OF = "as_of=2026-10-31"
CARD = f"on_call?agent=brief-writer&{AS_OF}"
MANY = 10
SIDEWAYS = (
    "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - main.clientWidth }"
)
COUNT_PRINTS = "addEventListener('beforeprint', () => { document.documentElement.dataset.printed = 'yes' })"


def called(one: Journey) -> None:
    expect(one.page.get_by_role("heading", name="Call, in this order")).to_have_count(1)
    one.settled()


def test_the_menu_of_a_scorecard_leads_to_the_card_and_back_by_keyboard(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        page = one.page
        one.open(f"scorecard?agent=brief-writer&{AS_OF}")
        one.headed("Brief writer")
        page.get_by_role("button", name="3 a.m. card").press("Enter")
        called(one)
        expect(page).to_have_url(re.compile(r"/on_call\?agent=brief-writer$"))
        expect(page.get_by_role("link", name="+1 555 0100")).to_have_attribute("href", "tel:+15550100")
        expect(page.get_by_text("Disable the schedule")).to_have_count(1)

        page.reload()
        called(one)
        page.get_by_role("button", name="Scorecard", exact=True).press("Enter")
        expect(page.get_by_role("heading", name="Call, in this order")).to_have_count(0)
        expect(page).to_have_url(re.compile(r"/scorecard\?agent=brief-writer$"))
        page.go_back()
        called(one)


def test_nothing_stands_outside_a_phone_on_either_page(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        one.page.set_viewport_size(PHONE)
        for page in (CARD, f"on_call?agent=tag-helper&{AS_OF}", f"scorecard?agent=brief-writer&{AS_OF}"):
            one.open(page)
            expect(one.page.get_by_role("button", name="Print")).to_have_count(1)
            one.settled()
            assert one.page.evaluate(SIDEWAYS) == 0


def test_the_print_button_opens_the_dialogue_of_the_browser(chromium, first):
    with served(first) as address, journey(chromium, address) as one:
        one.open(CARD)
        called(one)
        one.page.evaluate(COUNT_PRINTS)
        one.page.get_by_role("button", name="Print").press("Enter")
        expect(one.page.locator("html")).to_have_attribute("data-printed", "yes")


def test_a_card_with_many_actions_is_one_page_too(chromium, tmp_path):
    with served(with_many_actions(tmp_path)) as address, journey(chromium, address) as one:
        one.open("on_call?agent=brief-writer&as_of=2026-10-31")
        called(one)
        expect(one.page.get_by_role("row", name=re.compile(r"^crm\.write_"))).to_have_count(MANY)
        assert pages_of_paper(one.page) == 1


def with_many_actions(folder: Path) -> Path:
    lines = ["agent,action,system,access,effects,mode,compensation"]
    for number in range(MANY):
        undo = "" if number % 2 else "Put the old value back from the history of the record"
        lines.append(f"brief-writer,crm.write_{number},crm,write,customers,in,{undo}")
    (folder / "actions.csv").write_text("\n".join(lines), encoding="utf-8")
    database = folder / "board.db"
    engine = open_database(f"sqlite:///{database}", create_missing=True)
    filled_with(FIRST, folder / "actions.csv")(engine)
    engine.dispose()
    return database
