"""An owner proposes, a second person approves: two people, two sessions, one decision, and a card that stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from agent_scorecard.recording import DecisionFields, record_decision
from agent_scorecard.store.database import open_database
from agent_scorecard.vocabulary import Choice
from tests.browser.server import Journey, journey, served
from tests.pages.conftest import FIRST

pytestmark = pytest.mark.browser

OCTOBER_ENDS = date(2026, 10, 31)
AS_OF = f"as_of={OCTOBER_ENDS}"
CARD = "brief-writer_2026-10"
LEVEL = "Expand: next level"


@pytest.fixture
def earned(first: Path) -> Path:
    """The agent whose first card was decided, so that nothing is missing for the next level."""
    engine = open_database(f"sqlite:///{first}")
    fields = DecisionFields(
        agent="brief-writer",
        choice=Choice.MAINTAIN,
        reason="Eight months without a correction.",
        next_step="Read every brief of November",
        owner="ana",
        due=date(2027, 1, 15),
        as_of=OCTOBER_ENDS,
    )
    record_decision(engine, fields, by="ana", at=datetime(2026, 11, 2, 10, tzinfo=UTC))
    engine.dispose()
    return first


def test_a_level_is_proposed_by_the_owner_approved_by_a_second_person_and_told_apart_from_what_is_loaded_later(
    chromium, earned, tmp_path
):
    with served(earned) as address, journey(chromium, address) as owner:
        _decides(owner, "Ana Ruiz")
        owner.keyed(f"reason_{CARD}", "textarea").fill("Everything asked for is there.")
        owner.keyed(f"next_{CARD}", "input").fill("Set level 2 in the scheduler")
        owner.keyed(f"propose_{CARD}", "button").click()
        expect(owner.keyed("proposal")).to_contain_text(LEVEL)
        expect(owner.keyed("proposal").get_by_role("button")).to_have_text(["Withdraw"])
        expect(owner.page.get_by_text("granted 1")).to_have_count(1)

        second = owner.another()
        second.open(f"?{AS_OF}")
        second.pick("acting_input", "Ben Cole")
        second.keyed("waiting").get_by_role("link", name="Brief writer").click()
        second.headed("Brief writer")
        second.keyed("proposal").get_by_role("button", name="Approve").click()
        expect(second.page.get_by_text(f"Approved: {LEVEL}.")).to_be_visible()
        expect(second.page.get_by_text("On file 1, granted 2")).to_be_visible()
        expect(second.page.get_by_text("no: today's data gives the same card")).to_be_visible()
        second.go("Autonomy ladder")
        expect(second.keyed("ladder").get_by_role("row", name="Brief writer")).not_to_contain_text("May move to 2")

        corrected = tmp_path / "observations.csv"
        corrected.write_text(_with_fewer_right((FIRST / "observations.csv").read_text("utf-8")), encoding="utf-8")
        second.go("Load data")
        second.keyed("files_0", "input[type=file]").set_input_files(corrected)
        second.settled()
        second.page.get_by_role("button", name="Load", exact=True).click()
        expect(second.page.get_by_text("Loaded: 1 changed.")).to_be_visible()
        second.open(f"scorecard?agent=brief-writer&{AS_OF}")
        expect(second.page.get_by_text("otherwise today").first).to_be_visible()


def _decides(one: Journey, name: str) -> None:
    one.open(f"scorecard?agent=brief-writer&{AS_OF}")
    one.headed("Brief writer")
    one.pick("acting_input", name)


def _with_fewer_right(figures: str) -> str:
    october = next(line for line in figures.splitlines() if line.startswith("brief-writer,accuracy,2026-10"))
    return figures.replace(october, october.replace(",199,", ",190,"))
