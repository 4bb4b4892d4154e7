"""On a phone nothing is wider than the screen and no table moves once it can be seen; nowhere it leaves its column."""

from __future__ import annotations

import pytest

from agent_scorecard.boards.quarter.board import Step
from tests.browser.server import PHONE, SCREEN, Journey
from tests.pages.visit import menu

pytestmark = pytest.mark.browser

HOME, *OTHERS = menu()
ADDRESSES = {
    HOME: "",
    **{name: name for name in OTHERS},
    **{f"step {step.value}": f"quarter?step={step.value}" for step in Step},
    "one card": "scorecard?agent=support-triage",
    "one 3 a.m. card": "on_call?agent=support-triage",
    "one agent at its gates": "gates?agent=peak-planning",
    "one incident": "incidents?incident=INC-2107",
    "a report": "incidents?report=1&agent=support-triage",
    "one decision": "decisions?decision=42",
}
WIDTHS = """() => ({
    page: Math.max(document.scrollingElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth),
    scrollers: [...document.querySelectorAll('[data-testid=stMain] *')]
        .filter((one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.closest('[class*=st-key-]')?.className.match(/st-key-(\\S+)/)[1] ?? one.className)
        .filter((key) => key !== 'quarter_step'),
})"""
TOO_WIDE = """() => [...document.querySelectorAll('table.as')]
    .filter((table) => !table.closest('.as-scroll'))
    .filter((table) => table.getBoundingClientRect().right > table.closest('.stHtml').getBoundingClientRect().right + 1)
    .map((table) => table.getAttribute('aria-label'))"""
WATCH = """
    window.places = {};
    const look = () => {
        const styled = document.querySelector('.stApp') && getComputedStyle(document.querySelector('.stApp'));
        if (styled?.getPropertyValue('--ink')) document.querySelectorAll('table.as').forEach((table, place) => {
            const box = table.getBoundingClientRect();
            if (!table.checkVisibility() || box.bottom < 0 || box.top > innerHeight) return;
            const seen = places[`${table.getAttribute('aria-label')} ${place}`] ??= [];
            const at = [box.left, box.top, box.width].map(Math.round).join(' ');
            if (seen.at(-1) !== at) seen.push(at);
        });
        requestAnimationFrame(look);
    };
    look();
"""


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_nothing_but_the_steps_scrolls_sideways_and_no_table_jumps(reader: Journey, address: str):
    reader.page.set_viewport_size(PHONE)
    reader.page.add_init_script(WATCH)
    reader.arrive(address)
    assert reader.page.evaluate(WIDTHS) == {"page": PHONE["width"], "scrollers": []}
    assert reader.page.evaluate(TOO_WIDE) == []
    reader.page.keyboard.press("r")
    reader.settled()
    moved = {table: places for table, places in reader.page.evaluate("places").items() if len(places) > 1}
    assert moved == {}


@pytest.mark.parametrize(
    "address", ["quarter", "ladder", "incidents", "decisions", "gates", "scorecard?agent=support-triage"]
)
def test_on_a_desk_each_table_keeps_to_its_column(reader: Journey, address: str):
    reader.page.set_viewport_size(SCREEN)
    reader.arrive(address)
    assert reader.page.evaluate(TOO_WIDE) == []
