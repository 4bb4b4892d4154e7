"""Without a mouse: Tab reaches every control of every page, in the order of the page, and can be seen doing so."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_scorecard.boards.quarter.steps import Step
from tests.browser.server import PHONE, SCREEN, Journey
from tests.pages.visit import menu

pytestmark = pytest.mark.browser

WALK = Path(__file__).with_name("walk.js").read_text(encoding="utf-8")
FEWEST, FURTHEST = 3, 500
NOTHING = {"unreached": [], "unseen": [], "ringless": [], "backwards": []}
STEPS = (Step.EXCEPTIONS, Step.VALUE, Step.OUTCOME)
HOME, *OTHERS = menu()
ADDRESSES = {
    HOME: "",
    **{name: name for name in OTHERS},
    **{f"step {step.value}": f"quarter?step={step.value}" for step in STEPS},
    "one card": "scorecard?agent=support-triage",
    "one card at night": "on_call?agent=support-triage",
    "one agent overseen": "oversight?agent=cs-health",
    "earned modes": "oversight?view=Next+mode",
    "one agent at its gates": "gates?agent=peak-planning",
    "a planned change": "changes?agent=support-triage&change=C-2026-10-28-1",
    "one incident": "incidents?incident=INC-2107",
    "a report": "incidents?report=1&agent=support-triage",
    "one decision": "decisions?decision=42",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_tab_reaches_every_control(reader: Journey, address: str):
    reader.page.set_viewport_size(SCREEN)
    reader.arrive(address)
    assert walked(reader) == NOTHING


def test_what_somebody_promised_is_reached_too(reader: Journey):
    reader.page.set_viewport_size(SCREEN)
    reader.arrive("")
    reader.pick("acting_input", "Jonas Weber")
    assert walked(reader) == NOTHING


@pytest.mark.parametrize(
    "address", ["", "scorecard?agent=support-triage", "on_call?agent=support-triage", "quarter?step=outcome"]
)
def test_tab_reaches_every_control_on_a_phone(reader: Journey, address: str):
    reader.page.set_viewport_size(PHONE)
    reader.arrive(address)
    assert walked(reader) == NOTHING


def walked(reader: Journey) -> dict[str, list[str]]:
    """Walk from the top until the end is left, and say what was missed on the way."""
    reader.page.evaluate("document.activeElement.blur()")
    reader.page.evaluate(WALK)
    for _ in range(FURTHEST):
        reader.page.keyboard.press("Tab")
        if not reader.page.evaluate("walk.step()"):
            break
    found = reader.page.evaluate("walk.found()")
    assert found.pop("stops") > FEWEST
    return found
