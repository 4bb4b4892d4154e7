"""On paper the scorecard and the 3 a.m. card of an agent are one page each, from a light screen or a dark one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.server import Journey

pytestmark = pytest.mark.browser

AGENTS = ("lead-routing", "support-triage", "weekly-kpi", "account-research")


def pages_of_paper(page: Page) -> int:
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("agent", AGENTS)
def test_both_cards_of_an_agent_are_one_page_each(reader: Journey, agent, theme):
    reader.page.emulate_media(color_scheme=theme)
    pages = {}
    for page in ("scorecard", "on_call"):
        reader.arrive(f"{page}?agent={agent}")
        pages[page] = pages_of_paper(reader.page)
    assert pages == {"scorecard": 1, "on_call": 1}
