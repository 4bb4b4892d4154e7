"""A model change in a real browser: planned, held back without an eval, let out once one that saw it passed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.store.database import open_database
from tests.browser.server import PHONE, journey, served
from tests.browser.test_oversight import stays_inside

pytestmark = pytest.mark.browser

PASSED = "eval_run,agent,suite,run_at,cases,passed,edge_cases,case_source\n"
PASSED += "EV-90,support-triage,triage-core,2026-10-31T05:59:00Z,160,160,24,real\n"
TOPICS = ("Changes", "Evals", "Tiers", "Guardrails", "Credentials", "Tools")


def eval_passes(database: Path) -> None:
    engine = open_database(f"sqlite:///{database}")
    now = datetime(2026, 10, 31, 6, tzinfo=UTC)
    report = load(engine, [upload("evals.csv", PASSED.encode())], today=date(2026, 10, 30), now=now, actor="leo")
    engine.dispose()
    assert report.refusals == ()


def test_a_model_change_waits_for_an_eval_that_saw_it(chromium, sample):
    with served(sample) as address, journey(chromium, address) as one:
        page = one.page
        one.open("changes?agent=support-triage")
        one.pick("acting_input", "Aisha Khan")
        page.get_by_role("button", name="Record a change").click()
        one.pick("change_kind", "Model")
        one.keyed("change_to", "input").fill("4.3")
        one.keyed("change_reason", "textarea").fill("The vendor ends 4.2")
        one.keyed("change_send", "button").click()
        expect(page.get_by_text(re.compile(r"Planned as C-\d"))).to_be_visible()
        one.settled()

        one.pick("acting_input", "Ruth Svensson")
        release = one.keyed("release_send", "button")
        release.click()
        expect(one.keyed("release").get_by_text("or let the risk owner accept the risk")).to_be_visible()
        one.settled()

        eval_passes(sample)
        release.click()
        expect(page.get_by_text("is released.")).to_be_visible()
        expect(one.keyed("change_log").get_by_role("row", name="4.3")).to_contain_text("approved by Ruth Svensson")


def test_on_a_phone_no_subject_runs_out_of_sight(reader):
    reader.page.set_viewport_size(PHONE)
    for topic in TOPICS:
        reader.open(f"changes?topic={topic}")
        expect(reader.page.get_by_role("heading", name=topic, level=2, exact=True)).to_have_count(1)
        stays_inside(reader.page)
