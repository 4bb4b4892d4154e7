"""Names that try to be markup, in a real browser: shown as they are, and nothing is fetched, run or linked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from agent_scorecard.ui.parts import WORD_JOINER
from tests.browser.server import Journey, journey, served
from tests.pages.visit import menu
from tests.ui.hostile import TEXT

pytestmark = pytest.mark.browser

AS_OF = "as_of=2026-10-31"
CARD = "brief-writer_2026-10"
PROMISE = f"{TEXT} :material/home: -> https://h.example www.h.example me@h.example"


def test_names_are_text_on_every_page_and_in_every_widget(chromium, disguise):
    with served(disguise) as address, journey(chromium, address) as one:
        one.open(f"?{AS_OF}")
        harmless(one)

        one.open(f"ladder?{AS_OF}")
        harmless(one)

        one.open(f"scorecard?agent=brief-writer&{AS_OF}")
        one.headed(TEXT)
        harmless(one)
        one.unfold("acting_input")
        expect(one.page.get_by_role("option", name=TEXT).first).to_be_visible()
        one.page.get_by_role("option", name=TEXT).first.click()
        one.settled()
        one.keyed(f"reason_{CARD}", "textarea").fill(TEXT)
        one.keyed(f"next_{CARD}", "input").fill(PROMISE)
        one.page.get_by_role("button", name="Publish card").click()
        expect(one.page.get_by_text("Published: maintain, October 2026.")).to_be_visible()
        one.page.get_by_text("Mark a promise as done").click()
        expect(one.page.get_by_test_id("stWidgetLabel").filter(has_text="Note for")).to_have_text(label_of(PROMISE))
        harmless(one)

        for title in menu().values():
            one.go(title)
            nothing_made_of_it(one)


def label_of(promise: str) -> re.Pattern[str]:
    """The promise as typed; between its signs may stand what nobody sees."""
    return re.compile(f"{WORD_JOINER}?".join(re.escape(sign) for sign in f"Note for “{promise}”"))


def harmless(one: Journey) -> None:
    """The name can be read as it is; it made no picture, no script and no link."""
    expect(one.page.get_by_test_id("stMain").get_by_text(TEXT).first).to_be_visible()
    nothing_made_of_it(one)


def nothing_made_of_it(one: Journey) -> None:
    main = one.page.get_by_test_id("stMain")
    expect(main.locator("img, script, iframe, object, embed")).to_have_count(0)
    expect(main.locator("a[href^='http'], a[href^='mailto']")).to_have_count(0)
    expect(main.locator("[onerror], .katex")).to_have_count(0)
