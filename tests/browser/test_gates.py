"""An agent passes a gate: an item answered by keyboard, submitted, signed by a second person, the next one open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.store.database import open_database
from tests.browser.server import journey, served
from tests.build import at

pytestmark = pytest.mark.browser

DAY = date(2026, 10, 30)
WAIVED = """agent,gate,item,answer,answered_by,answered_on,reason,expires_on
peak-planning,production_readiness,G3.4,waived,ruth,2026-10-29,It only reads,2026-12-31
"""


@pytest.fixture
def nearly_ready(sample: Path) -> Path:
    """The sample company, in which one agent lacks a single answer for its next gate."""
    engine = open_database(f"sqlite:///{sample}")
    report = load(engine, [upload("gates.csv", WAIVED.encode())], today=DAY, now=at(DAY), actor="ruth")
    engine.dispose()
    assert report.refusals == ()
    return sample


def test_an_agent_passes_a_gate_and_the_next_one_opens(chromium, nearly_ready):
    with served(nearly_ready) as address, journey(chromium, address) as one:
        page = one.page
        one.open(f"gates?as_of={DAY}")
        page.get_by_role("link", name="Peak planning").click()
        one.headed("Peak planning")
        one.pick("acting_input", "Lucia Ferrari")
        shown = page.get_by_role("textbox", name="How people review the output is written down")
        shown.fill("Both planners read every plan")
        shown.press("Enter")
        expect(page.get_by_text("Recorded. Production readiness: to be submitted.")).to_have_count(1)
        page.get_by_role("button", name="Submit production readiness").press("Enter")
        expect(page.get_by_text("To be signed by the risk owner (Ruth Svensson).")).to_have_count(1)
        page.get_by_role("button", name="Sign production readiness").click()
        expect(page.get_by_text("Lucia Ferrari submitted it")).to_have_count(0)
        expect(page.get_by_text("To be signed by the risk owner (Ruth Svensson).")).to_have_count(2)
        one.pick("acting_input", "Ruth Svensson")
        page.get_by_role("button", name="Sign production readiness").click()
        expect(page.get_by_text("Production readiness is passed.")).to_have_count(1)
        expect(page.get_by_role("button", name="Submit portfolio review")).to_have_count(1)
        expect(page.get_by_role("heading", name="3. Production readiness")).to_contain_text("beside Lucia Ferrari")
